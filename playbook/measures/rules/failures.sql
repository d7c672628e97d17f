-- name: Failing rules
-- question: How often did a rule fail instead of answering?
-- grain: one minute in which one rule failed in one process
-- unit: failing minutes
-- numerator: minutes with a failure, each rule by itself
-- denominator: none, it is a number
-- clock: the failure
-- exclusions: none
-- owner: detection lead
-- guardrail: rules/precision
-- version: 1
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
SELECT
    f.occurred AS at,
    f.rule AS rule, f.error AS error
FROM rule_failed AS f
