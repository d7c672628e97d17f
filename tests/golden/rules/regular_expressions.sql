regexp_matches(text, 'Hello(?= World)')
---
regexp_matches(text, '(?<!a)b')
---
regexp_matches(text, '(ab)\1')
---
regexp_matches(text, 'l++o')
---
regexp_matches(text, 'a**')
---
regexp_matches(text, '(a')
---
regexp_matches(text, 'a)')
---
regexp_matches(text, '[a-z')
---
regexp_matches(text, 'a{,2}')
---
regexp_matches(text, 'a{2000}')
---
regexp_matches(text, '(?P<name>a)')
---
regexp_matches(text, 'a(?i)b')
---
regexp_matches(text, '(?i)é')
---
regexp_matches(text, '\p{L}+')
---
regexp_matches(text, 'a\Z')
---
regexp_matches(text, 'it''s \Qfee')
---
regexp_matches(text, '[a-z&&[^b]]')
---
regexp_matches(text, '[z-a]')
---
regexp_matches(text, '*fee')
---
regexp_matches(text, 'fee\')
---
regexp_matches(text, '((a{100}){100}){100}')
---
regexp_matches(text, '(a+)+b')
---
regexp_matches(text, 'x(?:a*|b){2,}')
---
regexp_matches(text, '(?:(?:\d+\s*){1,3})*z')
