-- name: First look at what is imminent, nine in ten
-- question: When life or safety is at risk, within how many minutes does somebody look?
-- grain: one job placed as imminent
-- unit: minutes
-- numerator: minutes from the receipt to the first time it was taken, or to the end of the period where nobody took it
-- denominator: jobs received that are placed as imminent
-- clock: the receipt; it counts day and night
-- exclusions: jobs merged into another; what nobody looked at yet counts with the time it has waited
-- owner: operations lead
-- guardrail: quality/critical_errors
-- version: 1
-- statistic: p90
-- interval: quantile
-- minimum: 1
SELECT
    (epoch(coalesce(j.started, :end)) - epoch(j.received)) / 60 AS value,
    j.family AS family, j.language AS language, j.source AS source, j.market AS market
FROM jobs AS j
WHERE j.counts AND j.severity = 4 AND j.received >= :start AND j.received < :end
AND (j.started IS NULL OR j.started >= j.received)
