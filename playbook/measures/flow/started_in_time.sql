-- name: Started in time
-- question: Of the jobs that should have been started, how many were? What is not begun and late counts as missed.
-- grain: one job whose start-by came
-- unit: share
-- numerator: first taken by the start-by
-- denominator: jobs whose start-by came, taken or not
-- clock: the start-by, as last placed; day and night
-- exclusions: jobs merged into another
-- owner: operations lead
-- guardrail: flow/sla_attainment
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    j.start_by AS at,
    coalesce(least(j.started, j.decided) <= j.start_by, FALSE) AS hit,
    j.first_queue AS queue, j.severity_name AS severity, j.family AS family, j.language AS language, j.source AS source
FROM jobs AS j
WHERE j.counts
