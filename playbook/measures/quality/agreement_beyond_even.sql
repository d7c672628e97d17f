-- name: Agreement, corrected (PABAK)
-- question: How far beyond an even chance do two people agree?
-- grain: one blind second look
-- unit: PABAK, from -1 to 1
-- numerator: agreements less disagreements
-- denominator: second looks by a peer
-- clock: the look
-- exclusions: looks by experts, and golden items. Byrt, Bishop and Carlin 1993; unlike kappa it does not fall with a rare
--   class. Calibrations give Krippendorff's alpha
-- owner: quality lead
-- guardrail: quality/expert_agreement
-- version: 1
-- interval: bootstrap
-- minimum: 10
SELECT
    l.looked AS at,
    CASE WHEN l.agrees THEN 1 ELSE -1 END AS numerator,
    1 AS denominator,
    l.queue AS queue, l.language AS language
FROM looks AS l
WHERE NOT l.golden AND l.seat = 'peer'
