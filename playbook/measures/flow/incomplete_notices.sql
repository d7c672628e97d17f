-- name: Incomplete notices
-- question: Of the legal notices, how many lacked something they must have?
-- grain: one notice
-- unit: share
-- numerator: found incomplete under at least one instrument
-- denominator: notices by persons, trusted flaggers, partners and authorities
-- clock: the receipt
-- exclusions: reports that are no notices
-- owner: legal operations
-- guardrail: flow/notices_cured
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    r.received AS at,
    r.incomplete IS NOT NULL AS hit,
    r.capacity AS capacity, r.door AS door, r.family AS family, r.language AS language, r.market AS market
FROM reports AS r
WHERE r.source IN ('notice', 'trusted_flagger', 'partner', 'authority_order')
