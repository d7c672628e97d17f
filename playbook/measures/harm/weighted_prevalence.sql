-- name: Severity-weighted prevalence
-- question: How much harm is there, by how grave it is?
-- grain: one labelled item of a sample of what nobody reported
-- unit: weighted violations per item
-- numerator: what a violation stands for, times 1, 2, 4, 8 or 16 from minor to imminent: weights are a policy, and part of
--   this version
-- denominator: what the items labelled stand for
-- clock: the moment the label was settled
-- exclusions: what could not be decided; not corrected for labels that err
-- owner: policy lead
-- guardrail: harm/prevalence
-- version: 1
-- period: month
-- interval: bootstrap
-- minimum: 100
SELECT
    l.occurred AS at,
    CASE WHEN l.verdict <> 'violates' THEN 0.0 WHEN l.severity = 4 THEN 16 * i.weight WHEN l.severity = 3 THEN 8 * i.weight
        WHEN l.severity = 2 THEN 4 * i.weight WHEN l.severity = 1 THEN 2 * i.weight ELSE i.weight END AS numerator,
    i.weight AS denominator,
    split_part(l.harm, '.', 1) AS family, l.language AS language
FROM label_settled AS l
JOIN prevalence_item_drawn AS i ON i.subject = l.subject
WHERE l.verdict <> 'not_enough'
