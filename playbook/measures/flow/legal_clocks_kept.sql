-- name: Legal clocks kept
-- question: Of the duties with a time that came due, how many were done in time, by instrument?
-- grain: one legal clock of one report that came due
-- unit: share
-- numerator: what ends the clock happened by its due moment
-- denominator: legal clocks that name an hour and came due; open and late counts as missed
-- clock: the due moment; clocks run from receipt, day and night, and are never paused
-- exclusions: our own promises; clocks that name no hour; clocks that only time ends; clocks withdrawn because what began
--   them was undone
-- owner: legal operations
-- guardrail: appeals/overturn_rate
-- version: 1
-- interval: clopper-pearson
-- minimum: 1
SELECT
    c.due AS at,
    coalesce(c.on_time, FALSE) AS hit,
    c.instrument AS instrument, c.jurisdiction AS jurisdiction, c.clock AS clock, c.ends AS ends, c.queue AS queue,
    c.language AS language
FROM clocks AS c
WHERE c.legal AND c.due IS NOT NULL AND c.ends <> 'time'
