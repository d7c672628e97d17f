-- name: Notices made good
-- question: Of the notices that lacked something, how many were completed?
-- grain: one incomplete notice
-- unit: share
-- numerator: what was missing arrived
-- denominator: notices found incomplete
-- clock: the moment it was found incomplete; what arrives later counts while the period is not closed
-- exclusions: none
-- owner: legal operations
-- guardrail: flow/clocks_kept
-- version: 1
-- period: month
-- settles: 30 days
-- interval: wilson
-- minimum: 10
SELECT
    r.incomplete AS at,
    r.cured IS NOT NULL AS hit,
    r.capacity AS capacity, r.door AS door, r.family AS family, r.language AS language, r.market AS market
FROM reports AS r
WHERE r.incomplete IS NOT NULL
