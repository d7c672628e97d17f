-- name: Repeat offences
-- question: Of the violations found, how many were by a subject that had been found to violate in the ninety days before?
-- grain: one decision that found a violation and stands
-- unit: share
-- numerator: the same subject was found to violate within 90 days before, by a decision that stands
-- denominator: decisions that found a violation and stand
-- clock: the decision
-- exclusions: decisions undone within the grace period, and decisions overturned since. Who is behind several subjects is not
--   known here
-- owner: policy lead
-- guardrail: appeals/overturn_rate
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    d.decided AS at,
    d.previous_violation IS NOT NULL AND d.previous_violation >= d.decided - INTERVAL 90 DAY AS hit,
    d.family AS family, d.severity_name AS severity, d.subject_kind AS kind, d.market AS market, d.platform AS platform
FROM decisions AS d
WHERE d.violates AND d.stands
