-- name: Actioned before any view
-- question: Of what was actioned, how much had nobody seen yet?
-- grain: one decision that restricts and stands
-- unit: share
-- numerator: decisions on what had no view, as the platform said
-- denominator: decisions that restrict and stand, whose views are known
-- clock: the decision
-- exclusions: decisions undone within the grace period, decisions overturned since, and such without a number of views
-- owner: detection lead
-- guardrail: quality/accuracy
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    d.decided AS at,
    d.views = 0 AS hit,
    d.family AS family, d.severity_name AS severity, d.market AS market, d.platform AS platform
FROM decisions AS d
WHERE d.restricts AND d.stands AND d.views IS NOT NULL
