-- reports_known: Reports that came in before under these idempotency digests.
SELECT idempotency, id, job, missing FROM report WHERE idempotency = ANY (%(digests)s);

-- subjects_known: Which of these subjects we know already.
SELECT id FROM subject WHERE id = ANY (%(subjects)s);

-- reports_lack: Who sent these reports, what each carries and what it still lacks, by instrument.
SELECT id, reporter, elements, missing FROM report WHERE id = ANY (%(reports)s);

-- subjects_unknown: Which of these subjects nobody named before.
SELECT named.id FROM unnest(%(subjects)s::uuid[]) AS named (id) LEFT JOIN subject ON subject.id = named.id WHERE subject.id IS NULL;

-- events_known: Which of these events came in before.
SELECT event FROM activity WHERE event = ANY (%(events)s::uuid[])
UNION ALL SELECT event FROM activity_gone WHERE event = ANY (%(events)s::uuid[]);

-- go_on: Give so many events the next positions; the last of them.
UPDATE activity_end SET position = position + %(events)s RETURNING position;

-- events_since: The events of a kind from a position on, before another one, in the order of arrival.
SELECT position, event::text, occurred, fields FROM activity
WHERE kind = %(kind)s AND position >= %(start)s AND position < %(first)s ORDER BY position LIMIT %(most)s;

-- events_to_begin_with: After which position to begin to have what arrived since a moment; when the last gap there ended.
WITH began AS (
    SELECT coalesce((
        SELECT position FROM activity WHERE position < %(before)s AND received < %(since)s ORDER BY position DESC LIMIT 1
    ), 0) AS after
), step AS (
    SELECT received, position - lag(position, 1, began.after) OVER (ORDER BY position) AS wide
    FROM activity, began WHERE position > began.after AND position < %(before)s
    UNION ALL
    SELECT now(), %(before)s - coalesce(max(position), 0) FROM activity WHERE position < %(before)s
)
SELECT began.after, max(step.received) FILTER (WHERE step.wide > 1) AS gap FROM began, step GROUP BY began.after;

-- window_memory: The last snapshot of what the windows of a kind hold.
SELECT event, body FROM window_memory WHERE kind = %(kind)s;

-- remember_windows: Keep a snapshot, unless another process has kept a later one.
INSERT INTO window_memory (kind, position, event, body) VALUES (%(kind)s, %(position)s, %(event)s, %(body)s)
ON CONFLICT (kind) DO UPDATE SET position = excluded.position, event = excluded.event, body = excluded.body
WHERE window_memory.position < excluded.position OR NOT EXISTS (
    SELECT FROM activity WHERE activity.position = window_memory.position AND activity.event = window_memory.event
);

-- labels_standing: What stands on these, and what somebody took away for a while.
SELECT subject, label, until, held FROM label_standing WHERE subject = ANY (%(subjects)s::uuid[]);

-- rules_off: The rules that somebody switched off.
SELECT rule FROM rule_switch WHERE off;

-- signalled_events: The events behind signals, as they were stored.
SELECT a.event, a.kind, a.about, a.occurred, a.fields FROM activity a WHERE a.event = ANY (%(events)s);

-- import_progress: How far an import got.
SELECT rows_read, rows_taken, rows_rejected FROM import_progress WHERE id = %(id)s;

-- remember_progress: Keep an import's place.
INSERT INTO import_progress (id, rows_read, rows_taken, rows_rejected, updated)
VALUES (%(id)s, %(rows_read)s, %(rows_taken)s, %(rows_rejected)s, now())
ON CONFLICT (id) DO UPDATE SET rows_read = excluded.rows_read, rows_taken = excluded.rows_taken,
    rows_rejected = excluded.rows_rejected, updated = excluded.updated;
