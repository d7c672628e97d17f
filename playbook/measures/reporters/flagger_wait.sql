-- name: Wait of trusted flaggers
-- question: How long do notices of trusted flaggers wait for a first look? They go before others (DSA Art. 22).
-- grain: one job opened by a trusted flagger
-- unit: hours
-- numerator: hours from the receipt to the first time it was taken
-- denominator: jobs opened by a trusted flagger and taken
-- clock: the first time it was taken; day and night
-- exclusions: jobs that nobody has taken yet
-- owner: legal operations
-- guardrail: flow/wait_p90
-- version: 1
-- statistic: median
-- interval: quantile
-- minimum: 1
SELECT
    j.started AS at,
    greatest(0.0, epoch(j.started) - epoch(j.received)) / 3600 AS value,
    j.severity_name AS severity, j.family AS family, j.language AS language, j.market AS market
FROM jobs AS j
WHERE j.source = 'trusted_flagger' AND j.started IS NOT NULL
