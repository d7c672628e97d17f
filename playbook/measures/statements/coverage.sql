-- name: Statement coverage
-- question: Of the restrictions in force, for how many is there a sound statement of reasons?
-- grain: one action that came into force
-- unit: share
-- numerator: a statement of its decision was found sound
-- denominator: actions that came into force, demotions included
-- clock: the moment it came into force
-- exclusions: actions that never came into force
-- owner: legal operations
-- guardrail: statements/blocked_rate
-- version: 1
-- interval: wilson
-- minimum: 1
SELECT
    a.in_force AS at,
    EXISTS (SELECT s.statement FROM statements AS s WHERE s.decision = a.decision AND s.drafted IS NOT NULL) AS hit,
    a.measure AS measure, a.family AS family, a.severity_name AS severity, a.platform AS platform
FROM actions AS a
WHERE a.in_force IS NOT NULL
