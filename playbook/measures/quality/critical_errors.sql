-- name: Critical errors
-- question: How often was something missed that threatens people?
-- grain: one decision drawn and looked at again
-- unit: share
-- numerator: a violation that threatens people was missed
-- denominator: decisions drawn and settled, weighted by how many each stands for
-- clock: the moment it was settled
-- exclusions: none: every decision of the period had a chance to be drawn, and counts for as many as its stratum says
-- owner: quality lead
-- guardrail: quality/false_alarms
-- version: 1
-- interval: clopper-pearson
-- minimum: 10
SELECT
    c.settled AS at,
    c.grade IS NOT DISTINCT FROM 'critical' AS hit,
    c.weight AS weight,
    c.queue AS queue, c.language AS language, c.source AS source, c.automated AS automated
FROM checks AS c
WHERE c.settled IS NOT NULL AND c.weight IS NOT NULL
