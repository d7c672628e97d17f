-- name: Samples labelled
-- question: Of what was drawn to know how much violates, how much has its label?
-- grain: one item drawn
-- unit: share
-- numerator: its label is settled
-- denominator: items drawn
-- clock: the draw; what is labelled later counts while the period is not closed
-- exclusions: none
-- owner: policy lead
-- guardrail: harm/prevalence
-- version: 1
-- period: month
-- settles: 14 days
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
SELECT
    i.occurred AS at,
    EXISTS (SELECT l.subject FROM label_settled AS l WHERE l.subject = i.subject) AS hit,
    split_part(i.harm, '.', 1) AS family, i.language AS language, i.queue AS queue
FROM prevalence_item_drawn AS i
