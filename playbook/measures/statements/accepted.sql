-- name: Statements accepted
-- question: Of the statements owed, how many has the transparency database?
-- grain: one statement owed
-- unit: share
-- numerator: accepted
-- denominator: statements owed
-- clock: the moment it was owed
-- exclusions: none; where nothing is sent at all the share is zero
-- owner: legal operations
-- guardrail: statements/blocked_rate
-- version: 1
-- interval: wilson
-- minimum: 1
SELECT
    s.owed AS at,
    s.accepted IS NOT NULL AS hit,
    s.family AS family
FROM statements AS s
