-- name: Heard by another person
-- question: Were appeals decided by somebody else than the decision they are about?
-- grain: one decided appeal
-- unit: share
-- numerator: decided by another person
-- denominator: appeals decided
-- clock: the decision on the appeal
-- exclusions: none
-- owner: legal operations
-- guardrail: none, because it is a duty: anything below one is a fault of the house
-- version: 1
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
SELECT
    a.decided AS at,
    a.person <> a.first_person AS hit,
    a.appellant AS appellant, a.family AS family
FROM appeals AS a
WHERE a.decided IS NOT NULL AND a.first_person IS NOT NULL
