-- name: Decisions that did not stand
-- question: Of the decisions, how many did not stand, for whatever reason?
-- grain: one decision
-- unit: share
-- numerator: undone within the grace period, or overturned since
-- denominator: decisions
-- clock: the decision; what comes later counts for the period of the decision while that is not closed
-- exclusions: none
-- owner: quality lead
-- guardrail: flow/throughput
-- version: 1
-- settles: 60 days
-- interval: wilson
-- minimum: 10
SELECT
    d.decided AS at,
    d.undone IS NOT NULL OR d.reversed IS NOT NULL AS hit,
    d.queue AS queue, d.severity_name AS severity, d.family AS family, d.language AS language, d.automated_decision AS automated
FROM decisions AS d
