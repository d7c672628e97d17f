-- name: Clearance
-- question: Is as much done as comes in? Below one the backlog grows.
-- grain: one job coming in, or done
-- unit: jobs done per job that came in
-- numerator: jobs first decided
-- denominator: jobs received
-- clock: the receipt, and the first decision that was not undone
-- exclusions: decisions undone within the grace period
-- owner: operations lead
-- guardrail: quality/accuracy
-- version: 1
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
WITH moved AS (
    SELECT r.received AS at, 0 AS numerator, 1 AS denominator, r.first_queue AS queue, r.severity_name AS severity,
    r.family AS family, r.language AS language
    FROM jobs AS r
    WHERE r.counts
    UNION ALL
    SELECT d.decided AS at, 1 AS numerator, 0 AS denominator, d.first_queue AS queue, d.severity_name AS severity,
    d.family AS family, d.language AS language
    FROM jobs AS d
    WHERE d.decided IS NOT NULL
)
SELECT m.at AS at, m.numerator AS numerator, m.denominator AS denominator, m.queue AS queue, m.severity AS severity,
m.family AS family, m.language AS language
FROM moved AS m
