-- name: Reports borne out
-- question: Of what people reported, how much was a violation?
-- grain: one report that was decided
-- unit: share
-- numerator: the decision on it found a violation
-- denominator: reports decided as a violation or as none
-- clock: the first decision on it
-- exclusions: what our own rules raised, and what could not be decided
-- owner: policy lead
-- guardrail: quality/missed_violations
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    r.decided AS at,
    r.verdict = 'violates' AS hit,
    r.source AS source, r.capacity AS capacity, r.family AS family, r.language AS language, r.market AS market
FROM reports AS r
WHERE NOT r.proactive AND r.decided IS NOT NULL AND r.verdict <> 'not_enough'
