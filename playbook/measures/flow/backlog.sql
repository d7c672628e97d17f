-- name: Backlog
-- question: How many jobs wait for a decision when the period ends?
-- grain: one job without a decision
-- unit: jobs
-- numerator: jobs received before the end of the period and not decided by then
-- denominator: none, it is a number
-- clock: the last moment of the period, or now while it runs
-- exclusions: jobs merged into another; held and escalated jobs wait too
-- owner: operations lead
-- guardrail: flow/time_to_decision
-- version: 1
-- period: day
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
SELECT
    j.queue AS queue, j.severity_name AS severity, j.family AS family, j.language AS language, j.market AS market,
    j.state AS state
FROM jobs AS j
WHERE j.counts AND j.received < :end AND (j.decided IS NULL OR j.decided >= :end)
