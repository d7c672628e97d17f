-- name: Exposure, nine in ten
-- question: How long do people look at grave things in a day? The tail, never the mean alone.
-- grain: one day of one person with work on something severe or imminent
-- unit: minutes
-- numerator: minutes with such jobs in hand
-- denominator: days of a person with such work
-- clock: the day (UTC) in which the job left the hand
-- exclusions: work on what is less grave; second looks and appeals. Who it was is never shown
-- owner: wellness lead
-- guardrail: flow/sla_attainment
-- version: 1
-- statistic: p90
-- interval: quantile
-- minimum: 10
SELECT
    min(a.ended) AS at,
    sum(a.seconds) / 60 AS value
FROM assignments AS a
WHERE a.severity >= 3 AND a.ended IS NOT NULL
GROUP BY a.person, date_trunc('day', a.ended)
