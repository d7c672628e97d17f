-- name: Proactive rate
-- question: Of what was actioned, how much was found before anybody reported it?
-- grain: one decision that restricts and stands
-- unit: share
-- numerator: decided before anybody but ourselves had reported the subject
-- denominator: decisions that restrict somebody or something and stand
-- clock: the decision
-- exclusions: decisions undone within the grace period, and decisions overturned since
-- owner: detection lead
-- guardrail: harm/detection_precision
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    d.decided AS at,
    d.proactive AS hit,
    d.family AS family, d.severity_name AS severity, d.market AS market, d.platform AS platform
FROM decisions AS d
WHERE d.restricts AND d.stands
