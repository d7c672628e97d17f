-- name: Disputed findings
-- question: How often does whoever decided not agree that it was wrong?
-- grain: one decision found wrong, at first or for good
-- unit: share
-- numerator: disputed
-- denominator: decisions found wrong, and such as were found right only after a dispute
-- clock: the moment it was settled, the last time
-- exclusions: none
-- owner: quality lead
-- guardrail: quality/expert_agreement
-- version: 1
-- period: month
-- interval: wilson
-- minimum: 10
SELECT
    c.settled AS at,
    c.disputed IS NOT NULL AS hit,
    c.queue AS queue, c.language AS language, c.grade AS grade
FROM checks AS c
WHERE c.settled IS NOT NULL AND (NOT c.decided_right OR c.disputed IS NOT NULL)
