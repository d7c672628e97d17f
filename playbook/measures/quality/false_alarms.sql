-- name: Violations that were none
-- question: Of the violations that were found, how many were none?
-- grain: one decision drawn that had found a violation
-- unit: share
-- numerator: it should not have been a violation
-- denominator: decisions drawn that had found one, weighted by how many each stands for
-- clock: the moment it was settled
-- exclusions: none: every decision of the period had a chance to be drawn, and counts for as many as its stratum says
-- owner: quality lead
-- guardrail: quality/missed_violations
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    c.settled AS at,
    c.settled_verdict <> 'violates' AS hit,
    c.weight AS weight,
    c.queue AS queue, c.severity_name AS severity, c.language AS language, c.clause AS clause, c.automated AS automated
FROM checks AS c
WHERE c.settled IS NOT NULL AND c.violates AND c.weight IS NOT NULL
