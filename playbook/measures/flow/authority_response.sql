-- name: Answer to authorities
-- question: How long until an order or request of an authority is decided?
-- grain: one job opened by an authority
-- unit: hours
-- numerator: hours from the receipt to the first decision
-- denominator: jobs opened by an order or request, and decided
-- clock: the first decision; it counts day and night
-- exclusions: jobs that still wait: see the clocks
-- owner: legal operations
-- guardrail: quality/accuracy
-- version: 1
-- period: month
-- statistic: median
-- interval: quantile
-- minimum: 5
SELECT
    j.decided AS at,
    (epoch(j.decided) - epoch(j.received)) / 3600 AS value,
    j.source AS source, j.severity_name AS severity, j.family AS family, j.market AS market
FROM jobs AS j
WHERE j.source IN ('authority_order', 'law_enforcement') AND j.decided IS NOT NULL
