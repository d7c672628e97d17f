-- name: Share that is severe
-- question: Of the violations found, how many threatened people?
-- grain: one decision that found a violation and stands
-- unit: share
-- numerator: decided as severe or imminent
-- denominator: decisions that found a violation and stand
-- clock: the decision
-- exclusions: decisions undone within the grace period, and decisions overturned since
-- owner: policy lead
-- guardrail: none, because it is about what comes in, and nobody is to push it
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    d.decided AS at,
    d.severity >= 3 AS hit,
    d.family AS family, d.queue AS queue, d.source AS source, d.market AS market, d.platform AS platform
FROM decisions AS d
WHERE d.violates AND d.stands
