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
    d.occurred AS at,
    (epoch(d.occurred) - epoch(d.first_seen)) / 3600 AS value,
    d.queue AS queue,
    d.severity_name AS severity,
    d.language AS language
FROM job_decided AS d
WHERE NOT d.automated_decision
  AND NOT EXISTS (SELECT u.decision FROM decision_undone AS u WHERE u.decision = d.decision)
