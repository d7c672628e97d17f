-- name: Days restricted in error
-- question: What does a wrong restriction cost the person: for how many days does it last?
-- grain: one action taken back after it had come into force
-- unit: days per action
-- numerator: days from coming into force to being taken back
-- denominator: actions taken back after they had come into force
-- clock: the moment it was taken back
-- exclusions: actions that never came into force
-- owner: quality lead
-- guardrail: appeals/overturn_rate
-- version: 1
-- interval: bootstrap
-- minimum: 10
SELECT
    a.reversed AS at,
    (epoch(a.reversed) - epoch(a.in_force)) / 86400 AS numerator,
    1 AS denominator,
    a.measure AS measure, a.family AS family, a.severity_name AS severity, a.platform AS platform
FROM actions AS a
WHERE a.reversed IS NOT NULL AND a.in_force IS NOT NULL AND a.reversed >= a.in_force
