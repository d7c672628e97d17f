-- name: Appeal rate
-- question: Of the decisions that took something from somebody, how many were appealed within two weeks?
-- grain: one decision that found a violation
-- unit: share
-- numerator: decisions with an appeal within 14 days
-- denominator: decisions that found a violation and chose a measure
-- clock: the moment of the decision
-- exclusions: decisions undone within the grace period
-- owner: quality lead
-- guardrail: appeals/overturn_rate
-- version: 1
-- interval: wilson
-- minimum: 10
-- settles: 14 days
WITH first_appeal AS (
    SELECT a.decision AS decision, min(a.occurred) AS occurred
    FROM appeal_received AS a
    GROUP BY a.decision
)
SELECT
    d.occurred AS at,
    coalesce(f.occurred < d.occurred + INTERVAL 14 DAY, FALSE) AS hit,
    d.clause AS clause,
    d.queue AS queue,
    d.language AS language
FROM job_decided AS d
LEFT JOIN first_appeal AS f ON f.decision = d.decision
WHERE d.verdict = 'violates' AND len(d.measures) > 0
  AND NOT EXISTS (SELECT u.decision FROM decision_undone AS u WHERE u.decision = d.decision)
