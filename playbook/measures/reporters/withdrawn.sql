-- name: Notices withdrawn
-- question: How many of those who sent a notice took it back?
-- grain: one notice
-- unit: share
-- numerator: withdrawn
-- denominator: notices
-- clock: the receipt
-- exclusions: reports that are no notices
-- owner: legal operations
-- guardrail: flow/wait_median
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    r.received AS at,
    r.withdrawn IS NOT NULL AS hit,
    r.capacity AS capacity, r.family AS family, r.language AS language
FROM reports AS r
WHERE r.source = 'notice'
