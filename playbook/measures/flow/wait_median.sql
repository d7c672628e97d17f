-- name: Wait for a first look, median
-- question: How long does something wait until a person first looks?
-- grain: one job that somebody took
-- unit: hours
-- numerator: hours from the receipt of its first report to the first time it was taken
-- denominator: jobs first taken
-- clock: the first time it was taken; it counts day and night
-- exclusions: jobs that nobody has taken yet: see the age of the backlog
-- owner: operations lead
-- guardrail: quality/accuracy
-- version: 1
-- statistic: median
-- interval: quantile
-- minimum: 10
SELECT
    j.started AS at,
    greatest(0.0, epoch(j.started) - epoch(j.received)) / 3600 AS value,
    j.first_queue AS queue, j.severity_name AS severity, j.family AS family, j.language AS language, j.source AS source,
    j.market AS market
FROM jobs AS j
WHERE j.started IS NOT NULL
