-- name: Overturn rate
-- question: Of the appeals that were decided, how many did not leave the decision as it was?
-- grain: one decided appeal
-- unit: share
-- numerator: appeals that ended overturned or partly overturned
-- denominator: appeals decided by a person
-- clock: the moment the appeal was decided
-- exclusions: appeals whose decision was undone within the grace period, and appeals withdrawn before one
-- owner: quality lead
-- guardrail: appeals/appeal_rate
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    d.occurred AS at,
    d.outcome <> 'upheld' AS hit,
    d.clause AS clause,
    d.severity_name AS severity
FROM appeal_decided AS d
WHERE NOT EXISTS (SELECT u.subject FROM appeal_undone AS u WHERE u.subject = d.subject AND u.position > d.position)
