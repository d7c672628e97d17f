-- name: Lost by time
-- question: How often is a job in somebody's hand until its time runs out?
-- grain: one job that left somebody's hand
-- unit: share
-- numerator: taken away when the time for it was over
-- denominator: jobs that left somebody's hand, however
-- clock: the moment it left their hand
-- exclusions: jobs still in somebody's hand
-- owner: operations lead
-- guardrail: flow/handle_time
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    a.ended AS at,
    a.ending = 'expired' AS hit,
    a.queue AS queue, a.severity_name AS severity, a.family AS family, a.language AS language
FROM assignments AS a
WHERE a.ended IS NOT NULL
