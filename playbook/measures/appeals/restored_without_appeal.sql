-- name: Restored without an appeal
-- question: How many restrictions were lifted because we found ourselves that they were wrong?
-- grain: one overturned decision that restricted
-- unit: decisions
-- numerator: overturned, and not by an appeal
-- denominator: none, it is a number
-- clock: the moment it was overturned
-- exclusions: decisions undone within the grace period
-- owner: quality lead
-- guardrail: appeals/overturn_rate
-- version: 1
-- interval: poisson
-- minimum: 1
SELECT
    d.reversed AS at,
    d.queue AS queue, d.family AS family, d.language AS language, d.reversed_by AS by_what, d.automated_decision AS automated
FROM decisions AS d
WHERE d.restricts AND d.reversed IS NOT NULL AND d.reversed_by <> 'appeal'
