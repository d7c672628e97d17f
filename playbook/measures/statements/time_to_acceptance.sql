-- name: Time to acceptance
-- question: How long until the transparency database has a statement?
-- grain: one accepted statement
-- unit: minutes
-- numerator: minutes from the moment it was owed to its acceptance
-- denominator: accepted statements
-- clock: the moment it was owed
-- exclusions: statements not accepted yet
-- owner: legal operations
-- guardrail: statements/blocked_rate
-- version: 1
-- statistic: median
-- interval: quantile
-- minimum: 1
SELECT
    s.owed AS at,
    s.accepted_seconds / 60 AS value,
    s.family AS family
FROM statements AS s
WHERE s.accepted IS NOT NULL
