-- name: Agreement
-- question: How often does a second person, who knows nothing of the first decision, come to the same?
-- grain: one blind second look
-- unit: share
-- numerator: the same verdict
-- denominator: second looks by a peer
-- clock: the look
-- exclusions: looks by experts, and golden items
-- owner: quality lead
-- guardrail: quality/expert_agreement
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    l.looked AS at,
    l.agrees AS hit,
    l.queue AS queue, l.language AS language, l.first_verdict AS verdict
FROM looks AS l
WHERE NOT l.golden AND l.seat = 'peer'
