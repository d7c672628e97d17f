-- name: Precision of detection
-- question: Of what rules and matches raised and a person decided, how much was a violation?
-- grain: one decision by a person on what was detected
-- unit: share
-- numerator: decided as a violation
-- denominator: decided as a violation or as none
-- clock: the decision
-- exclusions: decisions undone within the grace period, and what could not be decided on what was there
-- owner: detection lead
-- guardrail: harm/proactive_rate
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    d.decided AS at,
    d.violates AS hit,
    d.family AS family, d.severity_name AS severity, d.queue AS queue, d.market AS market, d.platform AS platform
FROM decisions AS d
WHERE d.automated_detection AND NOT d.automated_decision AND d.undone IS NULL AND d.verdict <> 'not_enough'
