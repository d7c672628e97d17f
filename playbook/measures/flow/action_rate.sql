-- name: Action rate
-- question: Of what was decided, how much led to something being done?
-- grain: one decision
-- unit: share
-- numerator: decisions that restrict somebody or something
-- denominator: decisions
-- clock: the decision
-- exclusions: decisions undone within the grace period
-- owner: policy lead
-- guardrail: appeals/overturn_rate
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    d.decided AS at,
    d.restricts AS hit,
    d.queue AS queue, d.severity_name AS severity, d.family AS family, d.language AS language, d.source AS source,
    d.market AS market
FROM decisions AS d
WHERE d.undone IS NULL
