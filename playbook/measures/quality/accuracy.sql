-- name: Accuracy
-- question: How many decisions were right, as somebody found who did not know them?
-- grain: one decision drawn and looked at again
-- unit: share
-- numerator: the decision was right
-- denominator: decisions drawn and settled, weighted by how many each stands for
-- clock: the moment it was settled
-- exclusions: none: every decision of the period had a chance to be drawn, and counts for as many as its stratum says
-- owner: quality lead
-- guardrail: flow/time_to_decision
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    c.settled AS at,
    c.decided_right AS hit,
    c.weight AS weight,
    c.queue AS queue, c.severity_name AS severity, c.language AS language, c.source AS source, c.automated AS automated,
    c.clause AS clause
FROM checks AS c
WHERE c.settled IS NOT NULL AND c.weight IS NOT NULL
