-- name: Backlog in days
-- question: How many days of work wait, at the pace of the last seven?
-- grain: one job that waits, or was decided in the last seven days
-- unit: days
-- numerator: jobs received and not decided by the end of the period
-- denominator: jobs first decided in the seven days before, a day
-- clock: the last moment of the period, or now while it runs
-- exclusions: decisions undone within the grace period
-- owner: operations lead
-- guardrail: quality/accuracy
-- version: 1
-- period: day
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
WITH moved AS (
    SELECT 1 AS numerator, 0.0 AS denominator, w.queue AS queue, w.severity_name AS severity, w.family AS family,
    w.language AS language
    FROM jobs AS w
    WHERE w.counts AND w.received < :end AND (w.decided IS NULL OR w.decided >= :end)
    UNION ALL
    SELECT 0 AS numerator, 1.0 / 7 AS denominator, d.queue AS queue, d.severity_name AS severity, d.family AS family,
    d.language AS language
    FROM jobs AS d
    WHERE d.decided < :end AND d.decided >= :end - INTERVAL 7 DAY
)
SELECT m.numerator AS numerator, m.denominator AS denominator, m.queue AS queue, m.severity AS severity, m.family AS family,
m.language AS language
FROM moved AS m
