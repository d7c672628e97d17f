-- name: Intake
-- question: How many reports and signals came in?
-- grain: one report
-- unit: reports
-- numerator: reports received
-- denominator: none, it is a number
-- clock: the receipt
-- exclusions: what was refused at the door
-- owner: operations lead
-- guardrail: none, because it is about what comes in, and nobody is to push it
-- version: 1
-- interval: poisson
-- minimum: 1
SELECT
    r.received AS at,
    r.source AS source, r.family AS family, r.language AS language, r.market AS market, r.platform AS platform,
    r.severity_name AS severity
FROM reports AS r
