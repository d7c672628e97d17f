-- measure_defined: A version has this definition, for good.
INSERT INTO measure_version (measure, version, definition, since)
SELECT measure, measure_version, definition, occurred
FROM json_to_recordset(%(facts)s) AS f (measure text, measure_version integer, definition text, occurred timestamptz)
WHERE true ON CONFLICT (measure, version) DO NOTHING;

-- period_closed: What it says of this period stays.
INSERT INTO measure_period (measure, version, start, until, as_of, closed, results)
SELECT measure, measure_version, start, "end", as_of, occurred, results
FROM json_to_recordset(%(facts)s) AS f (
    measure text, measure_version integer, start timestamptz, "end" timestamptz, as_of timestamptz, occurred timestamptz,
    results jsonb
)
WHERE true ON CONFLICT (measure, version, start) DO NOTHING;

-- period_recounted: Whether it came out the same.
UPDATE measure_period AS p SET recounted = f.occurred, differing = f.differing
FROM json_to_recordset(%(facts)s) AS f (
    measure text, measure_version integer, start timestamptz, occurred timestamptz, differing integer
)
WHERE p.measure = f.measure AND p.version = f.measure_version AND p.start = f.start;
