-- bank_updated: The version that a bank has from now on, and when it changed.
INSERT INTO bank (code, exchange, version, position, changed)
SELECT DISTINCT ON (bank) bank, exchange, subject, position, occurred
FROM json_to_recordset(%(facts)s) AS f (position bigint, subject uuid, bank text, exchange text, occurred timestamptz)
ORDER BY bank, position DESC
ON CONFLICT (code) DO UPDATE SET exchange = excluded.exchange, version = excluded.version, position = excluded.position,
    changed = excluded.changed;

-- bank_updated.log: What each version brought.
INSERT INTO bank_update (version, bank, position, records, gone, passed_over, updated)
SELECT f.subject, f.bank, f.position, json_array_length(f.changes),
    (SELECT count(*) FROM json_array_elements(f.changes) AS c (value) WHERE json_array_length(c.value -> 'hashes') = 0),
    f.passed_over, f.occurred
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, subject uuid, bank text, changes json, passed_over bigint, occurred timestamptz
);

-- bank_updated.gone: What these records held before is no more.
DELETE FROM bank_hash AS h
USING json_to_recordset(%(facts)s) AS f (bank text, changes json), json_to_recordset(f.changes) AS c (record uuid)
WHERE h.bank = f.bank AND h.record = c.record;

-- bank_updated.hashes: What these records hold now; of a record that several updates name the last word counts.
INSERT INTO bank_hash (bank, record, hash, kind, opinion, expires, position)
SELECT c.bank, c.record, b.id, b.kind, b.opinion, c.expires, c.position
FROM (
    SELECT DISTINCT ON (f.bank, c.record) f.bank, f.position, c.record, c.hashes, c.expires
    FROM json_to_recordset(%(facts)s) AS f (position bigint, bank text, changes json),
        json_to_recordset(f.changes) AS c (record uuid, hashes json, expires timestamptz)
    ORDER BY f.bank, c.record, f.position DESC
) c, json_to_recordset(c.hashes) AS b (id uuid, kind text, opinion text);

-- exchange_asked: How the last question went.
INSERT INTO bank (code, exchange, asked, asked_status, asked_complete, asked_reason)
SELECT DISTINCT ON (bank) bank, exchange, occurred, status, complete, reason
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, bank text, exchange text, occurred timestamptz, status integer, complete boolean, reason text
)
ORDER BY bank, position DESC
ON CONFLICT (code) DO UPDATE SET asked = excluded.asked, asked_status = excluded.asked_status,
    asked_complete = excluded.asked_complete, asked_reason = excluded.asked_reason;

-- media_matched: What was found where; found again it stands as it was found first.
INSERT INTO media_match (report, bank, kind, digest, about, version, hash, distance, opinion, matched)
SELECT f.subject, f.bank, f.media ->> 'hash', f.media ->> 'digest', f.about, f.bank_version, f.hash, f.distance, f.opinion, f.occurred
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, about uuid, media json, bank text, bank_version uuid, hash uuid, distance integer, opinion text, occurred timestamptz
)
ON CONFLICT (report, bank, kind, digest) DO NOTHING;

-- copies_searched: What was searched for a job, by whom; the last time counts.
INSERT INTO copies_search (job, about, kinds, banks, compared, matched, platform_matched, actioned, reason_left, searched, searched_by)
SELECT DISTINCT ON (subject) subject, about, kinds, banks, "references", matched, platform_matched, actioned, "left", occurred, actor
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, subject uuid, about uuid, kinds text[], banks jsonb, "references" integer, matched integer,
    platform_matched integer, actioned integer, "left" text, occurred timestamptz, actor uuid
)
ORDER BY subject, position DESC
ON CONFLICT (job) DO UPDATE SET kinds = excluded.kinds, banks = excluded.banks, compared = excluded.compared,
    matched = excluded.matched, platform_matched = excluded.platform_matched, actioned = excluded.actioned,
    reason_left = excluded.reason_left, searched = excluded.searched, searched_by = excluded.searched_by;

-- hash_judged: The last word of ours counts, and waits to be handed over.
INSERT INTO hash_feedback (bank, hash, feedback, judged, judged_by)
SELECT DISTINCT ON (bank, subject) bank, subject, feedback, occurred, actor
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, subject uuid, actor uuid, bank text, feedback text, occurred timestamptz
)
ORDER BY bank, subject, position DESC
ON CONFLICT (bank, hash) DO UPDATE SET feedback = excluded.feedback, judged = excluded.judged, judged_by = excluded.judged_by,
    handed_over = NULL;

-- feedback_handed_over: It is out of the house.
UPDATE hash_feedback AS h SET handed_over = f.occurred
FROM json_to_recordset(%(facts)s) AS f (bank text, hashes uuid[], occurred timestamptz)
WHERE h.bank = f.bank AND h.hash = ANY (f.hashes);
