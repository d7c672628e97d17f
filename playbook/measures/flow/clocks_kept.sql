-- name: Clocks kept
-- question: Of the clocks that came due, how many were kept? What is open and late counts as missed.
-- grain: one clock of one report that came due
-- unit: share
-- numerator: clocks stopped in time
-- denominator: clocks whose moment came, stopped late and still running included
-- clock: the moment the clock came due; clocks run day and night and are never paused
-- exclusions: clocks that name no hour, and clocks withdrawn because what began them was undone
-- owner: legal operations
-- guardrail: appeals/overturn_rate
-- version: 1
-- interval: wilson
-- minimum: 10
WITH started AS (
    SELECT s.subject AS report, c.clock AS clock, c.instrument AS instrument, c.legal AS legal, c.due AS due
    FROM clocks_started AS s
    CROSS JOIN unnest(s.clocks) AS t(c)
), withdrawn AS (
    SELECT c.report AS report, c.clock AS clock
    FROM clocks_withdrawn AS w
    CROSS JOIN unnest(w.clocks) AS t(c)
), met AS (
    SELECT m.report AS report, m.clock AS clock, bool_or(m.on_time) AS on_time
    FROM clock_met AS m
    GROUP BY m.report, m.clock
)
SELECT
    s.due AS at,
    coalesce(m.on_time, FALSE) AS hit,
    s.instrument AS instrument,
    s.legal AS legal
FROM started AS s
LEFT JOIN met AS m ON m.report = s.report AND m.clock = s.clock
WHERE s.due IS NOT NULL
  AND NOT EXISTS (SELECT w.report FROM withdrawn AS w WHERE w.report = s.report AND w.clock = s.clock)
