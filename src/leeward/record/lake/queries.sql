-- one_writer: Wait for whoever writes this stream now; the lock ends with the transaction.
SELECT pg_advisory_xact_lock(7310, hashtext(%(stream)s));

-- nobody_reads: Keep readers of this stream out until the transaction ends; false when somebody is reading.
SELECT pg_try_advisory_xact_lock(7311, hashtext(%(stream)s));

-- readers_leave: Wait until nobody reads this stream, and keep new readers out until the transaction ends.
SELECT pg_advisory_xact_lock(7311, hashtext(%(stream)s));

-- read_on: Keep the files of this stream as they are until the transaction ends.
SELECT pg_advisory_xact_lock_shared(7311, hashtext(%(stream)s));

-- watermark: Up to which position this stream was written.
SELECT position FROM lake_watermark WHERE stream = %(stream)s;

-- move_watermark: This stream is written up to here.
INSERT INTO lake_watermark (stream, position) VALUES (%(stream)s, %(position)s)
ON CONFLICT (stream) DO UPDATE SET position = excluded.position;

-- sealed_facts: The next facts that are sealed and not yet written, in order.
SELECT position, kind, version, subject, actor, occurred, recorded, body::text AS body FROM fact
WHERE position > %(after)s AND position <= (SELECT coalesce(max(last), 0) FROM seal)
ORDER BY position LIMIT %(most)s;

-- recorded_at: When a fact was written down.
SELECT recorded FROM fact WHERE position = %(position)s;

-- activity_waiting: The next events that are not yet written, by kind and day of arrival, as lines of JSON in order.
SELECT kind, received::date AS day, max(position) AS last, string_agg(
    '{"position":' || position || ',"event_id":"' || event || '","about":"' || about
    || '","occurred":' || to_json(occurred) || ',"received":' || to_json(received)
    || ',"fields":' || fields || ',"windows":' || coalesce(to_json(windows::text)::text, 'null') || '}',
    E'\n' ORDER BY position
) AS lines
FROM (SELECT * FROM activity WHERE position > %(after)s ORDER BY position LIMIT %(most)s) AS next
GROUP BY kind, received::date ORDER BY kind, day;

-- files: The files of a stream, by kind and position.
SELECT path, kind, day, first, last, rows, digest FROM lake_file WHERE stream = %(stream)s ORDER BY kind, first;

-- remember_file: One more file of the lake.
INSERT INTO lake_file (stream, path, kind, day, first, last, rows, digest, written)
VALUES (%(stream)s, %(path)s, %(kind)s, %(day)s, %(first)s, %(last)s, %(rows)s, %(digest)s, now());

-- forget_file: One file less.
DELETE FROM lake_file WHERE stream = %(stream)s AND path = %(path)s;

-- leaving: Let the next written events leave that arrived long enough ago and are not behind a signal; their ids stay.
WITH next AS (
    SELECT position, event, received FROM activity
    WHERE position > %(after)s AND position <= %(written)s AND received < %(before)s ORDER BY position LIMIT %(most)s
), gone AS (
    DELETE FROM activity USING next
    WHERE activity.position = next.position AND NOT EXISTS (SELECT FROM signal WHERE signal.event = next.event)
    RETURNING activity.event
), kept AS (
    INSERT INTO activity_gone (event) SELECT event FROM gone
)
SELECT max(position) FROM next;

-- owners_held: Whose texts and activity a hold keeps at this moment.
SELECT DISTINCT owner FROM hold WHERE released IS NULL AND (until IS NULL OR until > %(now)s);

-- events_at_hand: Which of these events still stand in the operational database.
SELECT event FROM activity WHERE event = ANY (%(events)s::uuid[]);

-- forget_events: Events whose time is over are no longer known; nor is what stands in the vault of them.
DELETE FROM activity_gone WHERE event = ANY (%(events)s::uuid[]);

-- shred_texts_of_events: The texts of events whose time is over leave the vault.
DELETE FROM vault_text WHERE ref = ANY (%(refs)s::uuid[]);
