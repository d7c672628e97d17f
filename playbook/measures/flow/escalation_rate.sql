-- name: Escalation rate
-- question: How often does whoever has a job ask for a lead?
-- grain: one job in somebody's hand that was decided or escalated
-- unit: share
-- numerator: escalated
-- denominator: decided or escalated
-- clock: the moment it left their hand
-- exclusions: jobs skipped, held, given back or lost
-- owner: operations lead
-- guardrail: quality/critical_errors
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    a.ended AS at,
    a.ending = 'escalated' AS hit,
    a.queue AS queue, a.severity_name AS severity, a.family AS family, a.language AS language
FROM assignments AS a
WHERE a.ending IN ('decided', 'escalated')
