-- flagger_registered: The entry as it is now.
INSERT INTO flagger AS g (id, account, known_as, harms, jurisdictions, coordinator, awarded, until, registered)
SELECT DISTINCT ON (subject) subject, account, known_as, harms, jurisdictions, coordinator, awarded, until, occurred
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, subject uuid, account uuid, known_as uuid[], harms text[], jurisdictions text[], coordinator text,
    awarded timestamptz, until timestamptz, occurred timestamptz
)
ORDER BY subject, position DESC
ON CONFLICT (id) DO UPDATE SET account = excluded.account, known_as = excluded.known_as, harms = excluded.harms,
    jurisdictions = excluded.jurisdictions, coordinator = excluded.coordinator, awarded = excluded.awarded, until = excluded.until;

-- flagger_paused: It does not count for now.
UPDATE flagger SET paused = f.occurred, reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, reason text) WHERE flagger.id = f.subject;

-- flagger_resumed: It counts again.
UPDATE flagger SET paused = NULL, reason = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE flagger.id = f.subject;

-- flagger_ended: It counts no more.
UPDATE flagger SET ended = f.occurred, reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, reason text) WHERE flagger.id = f.subject;

-- job_decided.reporter_record: How the reports ended, by source and class of harm.
INSERT INTO reporter_record AS r (reporter, source, harm, upheld, turned_down, not_enough)
SELECT report.reporter, report.source, split_part(coalesce(report.named, report.harm), '.', 1),
    count(*) FILTER (WHERE f.verdict = 'violates'), count(*) FILTER (WHERE f.verdict = 'no_violation'),
    count(*) FILTER (WHERE f.verdict = 'not_enough')
FROM json_to_recordset(%(facts)s) AS f (reports uuid[], verdict text), unnest(f.reports) AS told (id)
JOIN report ON report.id = told.id
WHERE report.signal IS NULL
GROUP BY 1, 2, 3
ON CONFLICT (reporter, source, harm) DO UPDATE SET upheld = r.upheld + excluded.upheld,
    turned_down = r.turned_down + excluded.turned_down, not_enough = r.not_enough + excluded.not_enough;

-- decision_undone.reporter_record: The decision counts no more for them.
UPDATE reporter_record AS r SET upheld = r.upheld - f.upheld, turned_down = r.turned_down - f.turned_down,
    not_enough = r.not_enough - f.not_enough
FROM (
    SELECT report.reporter, report.source, split_part(coalesce(report.named, report.harm), '.', 1) AS harm,
        count(*) FILTER (WHERE d.verdict = 'violates') AS upheld,
        count(*) FILTER (WHERE d.verdict = 'no_violation') AS turned_down,
        count(*) FILTER (WHERE d.verdict = 'not_enough') AS not_enough
    FROM json_to_recordset(%(facts)s) AS f (decision uuid) JOIN decision d ON d.id = f.decision AND d.state = 'made',
        unnest(d.reports) AS told (id)
    JOIN report ON report.id = told.id AND report.signal IS NULL
    GROUP BY 1, 2, 3
) f WHERE r.reporter = f.reporter AND r.source = f.source AND r.harm = f.harm;

-- decision_reversed.reporter_record: A decision that fell does not count.
UPDATE reporter_record AS r SET upheld = r.upheld - f.upheld, turned_down = r.turned_down - f.turned_down,
    not_enough = r.not_enough - f.not_enough
FROM (
    SELECT report.reporter, report.source, split_part(coalesce(report.named, report.harm), '.', 1) AS harm,
        count(*) FILTER (WHERE d.verdict = 'violates') AS upheld,
        count(*) FILTER (WHERE d.verdict = 'no_violation') AS turned_down,
        count(*) FILTER (WHERE d.verdict = 'not_enough') AS not_enough
    FROM json_to_recordset(%(facts)s) AS f (decision uuid) JOIN decision d ON d.id = f.decision AND d.state = 'made',
        unnest(d.reports) AS told (id)
    JOIN report ON report.id = told.id AND report.signal IS NULL
    GROUP BY 1, 2, 3
) f WHERE r.reporter = f.reporter AND r.source = f.source AND r.harm = f.harm;

-- misuse_found: A person is to look. Somebody who was warned stays warned.
INSERT INTO reporter_standing AS s (reporter, state, since, found, decided, turned_down, share, low, high)
SELECT subject, 'found', occurred, occurred, decided, turned_down, share, low, high
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, occurred timestamptz, decided integer, turned_down integer, share double precision, low double precision,
    high double precision
)
ON CONFLICT (reporter) DO UPDATE SET state = CASE WHEN s.state = 'clear' THEN 'found' ELSE s.state END,
    since = CASE WHEN s.state = 'clear' THEN excluded.since ELSE s.since END, found = excluded.found,
    decided = excluded.decided, turned_down = excluded.turned_down, share = excluded.share, low = excluded.low,
    high = excluded.high;

-- misuse_dismissed: It is none.
UPDATE reporter_standing SET state = CASE WHEN state = 'found' THEN 'clear' ELSE state END, since = f.occurred, found = NULL,
    dismissed = f.turned_down, reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, turned_down integer, reason text)
WHERE reporter_standing.reporter = f.subject;

-- reporter_warned: They are told; nothing else changes.
UPDATE reporter_standing SET state = 'warned', since = f.occurred, found = NULL, warned = f.occurred, warned_by = f.actor,
    warned_until = f.until, told = f.told, contested = NULL, contest = NULL, heard = NULL, reason = NULL,
    dismissed = f.turned_down
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, actor uuid, occurred timestamptz, until timestamptz, told uuid, turned_down integer
) WHERE reporter_standing.reporter = f.subject;

-- reporter_suspended: Until a moment.
UPDATE reporter_standing SET state = 'suspended', since = f.occurred, found = NULL, suspended = f.occurred,
    suspended_by = f.actor, until = f.until, told = f.told, contested = NULL, contest = NULL, heard = NULL, reason = NULL,
    dismissed = f.turned_down
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, actor uuid, occurred timestamptz, until timestamptz, told uuid, turned_down integer
) WHERE reporter_standing.reporter = f.subject;

-- suspension_contested: Another person is to look.
UPDATE reporter_standing SET contested = f.occurred, contest = f.text
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, text uuid)
WHERE reporter_standing.reporter = f.subject;

-- contest_heard: Somebody looked.
UPDATE reporter_standing SET contested = NULL, heard = f.occurred, reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, reason text)
WHERE reporter_standing.reporter = f.subject;

-- suspension_lifted: As if it had not been; the record of it stays in the ledger.
UPDATE reporter_standing SET state = 'clear', since = f.occurred, warned = NULL, warned_by = NULL, warned_until = NULL,
    suspended = NULL, suspended_by = NULL, until = NULL, contested = NULL, reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, reason text)
WHERE reporter_standing.reporter = f.subject;

-- suspension_ended: Its time is over; the warning before it is used up.
UPDATE reporter_standing SET state = 'clear', since = f.occurred, warned = NULL, warned_by = NULL, warned_until = NULL,
    until = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE reporter_standing.reporter = f.subject;

-- brigade_suspected: Seen first, seen last.
INSERT INTO brigade AS b (job, signal, about, reports, reporters, looked_at, first, last)
SELECT DISTINCT ON (subject, signal) subject, signal, about, reports, reporters, "of",
    min(occurred) OVER (PARTITION BY subject, signal), occurred
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, subject uuid, signal text, about uuid, reports uuid[], reporters integer, "of" integer, occurred timestamptz
)
ORDER BY subject, signal, position DESC
ON CONFLICT (job, signal) DO UPDATE SET reports = excluded.reports, reporters = excluded.reporters,
    looked_at = excluded.looked_at, last = excluded.last;
