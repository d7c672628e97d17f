-- name: Media looked at
-- question: For how many decisions did somebody lift the veil from media?
-- grain: one job taken and decided
-- unit: share
-- numerator: whoever decided had media shown while they had the job
-- denominator: jobs taken and decided
-- clock: the decision
-- exclusions: second looks and appeals
-- owner: wellness lead
-- guardrail: quality/accuracy
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    a.ended AS at,
    EXISTS (SELECT r.subject FROM media_revealed AS r WHERE r.subject = a.job AND r.actor = a.person
    AND r.occurred >= a.claimed AND r.occurred <= a.ended) AS hit,
    a.queue AS queue, a.severity_name AS severity, a.family AS family
FROM assignments AS a
WHERE a.ending = 'decided'
