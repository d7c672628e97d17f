-- name: Golden items
-- question: How many of the items whose answer is known were answered so?
-- grain: one golden item answered
-- unit: share
-- numerator: the same verdict as the key
-- denominator: golden items answered
-- clock: the look
-- exclusions: none
-- owner: quality lead
-- guardrail: quality/agreement
-- version: 1
-- period: month
-- interval: wilson
-- minimum: 10
SELECT
    l.looked AS at,
    l.agrees AS hit,
    l.item_set AS golden_set, l.queue AS queue, l.language AS language
FROM looks AS l
WHERE l.golden
