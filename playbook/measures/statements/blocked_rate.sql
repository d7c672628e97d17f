-- name: Statements blocked
-- question: Of the statements owed, how many cannot leave the house as they are?
-- grain: one statement owed
-- unit: share
-- numerator: blocked, and not found sound since
-- denominator: statements owed
-- clock: the moment it was owed
-- exclusions: none
-- owner: legal operations
-- guardrail: statements/coverage
-- version: 1
-- interval: wilson
-- minimum: 1
SELECT
    s.owed AS at,
    s.blocked IS NOT NULL AND (s.drafted IS NULL OR s.drafted < s.blocked) AS hit,
    s.family AS family
FROM statements AS s
