-- name: Suspensions upheld
-- question: Of the warnings and suspensions that were contested, how many stood?
-- grain: one contest that was heard
-- unit: share
-- numerator: it stands
-- denominator: contests heard by another person
-- clock: the hearing
-- exclusions: contests that wait
-- owner: legal operations
-- guardrail: reporters/suspensions
-- version: 1
-- period: month
-- interval: wilson
-- minimum: 5
SELECT
    h.occurred AS at,
    h.stands AS hit
FROM contest_heard AS h
