rech > 3 AND txt = 'a' AND
	lenght(text) > 40
---
Text = 'a'
---
events.reach > 3
---
reach = 'a'
---
text > 5
---
posted > '2026-01-01'
---
posted > 1767225600
---
verified = 1
---
reach
---
NOT text
---
text IS TRUE
---
account = 'abc-123'
---
account < target
---
language < 'en'
---
labels = 'a'
---
labels IS NULL
---
score = 0.5
---
score IN (0.5, 1.0)
---
reach = 2.5
---
posted + reach > posted
---
posted - created > 3600
---
coalesce(reach, 'none') = 'none'
---
CASE WHEN verified THEN 1 ELSE 'a' END = 1
---
CASE WHEN reach THEN 1 END = 1
---
length(labels) > 2
---
contains(labels, 'a')
---
contains(text, 'a', 'b')
---
lower(reach) = '3'
---
list_contains(labels, 3)
---
list_contains(targets, 'abc')
---
list_has_any(labels, [1, 2])
---
least(text, title) = 'a'
---
coalesce(labels, 'a') = 'a'
