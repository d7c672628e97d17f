-- name: Severity-weighted reach
-- question: How much harm reached people before it was decided, by how grave it was?
-- grain: one decision that found a violation and stands
-- unit: weighted views per violation
-- numerator: views at the decision, times 1, 2, 4, 8 or 16 from minor to imminent: weights are a policy, and part of this
--   version
-- denominator: decisions that found a violation and stand
-- clock: the decision
-- exclusions: decisions undone within the grace period, decisions overturned since, and such without a number of views
-- owner: policy lead
-- guardrail: quality/accuracy
-- version: 1
-- interval: bootstrap
-- minimum: 10
SELECT
    d.decided AS at,
    d.views * CASE WHEN d.severity = 4 THEN 16 WHEN d.severity = 3 THEN 8 WHEN d.severity = 2 THEN 4
        WHEN d.severity = 1 THEN 2 ELSE 1 END AS numerator,
    1 AS denominator,
    d.family AS family, d.market AS market, d.platform AS platform, d.source AS source
FROM decisions AS d
WHERE d.violates AND d.stands
