-- reports_known: Reports that came in before under these idempotency digests.
SELECT idempotency, id, job FROM report WHERE idempotency = ANY (%(digests)s);

-- subjects_known: Which of these subjects we know already.
SELECT id FROM subject WHERE id = ANY (%(subjects)s);

-- report_missing: What a report still lacks, by instrument.
SELECT missing FROM report WHERE id = %(report)s;

-- subjects_unknown: Which of these subjects nobody named before.
SELECT named.id FROM unnest(%(subjects)s::uuid[]) AS named (id) LEFT JOIN subject ON subject.id = named.id WHERE subject.id IS NULL;

-- events_known: Which of these events came in before.
SELECT event FROM activity WHERE event = ANY (%(events)s::uuid[])
UNION ALL SELECT event FROM activity_gone WHERE event = ANY (%(events)s::uuid[]);

-- go_on: Give so many events the next positions; the last of them.
UPDATE activity_end SET position = position + %(events)s RETURNING position;

-- signalled_events: The events behind signals, as they were stored.
SELECT a.event, a.kind, a.about, a.occurred, a.fields FROM activity a WHERE a.event = ANY (%(events)s);

-- import_progress: How far an import got.
SELECT rows_read, rows_taken, rows_rejected FROM import_progress WHERE id = %(id)s;

-- remember_progress: Keep an import's place.
INSERT INTO import_progress (id, rows_read, rows_taken, rows_rejected, updated)
VALUES (%(id)s, %(rows_read)s, %(rows_taken)s, %(rows_rejected)s, now())
ON CONFLICT (id) DO UPDATE SET rows_read = excluded.rows_read, rows_taken = excluded.rows_taken,
    rows_rejected = excluded.rows_rejected, updated = excluded.updated;
