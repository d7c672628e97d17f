-- name: Violations that were missed
-- question: Of what was decided as no violation, how much was one?
-- grain: one decision drawn that had found none
-- unit: share
-- numerator: it should have been a violation
-- denominator: decisions drawn that had found none, weighted by how many each stands for
-- clock: the moment it was settled
-- exclusions: none: every decision of the period had a chance to be drawn, and counts for as many as its stratum says
-- owner: quality lead
-- guardrail: quality/false_alarms
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    c.settled AS at,
    c.settled_verdict = 'violates' AS hit,
    c.weight AS weight,
    c.queue AS queue, c.language AS language, c.source AS source, c.automated AS automated
FROM checks AS c
WHERE c.settled IS NOT NULL AND NOT c.violates AND c.weight IS NOT NULL
