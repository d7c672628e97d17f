TRUE
---
1 = 1
---
'a' = 'b' OR reach > 3
---
reach > 3 AND TRUE
---
NOT FALSE
---
reach = reach
---
lower(text) <> lower(text)
---
reach > 99999999999999999999
---
array_length(labels) < 0
---
length(text) >= 0
---
hour_of_day(posted) > 23
---
day_of_week(posted) = 0
---
array_length(labels) IS NULL
---
coalesce(reach, 0) IS NOT NULL
---
coalesce(reach, 0, reports) > 1
---
reach > 5 AND reports > 1 AND reach < 5
---
reach = 3 AND reach IN (4, 5)
---
reach > 3 AND reach < 4
---
language = 'en' AND language <> 'en'
---
language = 'en' AND language = 'es'
---
reach IS NULL AND reach > 3
---
posted > TIMESTAMPTZ '2026-02-01 00:00:00+00' AND posted < TIMESTAMPTZ '2026-01-01 00:00:00+00'
---
reach > 3 OR reach > 3
---
reach BETWEEN 5 AND 2
---
reach IN (1, 2, 1)
---
lower(text) = 'Visa'
---
contains(lower(text), 'Fee')
---
lower(text) LIKE '%Fee%'
---
regexp_matches(lower(text), '(Visa|fee)')
---
upper(language) IN ('en', 'ES')
---
contains(text, '')
---
text LIKE '%'
---
regexp_matches(text, '(x|)')
---
text = NULL
---
reach NOT IN (1, NULL)
---
CASE WHEN reach > 5 THEN verified WHEN reach > 5 THEN hidden END
---
CASE WHEN reach > 5 THEN 1 WHEN reach BETWEEN 10 AND 20 THEN 2 ELSE 3 END = 2
---
CASE WHEN language IN ('en', 'es') THEN 1 WHEN verified AND language = 'es' THEN 2 ELSE 3 END = 2
---
CASE reach WHEN 1 THEN 'a' WHEN 2 THEN 'b' WHEN 1 THEN 'c' END = 'c'
---
CASE WHEN language <> 'en' THEN 1 WHEN language = 'es' THEN 2 END = 2
