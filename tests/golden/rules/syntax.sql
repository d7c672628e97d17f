
---
reach >
---
reach > 3 AND
---
reach > 3 AND AND reports > 2
---
(reach > 3
  AND reports > 2
---
text = 'visa
  AND reach > 3
---
reach > 3 reports > 2 AND
---
= 3
