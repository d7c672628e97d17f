-- name: Age of the backlog, nine in ten
-- question: How long have the jobs that still wait been waiting?
-- grain: one job without a decision
-- unit: hours
-- numerator: hours from the receipt to the end of the period
-- denominator: jobs received and not decided by then
-- clock: the last moment of the period, or now while it runs
-- exclusions: jobs merged into another; held and escalated jobs wait too
-- owner: operations lead
-- guardrail: quality/accuracy
-- version: 1
-- period: day
-- statistic: p90
-- interval: quantile
-- minimum: 1
SELECT
    (epoch(:end) - epoch(j.received)) / 3600 AS value,
    j.queue AS queue, j.severity_name AS severity, j.family AS family, j.language AS language, j.market AS market
FROM jobs AS j
WHERE j.counts AND j.received < :end AND (j.decided IS NULL OR j.decided >= :end)
