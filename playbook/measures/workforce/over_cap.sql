-- name: Days over the cap
-- question: On how many days did somebody look at grave things for longer than the limits allow?
-- grain: one day of one person with work on something severe or imminent
-- unit: share
-- numerator: over 120 minutes of what is imminent, or 180 of what is severe: as in limits.toml
-- denominator: days of a person with such work
-- clock: the day (UTC) in which the job left the hand
-- exclusions: second looks and appeals. Who it was is never shown
-- owner: wellness lead
-- guardrail: flow/sla_attainment
-- version: 1
-- interval: wilson
-- minimum: 10
WITH days AS (
    SELECT
        min(a.ended) AS at,
        coalesce(sum(a.seconds) FILTER (WHERE a.severity = 4), 0.0) AS imminent,
        coalesce(sum(a.seconds) FILTER (WHERE a.severity = 3), 0.0) AS severe
    FROM assignments AS a
    WHERE a.severity >= 3 AND a.ended IS NOT NULL
    GROUP BY a.person, date_trunc('day', a.ended)
)
SELECT
    d.at AS at,
    d.imminent > 120 * 60 OR d.severe > 180 * 60 AS hit
FROM days AS d
