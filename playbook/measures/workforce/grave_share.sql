-- name: Share of time on grave things
-- question: Of the time people work on jobs, how much is on what is severe or imminent?
-- grain: one job that left somebody's hand
-- unit: share of time
-- numerator: seconds with severe or imminent jobs in hand
-- denominator: seconds with jobs in hand
-- clock: the moment the job left the hand
-- exclusions: second looks and appeals
-- owner: wellness lead
-- guardrail: flow/sla_attainment
-- version: 1
-- interval: bootstrap
-- minimum: 10
SELECT
    a.ended AS at,
    CASE WHEN a.severity >= 3 THEN a.seconds ELSE 0.0 END AS numerator,
    a.seconds AS denominator,
    a.queue AS queue, a.language AS language
FROM assignments AS a
WHERE a.ended IS NOT NULL
