-- Every read of the room of patterns.

-- gaps: Decided violations that stand, in order, with the time until the next by the same subject, or until now (decision_decided).
SELECT d.about, d.clause, d.measures, d.rung::integer AS rung, d.next IS NOT NULL AS again,
    greatest(0, extract(epoch FROM coalesce(d.next, %(now)s) - d.decided) / 86400)::double precision AS days
FROM (
    SELECT id, about, clause, measures, decided, lead(decided) OVER by_subject AS next, row_number() OVER by_subject AS rung
    FROM decision WHERE state = 'made' AND verdict = 'violates'
    WINDOW by_subject AS (PARTITION BY about ORDER BY decided, id)
) d
WHERE d.decided >= %(since)s ORDER BY d.decided, d.id LIMIT %(limit)s;
