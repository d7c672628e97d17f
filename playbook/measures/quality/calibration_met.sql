-- name: Calibration
-- question: How often do people answer as the key of a calibration does, before they have talked and after?
-- grain: one answer in a calibration
-- unit: share
-- numerator: agrees with the key as it was then
-- denominator: answers
-- clock: the answer
-- exclusions: none
-- owner: quality lead
-- guardrail: quality/agreement
-- version: 1
-- period: month
-- interval: wilson
-- minimum: 10
SELECT
    a.occurred AS at,
    a.agrees AS hit,
    a.round AS round, o.clause AS clause
FROM calibration_answered AS a
JOIN calibration_opened AS o ON o.subject = a.subject
