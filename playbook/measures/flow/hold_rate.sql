-- name: Held on the way
-- question: Of the jobs decided, how many had been set to wait for something?
-- grain: one decided job
-- unit: share
-- numerator: held at least once
-- denominator: jobs first decided
-- clock: the first decision
-- exclusions: decisions undone within the grace period
-- owner: operations lead
-- guardrail: flow/time_to_decision
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    j.decided AS at,
    j.holds > 0 AS hit,
    j.first_queue AS queue, j.severity_name AS severity, j.family AS family, j.language AS language
FROM jobs AS j
WHERE j.decided IS NOT NULL
