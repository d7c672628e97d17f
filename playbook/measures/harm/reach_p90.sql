-- name: Harmful reach, nine in ten
-- question: How many had seen a violation by the time it was decided?
-- grain: one decision that found a violation and stands
-- unit: views
-- numerator: views at the decision, as the platform said
-- denominator: decisions that found a violation and stand
-- clock: the decision
-- exclusions: decisions undone within the grace period, decisions overturned since, and such without a number of views
-- owner: detection lead
-- guardrail: quality/accuracy
-- version: 1
-- statistic: p90
-- interval: quantile
-- minimum: 10
SELECT
    d.decided AS at,
    d.views AS value,
    d.family AS family, d.severity_name AS severity, d.market AS market, d.platform AS platform, d.source AS source
FROM decisions AS d
WHERE d.violates AND d.stands
