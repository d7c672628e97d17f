-- one_exporter: Wait for whoever writes this stream now; the lock ends with the transaction.
SELECT pg_advisory_xact_lock(7310, hashtext(%(stream)s));

-- watermark: Up to which position this stream was written.
SELECT position FROM lake_watermark WHERE stream = %(stream)s;

-- sealed_facts: The next facts that are sealed and not yet written, in order.
SELECT position, kind, version, subject, actor, occurred, recorded, body::text AS body FROM fact
WHERE position > %(after)s AND position <= (SELECT coalesce(max(last), 0) FROM seal)
ORDER BY position LIMIT %(most)s;

-- remember_file: One more file of the lake; the same file written again is the same row.
INSERT INTO lake_file (path, kind, day, first, last, rows, digest, written)
VALUES (%(path)s, %(kind)s, %(day)s, %(first)s, %(last)s, %(rows)s, %(digest)s, now())
ON CONFLICT (path) DO UPDATE SET rows = excluded.rows, digest = excluded.digest, written = excluded.written;

-- move_watermark: This stream is written up to here.
INSERT INTO lake_watermark (stream, position) VALUES (%(stream)s, %(position)s)
ON CONFLICT (stream) DO UPDATE SET position = excluded.position;
