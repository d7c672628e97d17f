-- name: Turnaround
-- question: How long from a report until what was decided about it takes effect?
-- grain: one action that came into force
-- unit: hours
-- numerator: hours from the receipt of the first report to the moment the action came into force
-- denominator: actions that came into force
-- clock: the moment it came into force; it counts day and night
-- exclusions: decisions without an action, and actions undone or refused before they came into force
-- owner: operations lead
-- guardrail: appeals/overturn_rate
-- version: 1
-- statistic: median
-- interval: quantile
-- minimum: 10
SELECT
    a.in_force AS at,
    (epoch(a.in_force) - epoch(d.received)) / 3600 AS value,
    a.queue AS queue, a.severity_name AS severity, a.family AS family, d.source AS source, a.measure AS measure
FROM actions AS a
JOIN decisions AS d ON d.decision = a.decision
WHERE a.in_force IS NOT NULL
