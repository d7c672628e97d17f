has_label(account, 'fee_aksed')
---
has_label(language, 'warned')
---
has_label(labels, 'warned')
---
has_label(coalesce(account, target), 'warned')
---
has_label(account, language)
---
has_label(account)
---
has_label(acount, 'warned')
---
has_label(account, 'warned') AND has_label(account, 'warned')
---
has_labels(account, 'warned')
