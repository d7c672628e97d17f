-- banks: What stands of each bank.
SELECT b.code, b.exchange, b.version, b.position, b.changed, b.asked, b.asked_status, b.asked_complete, b.asked_reason,
    c.kept AS read_up_to
FROM bank b LEFT JOIN exchange_checkpoint c ON c.bank = b.code ORDER BY b.code;

-- held: How many live hashes each bank has, by kind and opinion.
SELECT bank, kind, opinion, count(*) AS hashes FROM bank_hash
WHERE expires IS NULL OR expires > %(now)s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

-- updates: The latest versions of a bank.
SELECT version, position, records, gone, passed_over, updated FROM bank_update
WHERE bank = %(bank)s ORDER BY position DESC LIMIT %(limit)s;

-- records_now: What these records of a bank hold.
SELECT record, hash, opinion, expires FROM bank_hash WHERE bank = %(bank)s AND record = ANY (%(records)s::uuid[]);

-- records_older: Records of a bank that nothing was said of since a position.
SELECT DISTINCT record FROM bank_hash WHERE bank = %(bank)s AND position < %(before)s LIMIT %(limit)s;

-- keep_values: Hashes under their ids.
INSERT INTO hash_value (id, kind, digits)
SELECT * FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(digits)s::text[]) ON CONFLICT (id) DO NOTHING;

-- drop_values: Hashes that no record of any bank holds any more are deleted.
DELETE FROM hash_value WHERE id = ANY (%(ids)s::uuid[]) AND NOT EXISTS (SELECT FROM bank_hash h WHERE h.hash = hash_value.id);

-- keep_records: What the exchange calls these records.
INSERT INTO hash_record (bank, record, name, reference)
SELECT %(bank)s, * FROM unnest(%(records)s::uuid[], %(names)s::text[], %(references)s::text[])
ON CONFLICT (bank, record) DO UPDATE SET name = excluded.name, reference = excluded.reference;

-- drop_records: What it called those that are gone.
DELETE FROM hash_record WHERE bank = %(bank)s AND record = ANY (%(records)s::uuid[]);

-- checkpoint: How far an exchange was read.
SELECT checkpoint FROM exchange_checkpoint WHERE bank = %(bank)s;

-- keep_checkpoint: Read up to here.
INSERT INTO exchange_checkpoint (bank, checkpoint, kept) VALUES (%(bank)s, %(checkpoint)s, %(now)s)
ON CONFLICT (bank) DO UPDATE SET checkpoint = excluded.checkpoint, kept = excluded.kept;

-- asked_since: The banks that were asked since a moment.
SELECT code FROM bank WHERE asked > %(since)s;

-- end_of_ledger: The position of the last fact.
SELECT coalesce(max(position), 0) FROM fact;

-- hash_live: Whether a hash is live in a bank.
SELECT EXISTS (
    SELECT FROM bank_hash WHERE bank = %(bank)s AND hash = %(hash)s AND (expires IS NULL OR expires > %(now)s)
);

-- judged: What we think of hashes of a bank and have not said yet; of each with the first of its records.
SELECT DISTINCT ON (f.hash) f.hash, v.kind, v.digits, f.feedback, coalesce(r.name, '') AS record
FROM hash_feedback f
JOIN hash_value v ON v.id = f.hash
JOIN bank_hash h ON h.bank = f.bank AND h.hash = f.hash
LEFT JOIN hash_record r ON r.bank = h.bank AND r.record = h.record
WHERE f.bank = %(bank)s AND (f.handed_over IS NULL OR %(again)s) ORDER BY f.hash, h.record;

-- unsaid: How many judgements of each bank wait to be handed over.
SELECT bank, count(*) AS hashes FROM hash_feedback WHERE handed_over IS NULL GROUP BY bank;

-- version_among: The latest of these versions that this bank had.
SELECT version, position FROM bank_update WHERE bank = %(bank)s AND version = ANY (%(versions)s::uuid[]) ORDER BY position DESC LIMIT 1;

-- rows_since: The PDQs of a bank that changed after a position, ids and hashes one after another.
SELECT string_agg(uuid_send(id) || decode(digits, 'hex'), ''::bytea) FROM (
    SELECT DISTINCT v.id, v.digits FROM bank_hash h JOIN hash_value v ON v.id = h.hash
    WHERE h.bank = %(bank)s AND h.position > %(since)s AND h.kind = 'pdq'
) found;

-- hashes_by_value: The ids of hashes that are the same.
SELECT v.id, v.kind, v.digits FROM unnest(%(kinds)s::text[], %(digits)s::text[]) AS asked (kind, digits)
JOIN hash_value v ON v.digits = asked.digits AND v.kind = asked.kind;

-- hashes_live: Which of these hashes are live in which of these banks, with all opinions on them and our own.
SELECT h.bank, h.hash, array_agg(h.opinion) AS opinions, f.feedback
FROM bank_hash h LEFT JOIN hash_feedback f ON f.bank = h.bank AND f.hash = h.hash
WHERE h.hash = ANY (%(hashes)s::uuid[]) AND h.bank = ANY (%(banks)s) AND (h.expires IS NULL OR h.expires > %(now)s)
GROUP BY h.bank, h.hash, f.feedback;

-- media_of_subjects: The media of those of these subjects that have any.
SELECT id, media FROM subject WHERE id = ANY (%(subjects)s::uuid[]) AND media <> '[]';

-- reports_waiting: Undecided reports with media, in the order of their numbers.
SELECT r.id AS report, r.about, s.media FROM report r
JOIN job j ON j.id = r.job AND j.state <> 'decided' JOIN subject s ON s.id = r.about AND s.media <> '[]'
WHERE r.id > %(after)s ORDER BY r.id LIMIT %(limit)s;

-- matches_of_reports: Where media of these reports was found before.
SELECT report, bank, kind, digest FROM media_match WHERE report = ANY (%(reports)s::uuid[]);

-- matches_of_bank: The latest matches of a bank, with what became of their jobs.
SELECT m.report, m.kind, m.hash, m.distance, m.opinion, m.matched, m.version, r.job, j.state, j.verdict, f.feedback
FROM media_match m JOIN report r ON r.id = m.report LEFT JOIN job j ON j.id = r.job
LEFT JOIN hash_feedback f ON f.bank = m.bank AND f.hash = m.hash
WHERE m.bank = %(bank)s ORDER BY m.matched DESC, m.report LIMIT %(limit)s;

-- precision: How the decided jobs of each bank's matches ended.
SELECT m.bank, count(DISTINCT j.id) FILTER (WHERE j.verdict = 'violates') AS upheld,
    count(DISTINCT j.id) FILTER (WHERE j.verdict = 'no_violation') AS turned_down
FROM media_match m JOIN report r ON r.id = m.report JOIN job j ON j.id = r.job AND j.state = 'decided' GROUP BY m.bank;

-- copies_owed: Jobs that owe a search for copies, those since longest first, each with its earliest clock of the law.
SELECT c.job, j.about, min(c.starts) AS since, array_agg(DISTINCT c.clock) AS clocks, j.legal_due,
    (SELECT jsonb_array_length(s.media) FROM subject s WHERE s.id = j.about) AS media
FROM clock c JOIN job j ON j.id = c.job
WHERE c.clock = ANY (%(clocks)s) AND c.stopped IS NULL AND c.ends = 'duty'
GROUP BY c.job, j.about, j.legal_due ORDER BY since, c.job LIMIT %(limit)s;

-- copies_task: A job that owes a search for copies, or for which one was recorded.
SELECT j.about, coalesce(s.media, '[]') AS media, ARRAY(SELECT r.id FROM report r WHERE r.job = j.id ORDER BY r.id) AS reports
FROM job j LEFT JOIN subject s ON s.id = j.about
WHERE j.id = %(job)s AND (
    EXISTS (SELECT FROM clock c WHERE c.job = j.id AND c.clock = ANY (%(clocks)s))
    OR EXISTS (SELECT FROM copies_search d WHERE d.job = j.id)
);

-- copies_searched: What was searched, found and done, the latest first.
SELECT job, about, kinds, banks, compared, matched, platform_matched, actioned, reason_left, searched, searched_by
FROM copies_search WHERE %(job)s::uuid IS NULL OR job = %(job)s ORDER BY searched DESC LIMIT %(limit)s;

-- same_media: Other subjects with exactly these media.
SELECT DISTINCT m.about, m.kind FROM unnest(%(kinds)s::text[], %(digests)s::text[]) AS asked (kind, digest)
JOIN subject_media m ON m.kind = asked.kind AND m.digest = asked.digest WHERE m.about <> %(about)s;

-- references_pdq: The PDQs of all other subjects, their subject and hash one after another.
SELECT string_agg(uuid_send(about) || decode(digest, 'hex'), ''::bytea) FROM subject_media
WHERE kind = 'pdq' AND about <> %(about)s AND length(digest) = 64;

-- references_elsewhere: How many media of other subjects are known.
SELECT count(*) FROM subject_media WHERE about <> %(about)s;

-- latest_jobs: The latest job of each of these subjects.
SELECT DISTINCT ON (about) about, id AS job, state, verdict FROM job WHERE about = ANY (%(subjects)s::uuid[])
ORDER BY about, opened DESC;
