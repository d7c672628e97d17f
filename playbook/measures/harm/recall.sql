-- name: Recall, from samples
-- question: Of all violations, how many are found?
-- grain: one violation found, or one violation that a sample of what nobody reported showed
-- unit: share
-- numerator: violations found, by decisions that stand
-- denominator: the same, and what the missed violations of the samples stand for
-- clock: the decision, or the moment the label was settled
-- exclusions: decisions undone within the grace period, decisions overturned since, samples weighed by anything but the
--   number of events, and families of harm of which no sample was labelled in the period
-- owner: policy lead
-- guardrail: harm/sample_labelled
-- version: 1
-- period: month
-- interval: bootstrap
-- minimum: 100
WITH sampled AS (
    SELECT i.weight AS weight, l.verdict AS verdict, split_part(l.harm, '.', 1) AS family, l.language AS language
    FROM label_settled AS l
    JOIN prevalence_item_drawn AS i ON i.subject = l.subject
    JOIN prevalence_sampled AS s ON s.subject = i.sample AND s.weighed_by IS NULL
    WHERE l.occurred >= :start AND l.occurred < :end
), known AS (
    SELECT 1.0 AS numerator, 1.0 AS denominator, d.family AS family, d.language AS language
    FROM decisions AS d
    WHERE d.violates AND d.stands AND d.decided >= :start AND d.decided < :end
      AND EXISTS (SELECT s.family FROM sampled AS s WHERE s.family = d.family)
    UNION ALL
    SELECT 0.0 AS numerator, s.weight AS denominator, s.family AS family, s.language AS language
    FROM sampled AS s
    WHERE s.verdict = 'violates'
)
SELECT k.numerator AS numerator, k.denominator AS denominator, k.family AS family, k.language AS language
FROM known AS k
