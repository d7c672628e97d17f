-- published_taken: The last file counts.
INSERT INTO published (name, digest, rows, first, last, taken, by)
SELECT DISTINCT ON (name) name, digest, rows, first, last, occurred, actor
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, actor uuid, name text, digest text, rows bigint, first timestamptz, last timestamptz, occurred timestamptz
)
ORDER BY name, position DESC
ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, rows = excluded.rows, first = excluded.first, last = excluded.last,
    taken = excluded.taken, by = excluded.by;
