-- name: Agreement of experts
-- question: How far do experts agree with each other? Nobody can be asked for more.
-- grain: one item that two experts looked at
-- unit: share
-- numerator: the same verdict
-- denominator: items looked at by an expert and another expert
-- clock: the look of the second
-- exclusions: none
-- owner: quality lead
-- guardrail: quality/agreement
-- version: 1
-- period: month
-- interval: wilson
-- minimum: 10
SELECT
    p.looked AS at,
    p.verdict = e.verdict AS hit,
    p.queue AS queue, p.language AS language
FROM looks AS p
JOIN looks AS e ON e.check_id = p.check_id AND e.seat = 'expert'
WHERE p.seat = 'pair'
