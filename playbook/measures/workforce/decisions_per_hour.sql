-- name: Decisions an hour in hand
-- question: How many decisions come of an hour with work in hand?
-- grain: one job that left somebody's hand
-- unit: decisions per hour
-- numerator: decisions
-- denominator: hours with a job in hand, however that ended
-- clock: the moment the job left the hand
-- exclusions: time without a job in hand
-- owner: operations lead
-- guardrail: quality/accuracy
-- version: 1
-- interval: bootstrap
-- minimum: 10
SELECT
    a.ended AS at,
    CASE WHEN a.ending = 'decided' THEN 1 ELSE 0 END AS numerator,
    a.seconds / 3600 AS denominator,
    a.queue AS queue, a.severity_name AS severity, a.family AS family, a.language AS language
FROM assignments AS a
WHERE a.ended IS NOT NULL
