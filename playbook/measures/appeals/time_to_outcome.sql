-- name: Time to an outcome
-- question: How long does an appeal take?
-- grain: one decided appeal
-- unit: hours
-- numerator: hours from the receipt of the appeal to its decision
-- denominator: appeals decided
-- clock: the decision on the appeal; it counts day and night
-- exclusions: appeals withdrawn, undone or open
-- owner: quality lead
-- guardrail: appeals/overturn_rate
-- version: 1
-- statistic: median
-- interval: quantile
-- minimum: 10
SELECT
    a.decided AS at,
    (epoch(a.decided) - epoch(a.received)) / 3600 AS value,
    a.appellant AS appellant, a.expedited AS expedited, a.family AS family, a.language AS language, a.severity_name AS severity
FROM appeals AS a
WHERE a.decided IS NOT NULL
