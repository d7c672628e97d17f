-- name: Handling time
-- question: How long does a decision take, from taking the job to deciding it?
-- grain: one job taken and decided
-- unit: minutes
-- numerator: minutes from taking the job to the decision
-- denominator: jobs taken and decided
-- clock: the decision; time in which the job was open in front of the person, whether or not they were looking
-- exclusions: time with a job that was given back, held, escalated or lost
-- owner: operations lead
-- guardrail: quality/accuracy
-- version: 1
-- statistic: mean
-- interval: bootstrap
-- minimum: 10
SELECT
    a.ended AS at,
    a.seconds / 60 AS value,
    a.queue AS queue, a.severity_name AS severity, a.family AS family, a.language AS language
FROM assignments AS a
WHERE a.ending = 'decided'
