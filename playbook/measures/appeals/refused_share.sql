-- name: Appeals turned away
-- question: Of those who wanted to appeal, how many could not?
-- grain: one appeal taken or turned away
-- unit: share
-- numerator: turned away: too late, already decided, not theirs
-- denominator: appeals taken and turned away
-- clock: the attempt
-- exclusions: none
-- owner: legal operations
-- guardrail: appeals/appeal_rate
-- version: 1
-- interval: wilson
-- minimum: 10
WITH arrived AS (
    SELECT a.received AS at, FALSE AS hit, a.appellant AS appellant FROM appeals AS a
    UNION ALL
    SELECT r.occurred AS at, TRUE AS hit, r.appellant AS appellant FROM appeal_refused AS r
)
SELECT a.at AS at, a.hit AS hit, a.appellant AS appellant
FROM arrived AS a
