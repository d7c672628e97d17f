reach > 1e999
---
reach > 1234567890123456789012345678901234567890
---
posted > TIMESTAMP '2026-01-01 00:00:00'
---
posted > DATE '2026-01-01'
---
posted > TIMESTAMPTZ '2026-01-01 00:00:00'
---
posted > TIMESTAMPTZ '2026-02-30 00:00:00+00'
---
posted + INTERVAL '1 month' > created
---
posted + INTERVAL '1 day 2 hours' > created
---
posted - created > INTERVAL '200000 days'
---
text = E'a'
---
text LIKE '50\% off%'
---
text LIKE '50!x' ESCAPE '!'
---
text LIKE '50\%' ESCAPE '\'
---
list_has_any(labels, [])
---
list_has_any(labels, ['a', NULL])
