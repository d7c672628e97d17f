-- name: Throughput
-- question: How many decisions were made?
-- grain: one decision
-- unit: decisions
-- numerator: decisions
-- denominator: none, it is a number
-- clock: the decision
-- exclusions: decisions undone within the grace period
-- owner: operations lead
-- guardrail: quality/accuracy
-- version: 1
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
SELECT
    d.decided AS at,
    d.queue AS queue, d.severity_name AS severity, d.family AS family, d.language AS language, d.verdict AS verdict,
    d.source AS source
FROM decisions AS d
WHERE d.undone IS NULL
