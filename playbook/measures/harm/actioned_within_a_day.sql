-- name: Actioned within a day
-- question: Of what was actioned, how much was it within a day of the first we heard of it?
-- grain: one decision that restricts and stands
-- unit: share
-- numerator: decided within 24 hours of the first report or signal
-- denominator: decisions that restrict and stand
-- clock: the decision; from the first report or signal, day and night
-- exclusions: decisions undone within the grace period, and decisions overturned since. When something was posted is not
--   known here
-- owner: operations lead
-- guardrail: quality/accuracy
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    d.decided AS at,
    d.action_seconds <= 86400 AS hit,
    d.family AS family, d.severity_name AS severity, d.queue AS queue, d.market AS market, d.source AS source
FROM decisions AS d
WHERE d.restricts AND d.stands
