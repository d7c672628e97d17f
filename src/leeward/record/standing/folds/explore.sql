-- query_run: One more line of somebody's history.
INSERT INTO query_run (id, person, query, digest, text, tables, outcome, rows, cut, milliseconds, ran)
SELECT run, actor, query, digest, text, tables, outcome, rows, cut, milliseconds, occurred
FROM json_to_recordset(%(facts)s) AS f (
    run uuid, actor uuid, query uuid, digest text, text uuid, tables text[], outcome text, rows bigint, cut boolean,
    milliseconds bigint, occurred timestamptz
);

-- query_saved: It is kept under its name, in its latest version.
INSERT INTO saved_query (id, person, name, digest, text, tables, shared, edition, saved)
SELECT DISTINCT ON (query) query, actor, name, digest, text, tables, shared, edition, occurred
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, query uuid, actor uuid, name text, digest text, text uuid, tables text[], shared boolean, edition integer,
    occurred timestamptz
) ORDER BY query, position DESC
ON CONFLICT (id) DO UPDATE SET name = excluded.name, digest = excluded.digest, text = excluded.text, tables = excluded.tables,
    shared = excluded.shared, edition = excluded.edition, saved = excluded.saved;

-- query_dropped: Nobody finds it any more.
DELETE FROM saved_query USING json_to_recordset(%(facts)s) AS f (query uuid) WHERE saved_query.id = f.query;
