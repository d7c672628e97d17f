-- name: Skipped
-- question: How often does somebody pass on a job that they had taken?
-- grain: one job that left somebody's hand
-- unit: share
-- numerator: given back without a decision by whoever had it
-- denominator: jobs that left somebody's hand, however
-- clock: the moment it left their hand
-- exclusions: jobs still in somebody's hand
-- owner: operations lead
-- guardrail: workforce/exposure_p90
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    a.ended AS at,
    a.ending = 'skipped' AS hit,
    a.queue AS queue, a.severity_name AS severity, a.family AS family, a.language AS language
FROM assignments AS a
WHERE a.ended IS NOT NULL
