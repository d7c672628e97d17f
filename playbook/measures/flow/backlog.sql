-- name: Backlog
-- question: How many jobs wait for a decision when the period ends?
-- grain: one job without a decision
-- unit: jobs
-- numerator: jobs opened before the end of the period and not decided by then
-- denominator: none, it is a number
-- clock: the last moment of the period, or now while it runs
-- exclusions: none; held and escalated jobs wait too
-- owner: operations lead
-- guardrail: flow/time_to_decision
-- version: 1
-- interval: none, because every job is counted and none is a sample
-- minimum: 1
-- period: day
SELECT
    o.queue AS queue,
    o.language AS language
FROM job_opened AS o
WHERE o.occurred < :end
  AND NOT EXISTS (
    SELECT d.subject FROM job_decided AS d
    WHERE d.subject = o.subject AND d.occurred < :end
      AND NOT EXISTS (SELECT u.decision FROM decision_undone AS u WHERE u.decision = d.decision AND u.occurred < :end)
  )
