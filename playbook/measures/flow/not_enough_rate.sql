-- name: Could not be decided
-- question: Of the decisions, how many ended because there was not enough to go by?
-- grain: one decision
-- unit: share
-- numerator: ended as not enough
-- denominator: decisions
-- clock: the decision
-- exclusions: decisions undone within the grace period
-- owner: policy lead
-- guardrail: quality/missed_violations
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    d.decided AS at,
    d.verdict = 'not_enough' AS hit,
    d.queue AS queue, d.severity_name AS severity, d.family AS family, d.language AS language, d.source AS source
FROM decisions AS d
WHERE d.undone IS NULL
