-- name: Transfers
-- question: Of the jobs decided, how many had gone to another queue on the way?
-- grain: one decided job
-- unit: share
-- numerator: went to another queue at least once, escalations included
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
    j.moves > 0 AS hit,
    j.first_queue AS queue, j.severity_name AS severity, j.family AS family, j.language AS language
FROM jobs AS j
WHERE j.decided IS NOT NULL
