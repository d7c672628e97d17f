SELECT 1
---
reach IN (SELECT 1)
---
EXISTS (SELECT 1)
---
reach > 3; reports > 2
---
reach reports
---
reach % 2 = 0
---
reach // 2 = 0
---
reach / reports > 2
---
score / price > 2
---
score / (reach - reach) > 2
---
reach ** 2 > 1
---
reach & 1 = 1
---
labels[1] = 'a'
---
CAST(reach AS INTEGER) = 3
---
CAST(text AS DOUBLE) > 3
---
TRY_CAST(text AS INTEGER) = 3
---
reach::BIGINT > 3
---
round(score) > 1
---
left(text, 2) = 'He'
---
string_split(text, ' ')[1] = 'Hello'
---
len(labels) = 2
---
date_diff('hour', created, posted) > 1
---
dayofweek(posted) = 0
---
epoch_ms(posted) > 1
---
extract(hour FROM posted) > 3
---
now() > posted
---
CURRENT_TIMESTAMP > posted
---
text ~ 'visa'
---
text GLOB 'v*'
---
text SIMILAR TO 'v%'
---
text COLLATE nocase = 'visa'
---
labels && tags
---
reach = $1
---
(reach, reports) = (1, 2)
---
if(verified, 1, 2) = 1
---
reach IN labels
---
reach IN (1, reports)
---
reach BETWEEN SYMMETRIC 1 AND 2
---
reach = reports IN (1)
---
text LIKE 'a%' IS NULL
---
verified = NOT hidden
---
verified IN (TRUE, FALSE)
---
(verified OR hidden) IS DISTINCT FROM verified
---
regexp_matches(text, 'visa', 'i')
---
regexp_matches(text, title)
---
text LIKE title
---
reach * reports * reach > 5
