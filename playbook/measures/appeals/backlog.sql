-- name: Appeals waiting
-- question: How many appeals wait for a decision when the period ends?
-- grain: one open appeal
-- unit: appeals
-- numerator: appeals received and neither decided nor withdrawn by then
-- denominator: none, it is a number
-- clock: the last moment of the period, or now while it runs
-- exclusions: none
-- owner: quality lead
-- guardrail: appeals/decided_in_time
-- version: 1
-- period: day
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
SELECT
    a.appellant AS appellant, a.expedited AS expedited, a.family AS family, a.language AS language, a.severity_name AS severity
FROM appeals AS a
WHERE a.received < :end AND (a.decided IS NULL OR a.decided >= :end) AND (a.withdrawn IS NULL OR a.withdrawn >= :end)
