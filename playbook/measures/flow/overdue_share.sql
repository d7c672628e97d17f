-- name: Backlog overdue
-- question: Of the jobs that wait, how many are past the moment by which they were to be decided?
-- grain: one job without a decision
-- unit: share
-- numerator: due, by law or by the promise of the queue, before the end of the period
-- denominator: jobs received and not decided by then
-- clock: the last moment of the period, or now while it runs
-- exclusions: jobs merged into another; jobs without a due moment: they were opened before queues promised one
-- owner: operations lead
-- guardrail: quality/accuracy
-- version: 1
-- period: day
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
SELECT
    j.due < :end AS hit,
    j.queue AS queue, j.severity_name AS severity, j.family AS family, j.language AS language, j.state AS state
FROM jobs AS j
WHERE j.counts AND j.received < :end AND (j.decided IS NULL OR j.decided >= :end) AND j.due IS NOT NULL
