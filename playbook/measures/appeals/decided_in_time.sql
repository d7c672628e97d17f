-- name: Appeals decided in time
-- question: Of the appeals that came due, how many had been decided? What is open and late counts as missed.
-- grain: one appeal that came due
-- unit: share
-- numerator: decided by the promised moment
-- denominator: appeals whose promised moment came
-- clock: the promised moment
-- exclusions: appeals withdrawn before it
-- owner: quality lead
-- guardrail: appeals/overturn_rate
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    a.due AS at,
    coalesce(a.decided <= a.due, FALSE) AS hit,
    a.appellant AS appellant, a.expedited AS expedited, a.family AS family, a.language AS language, a.severity_name AS severity
FROM appeals AS a
WHERE a.withdrawn IS NULL OR a.withdrawn > a.due
