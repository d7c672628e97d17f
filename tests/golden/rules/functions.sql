substring(text, 0, 3) = 'fee'
---
substring(text, reach, 3) = 'fee'
---
split_part(text, '', 1) = 'fee'
---
replace(text, '', 'a') = 'fee'
---
trim(reach) = 'fee'
---
text || reach = 'a1'
---
concat(text, title) = 'ab'
---
nfc_normalize(text) = 'é'
---
strip_accents(text) = 'e'
---
levenshtein(text, title) < 3
---
url_hots(text) = 'example.com'
---
emails(text) IS NULL
---
emails(text) = 'a@b.cd'
---
list_sum(weights) > 1.0
---
list_max(labels) = 'a'
---
similarity(text, title) = 0.5
---
distance_km(score, price, text, 0.0) < 50.0
---
distance_km(score, price) < 50.0
---
hour_of_day(posted, 'Asia/Manilla') < 6
---
hour_of_day(posted, language) < 6
---
hour_of_day(posted, 'Asia/Manila') > 23
---
day_of_week(posted, 'Asia/Manila', 1) = 1
---
in_list(text, 'wrods')
---
in_list(reach, 'words')
---
in_list(text, language)
---
in_bank(text, 'words')
---
in_bank(text, 'bank', 9)
---
in_bank(text, 'bank', 0)
---
hash_distance(text, title) > 256
---
rule('r/hihg')
---
rule(text)
---
rule('r/high') IS NULL
---
reach > 5 AND rule('r/high') AND rule('r/high')
