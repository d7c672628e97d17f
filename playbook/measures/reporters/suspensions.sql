-- name: Suspensions for misuse
-- question: How often was the processing of somebody's reports suspended (DSA Art. 23)?
-- grain: one suspension
-- unit: suspensions
-- numerator: suspensions
-- denominator: none, it is a number
-- clock: the suspension
-- exclusions: none; those lifted since count too
-- owner: legal operations
-- guardrail: reporters/suspensions_upheld
-- version: 1
-- period: month
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
SELECT
    s.occurred AS at,
    s.gravity AS gravity, s.intent AS intent
FROM reporter_suspended AS s
