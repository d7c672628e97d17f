-- name: Alarms looked at
-- question: How many alarms of rules were looked at, and what were they?
-- grain: one alarm that somebody looked at
-- unit: alarms
-- numerator: alarms acknowledged
-- denominator: none, it is a number
-- clock: the moment somebody looked
-- exclusions: alarms that nobody looked at yet
-- owner: detection lead
-- guardrail: rules/precision
-- version: 1
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
SELECT
    a.occurred AS at,
    a.reason AS reason, a.rule AS rule
FROM firing_alarm_acknowledged AS a
