-- name: Duplicates
-- question: Of the reports, how many were on something that was open already?
-- grain: one report
-- unit: share
-- numerator: reports that joined an open job
-- denominator: reports that belong to a job
-- clock: the receipt
-- exclusions: reports that belong to no job
-- owner: operations lead
-- guardrail: none, because it is about what comes in, and nobody is to push it
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    r.received AS at,
    r.merged AS hit,
    r.source AS source, r.family AS family, r.market AS market, r.platform AS platform
FROM reports AS r
WHERE r.job IS NOT NULL
