-- name: Sample achieved
-- question: Of the decisions drawn to be looked at again, how many were?
-- grain: one decision drawn
-- unit: share
-- numerator: it is known whether it was right
-- denominator: decisions drawn
-- clock: the draw; what is settled later counts while the period is not closed
-- exclusions: golden items
-- owner: quality lead
-- guardrail: quality/agreement
-- version: 1
-- settles: 14 days
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
SELECT
    c.opened AS at,
    c.settled IS NOT NULL AS hit,
    c.queue AS queue, c.language AS language, c.source AS source, c.automated AS automated, c.plan AS plan
FROM checks AS c
