-- name: Prevalence
-- question: How much of what happens, or of what is seen, violates?
-- grain: one labelled item of a sample of what nobody reported
-- unit: share
-- numerator: the label is a violation
-- denominator: items labelled, weighted by what each stands for: events, or views where the sample is weighed by them
-- clock: the moment the label was settled
-- exclusions: what could not be decided. Labels err, and this is not corrected for it: each sample's own page is, with its
--   interval
-- owner: policy lead
-- guardrail: harm/sample_labelled
-- version: 1
-- period: month
-- interval: wilson
-- minimum: 100
SELECT
    l.occurred AS at,
    l.verdict = 'violates' AS hit,
    i.weight AS weight,
    split_part(l.harm, '.', 1) AS family, l.language AS language
FROM label_settled AS l
JOIN prevalence_item_drawn AS i ON i.subject = l.subject
WHERE l.verdict <> 'not_enough'
