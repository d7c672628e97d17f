fee > score
---
fee > 1e3
---
fee = 0.305
---
fee IN (1, 0.305)
---
fee / 2 > 1
---
fee > 99999999999
---
fee > 5 AND fee < 5.01
---
fee * rate * fee * rate > 1
---
fee > '5'
---
sum(fee) OVER account_day > 5
---
waited > 3600
---
waited * 2 > INTERVAL '1 hour'
---
max(waited) OVER account_day > INTERVAL '1 hour'
