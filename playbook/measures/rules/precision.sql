-- name: Precision of rules
-- question: Of what a rule matched and a person decided, how much was a violation?
-- grain: one rule that matched one decided job
-- unit: share
-- numerator: decided as a violation
-- denominator: decided as a violation or as none
-- clock: the decision
-- exclusions: decisions undone, what could not be decided, and decisions that no person made
-- owner: detection lead
-- guardrail: harm/proactive_rate
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    d.occurred AS at,
    d.verdict = 'violates' AS hit,
    r.rule AS rule, r.clause AS clause, d.queue AS queue, d.language AS language
FROM job_decided AS d
CROSS JOIN unnest(d.reasons) AS t(r)
WHERE NOT d.automated_decision AND d.verdict <> 'not_enough'
  AND NOT EXISTS (SELECT u.decision FROM decision_undone AS u WHERE u.decision = d.decision)
