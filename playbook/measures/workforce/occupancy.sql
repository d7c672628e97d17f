-- name: Occupancy
-- question: Of the time in which people are ready for work, how much have they work in hand?
-- grain: one job that left somebody's hand
-- unit: share
-- numerator: seconds with a job in hand
-- denominator: the same, and the seconds until the next job where that is at most 30 minutes later: more than that is a
--   pause, a talk or the end of a shift
-- clock: the moment the job left the hand
-- exclusions: jobs still in hand; breaks, training and wellness time. Others define occupancy in other ways: this is ours
-- owner: operations lead
-- guardrail: workforce/exposure_p90
-- version: 1
-- interval: bootstrap
-- minimum: 10
WITH spans AS (
    SELECT
        a.ended AS ended, a.seconds AS seconds, a.queue AS queue, a.language AS language,
        epoch(lead(a.claimed) OVER (PARTITION BY a.person ORDER BY a.claimed, a.position)) - epoch(a.ended) AS gap
    FROM assignments AS a
    WHERE a.ended IS NOT NULL
)
SELECT
    s.ended AS at,
    s.seconds AS numerator,
    s.seconds + CASE WHEN s.gap > 0 AND s.gap <= 1800 THEN s.gap ELSE 0.0 END AS denominator,
    s.queue AS queue, s.language AS language
FROM spans AS s
