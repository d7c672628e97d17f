count(*) OVER acount_day > 3
---
count(*) OVER message_hour > 3
---
count(*) OVER (PARTITION BY account ORDER BY posted) > 3
---
count(*) > 3
---
avg(reach) OVER account_day > 3
---
sum(text) OVER account_day > 3
---
sum(DISTINCT reach) OVER account_day > 3
---
reach > 3 AND max(labels) OVER account_day > 3
---
count(DISTINCT text) OVER account_day > 3
---
count(DISTINCT score) OVER account_day > 3
---
count(DISTINCT target, account) OVER account_day > 3
---
sum(reach + 1) OVER account_day > 3
---
sum(rech) OVER account_day > 3
---
sum(*) OVER account_day > 3
---
min(verified) OVER account_day
---
count(*) FILTER (WHERE verified) OVER account_day > 3
---
count(*) OVER account_day < 0
---
count(*) OVER account_day = 1.5
---
count(*) OVER account_day
---
count(*) OVER account_day > 3 AND count(*) OVER account_day < 2
---
sum(score) OVER account_day = 1.5
