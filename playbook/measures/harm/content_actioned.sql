-- name: Subjects actioned
-- question: How many pieces of content, accounts, listings and conversations was something done about?
-- grain: one subject, at the first decision that restricts it and stands
-- unit: subjects
-- numerator: subjects with a decision that restricts them and stands
-- denominator: none, it is a number
-- clock: the first such decision; a subject that is handled as two families of harm counts once in each
-- exclusions: decisions undone within the grace period, and decisions overturned since
-- owner: operations lead
-- guardrail: quality/accuracy
-- version: 1
-- interval: none, because every one is counted and none is a sample
-- minimum: 1
SELECT
    min(d.decided) AS at,
    d.family AS family, d.market AS market, d.platform AS platform, d.subject_kind AS kind
FROM decisions AS d
WHERE d.restricts AND d.stands
GROUP BY d.about, d.family, d.market, d.platform, d.subject_kind
