-- name: How late, nine in ten
-- question: When a clock is missed, by how much?
-- grain: one missed clock
-- unit: hours
-- numerator: hours from the due moment to the end of the clock, or to the end of the period while it runs
-- denominator: clocks that came due and were not ended by then
-- clock: the due moment
-- exclusions: clocks kept
-- owner: legal operations
-- guardrail: flow/clocks_kept
-- version: 1
-- statistic: p90
-- interval: quantile
-- minimum: 1
SELECT
    (epoch(least(coalesce(c.met, :end), :end)) - epoch(c.due)) / 3600 AS value,
    c.instrument AS instrument, c.legal AS legal, c.ends AS ends, c.queue AS queue, c.family AS family
FROM clocks AS c
WHERE c.due >= :start AND c.due < :end AND (c.met IS NULL OR c.met > c.due)
