-- name: Known media
-- question: Of the reports on something with media, how many showed what a bank knows already?
-- grain: one report on a subject whose media is named by its hash
-- unit: share
-- numerator: some of its media stands in a bank
-- denominator: reports on subjects with media
-- clock: the receipt of the report
-- exclusions: reports on subjects without media
-- owner: detection lead
-- guardrail: harm/detection_precision
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    r.received AS at,
    EXISTS (SELECT m.subject FROM media_matched AS m WHERE m.subject = r.report) AS hit,
    r.family AS family, r.source AS source, r.market AS market, r.platform AS platform
FROM reports AS r
WHERE EXISTS (SELECT s.subject FROM subject_seen AS s WHERE s.subject = r.about AND len(s.media) > 0)
   OR EXISTS (SELECT n.subject FROM media_named AS n WHERE n.subject = r.about)
