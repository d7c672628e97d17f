-- name: Cost of a decision
-- question: How much of people's time does a decision take, all told?
-- grain: one job that left somebody's hand, one appeal heard, one decision
-- unit: minutes of people's time per decision
-- numerator: minutes with jobs in hand, however that ended, and with appeals
-- denominator: decisions
-- clock: the moment the work ended
-- exclusions: decisions undone; pay, tools, training and time without work; appeals that lay for more than eight hours in
--   somebody's hand
-- owner: operations lead
-- guardrail: quality/accuracy
-- version: 1
-- interval: bootstrap
-- minimum: 10
WITH spent AS (
    SELECT a.ended AS at, 0 AS decisions, a.seconds / 60 AS minutes, a.queue AS queue, a.family AS family
    FROM assignments AS a
    WHERE a.ended IS NOT NULL
    UNION ALL
    SELECT h.decided AS at, 0 AS decisions, (epoch(h.decided) - epoch(h.started)) / 60 AS minutes, h.queue AS queue,
    h.family AS family
    FROM appeals AS h
    WHERE h.decided IS NOT NULL AND h.started IS NOT NULL AND h.decided - INTERVAL 8 HOUR <= h.started
    UNION ALL
    SELECT d.decided AS at, 1 AS decisions, 0.0 AS minutes, d.queue AS queue, d.family AS family
    FROM decisions AS d
    WHERE d.undone IS NULL
)
SELECT s.at AS at, s.minutes AS numerator, s.decisions AS denominator, s.queue AS queue, s.family AS family
FROM spent AS s
