-- name: Escalations confirmed
-- question: Of the jobs for which somebody asked for a lead, how many were violations?
-- grain: one escalated job that was decided
-- unit: share
-- numerator: decided as a violation
-- denominator: escalated jobs that were decided
-- clock: the first decision
-- exclusions: escalated jobs that still wait, and jobs escalated only after a decision
-- owner: operations lead
-- guardrail: flow/escalation_rate
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    j.decided AS at,
    j.verdict = 'violates' AS hit,
    j.family AS family, j.severity_name AS severity, j.language AS language, j.escalation AS reason
FROM jobs AS j
WHERE j.escalations > 0 AND j.decided IS NOT NULL AND j.escalated <= j.decided
