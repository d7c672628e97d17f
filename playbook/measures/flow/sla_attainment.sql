-- name: Decided in time
-- question: Of the jobs that came due, how many had been decided by then? What is open and late counts as missed.
-- grain: one job that came due
-- unit: share
-- numerator: first decided by its due moment
-- denominator: jobs whose due moment came, decided or not
-- clock: the due moment: the earlier of the legal clock and the promise of the queue in which the job was opened; day and
--   night
-- exclusions: jobs merged into another; jobs without a due moment: they were opened before queues promised one
-- owner: operations lead
-- guardrail: quality/accuracy
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    j.due AS at,
    coalesce(j.decided <= j.due, FALSE) AS hit,
    j.first_queue AS queue, j.severity_name AS severity, j.family AS family, j.language AS language, j.source AS source,
    j.market AS market
FROM jobs AS j
WHERE j.counts AND j.due IS NOT NULL
