-- versions: Which definition each version had when it was first counted.
SELECT measure, version, definition, since FROM measure_version ORDER BY measure, version;

-- closed: What is closed of a version since a moment, earliest first.
SELECT start, until, as_of, closed, results::text AS results, recounted, differing FROM measure_period
WHERE measure = %(measure)s AND version = %(version)s AND start >= %(since)s ORDER BY start;

-- closed_one: What is closed of one period.
SELECT start, until, as_of, closed, results::text AS results, recounted, differing FROM measure_period
WHERE measure = %(measure)s AND version = %(version)s AND start = %(start)s;

-- closed_starts: Which periods are closed, of every measure.
SELECT measure, version, start FROM measure_period WHERE start >= %(since)s;

-- newest: What is closed last of every measure, everything only.
SELECT measure, version, start, until, as_of,
    (SELECT r::text FROM jsonb_array_elements(results) AS r WHERE r -> 'by' = '[]' LIMIT 1) AS whole
FROM measure_period WHERE start >= %(since)s ORDER BY measure, version, start;
