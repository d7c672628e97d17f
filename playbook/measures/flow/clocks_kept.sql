-- name: Clocks kept
-- question: Of the clocks that came due, how many were kept? What is open and late counts as missed.
-- grain: one clock of one report that came due
-- unit: share
-- numerator: clocks ended in time
-- denominator: clocks whose moment came, ended late and still running included
-- clock: the moment the clock came due; clocks run day and night and are never paused
-- exclusions: clocks that name no hour, and clocks withdrawn because what began them was undone
-- owner: legal operations
-- guardrail: appeals/overturn_rate
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    c.due AS at,
    coalesce(c.on_time, FALSE) AS hit,
    c.instrument AS instrument, c.legal AS legal, c.ends AS ends, c.queue AS queue, c.family AS family
FROM clocks AS c
WHERE c.due IS NOT NULL
