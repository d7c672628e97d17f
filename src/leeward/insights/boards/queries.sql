-- closed: The last closed periods of measures: everything, and what they are split into by one dimension (earlier ones if asked).
SELECT p.measure, p.start, p.until, p.as_of, (
        SELECT coalesce(jsonb_agg(r), '[]')::text FROM jsonb_array_elements(p.results) AS r
        WHERE r -> 'by' = '[]' OR ((p.age = 1 OR %(sliced)s) AND jsonb_array_length(r -> 'by') = 1 AND r -> 'by' -> 0 ->> 'dimension' = %(by)s)
    ) AS results
FROM unnest(%(measures)s::text[], %(versions)s::integer[], %(most)s::integer[]) AS wanted (measure, version, most)
CROSS JOIN LATERAL (
    SELECT m.*, row_number() OVER (ORDER BY m.start DESC) AS age FROM measure_period AS m WHERE m.measure = wanted.measure AND m.version = wanted.version
    ORDER BY m.start DESC LIMIT wanted.most
) AS p
ORDER BY p.measure, p.start;

-- definitions: By which text each version was first counted.
SELECT measure, version, definition FROM measure_version WHERE measure = ANY(%(measures)s);

-- now: What waits, is late, comes due and rings at this moment.
SELECT (SELECT coalesce(sum(jobs), 0)::bigint FROM job_count WHERE state = 'open') AS waiting,
    (SELECT coalesce(sum(jobs), 0)::bigint FROM job_count WHERE state = 'escalated') AS escalated,
    (SELECT count(*) FROM job WHERE state = 'open' AND late IS NOT NULL) AS late,
    (SELECT count(*) FROM clock WHERE stopped IS NULL AND due <= %(moment)s AND ends <> 'time') AS overdue,
    (SELECT count(*) FROM clock WHERE stopped IS NULL AND due > %(moment)s AND due <= %(soon)s AND ends <> 'time') AS soon,
    (SELECT count(*) FROM trend_alarm WHERE closed IS NULL AND silence IS NULL) AS alarms;
