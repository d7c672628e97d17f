-- name: Precision of automation
-- question: Of the violations that no person decided, how many were ones?
-- grain: one automated decision drawn that had found a violation
-- unit: share
-- numerator: somebody who did not know the decision found a violation too
-- denominator: automated decisions drawn that had found one, weighted by how many each stands for
-- clock: the moment it was settled
-- exclusions: none: every decision of the period had a chance to be drawn, and counts for as many as its stratum says
-- owner: detection lead
-- guardrail: harm/proactive_rate
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    c.settled AS at,
    c.settled_verdict = 'violates' AS hit,
    c.weight AS weight,
    c.clause AS clause, c.severity_name AS severity, c.language AS language
FROM checks AS c
WHERE c.settled IS NOT NULL AND c.automated AND c.violates AND c.weight IS NOT NULL
