-- Which media the subjects of reports carry: report, subject, kind and digest of the hash.
WITH media AS (
    SELECT subject, unnest(media) AS m FROM subject_seen UNION ALL SELECT subject, unnest(media) FROM media_named
)
SELECT CAST(r.subject AS VARCHAR), CAST(r.about AS VARCHAR), CAST(media.m.hash AS VARCHAR) || ' ' || media.m.digest
FROM report_received r JOIN media ON media.subject = r.about
WHERE r.occurred >= TIMESTAMPTZ '{since}' ORDER BY r.position DESC LIMIT {most}
