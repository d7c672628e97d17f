-- name: Time to decision
-- question: How long does it take from the first we heard of something until a person has decided?
-- grain: one decision
-- unit: hours
-- numerator: hours from the first report or signal to the decision
-- denominator: decisions
-- clock: the moment of the decision; it counts day and night
-- exclusions: decisions undone within the grace period, and decisions that no person made
-- owner: operations lead
-- guardrail: appeals/overturn_rate
-- version: 1
-- statistic: median
-- interval: quantile
-- minimum: 10
SELECT
    d.decided AS at,
    d.action_seconds / 3600 AS value,
    d.queue AS queue, d.severity_name AS severity, d.family AS family, d.language AS language, d.source AS source
FROM decisions AS d
WHERE NOT d.automated_decision AND d.undone IS NULL
