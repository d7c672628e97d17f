-- reports_known: Reports that came in before under these idempotency digests.
SELECT idempotency, id, job, missing FROM report WHERE idempotency = ANY (%(digests)s);

-- subjects_known: Which of these subjects we know already.
SELECT id FROM subject WHERE id = ANY (%(subjects)s);

-- media_known: Which media of these subjects we know.
SELECT about, kind, digest FROM subject_media WHERE about = ANY (%(subjects)s);

-- reports_lack: Who sent these reports, what each carries and what it still lacks, by instrument.
SELECT id, reporter, elements, missing FROM report WHERE id = ANY (%(reports)s);

-- sender_of: Who sent a report in: the person whose key or hand it was (fact_of_subject).
SELECT actor FROM fact WHERE subject = %(report)s AND kind = 'report_received';

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

-- prepare_windows: Put a snapshot of changed windows in the place of the last one, unless that knows of later events.
INSERT INTO window_memory (kind, position, event, body) VALUES (%(kind)s, %(position)s, %(event)s, %(body)s)
ON CONFLICT (kind) DO UPDATE SET position = excluded.position, event = excluded.event, body = excluded.body
WHERE window_memory.position <= excluded.position OR NOT EXISTS (
    SELECT FROM activity WHERE activity.position = window_memory.position AND activity.event = window_memory.event
);

-- written_to_lake: Up to which position activity is in the lake.
SELECT coalesce((SELECT position FROM lake_watermark WHERE stream = 'activity'), 0);

-- signalled_events: The events behind signals, as they were stored.
SELECT a.event, a.kind, a.about, a.occurred, a.fields FROM activity a WHERE a.event = ANY (%(events)s);

-- begin_case: Somebody began to write; the browser that has the case open holds a token.
INSERT INTO notice_case (id, number, visit, visit_until, language, saved)
VALUES (%(case)s, %(number)s, %(visit)s, %(until)s, %(language)s, %(now)s)
ON CONFLICT (number) DO NOTHING;

-- case_visited: The case that is open in the browser with this token (notice_case_visit_key).
SELECT id, language, draft, sent, pin IS NOT NULL AS has_pin FROM notice_case WHERE visit = %(visit)s AND visit_until > %(now)s;

-- case_numbered: The case with this number, to compare its PIN (notice_case_number_key).
SELECT id, pin FROM notice_case WHERE number = %(number)s;

-- open_case: The browser with this token has the case open now, and no other one.
UPDATE notice_case SET visit = %(visit)s, visit_until = %(until)s WHERE id = %(case)s;

-- go_on_with_case: It stays open for a while longer.
UPDATE notice_case SET visit_until = %(until)s WHERE id = %(case)s;

-- close_case: It is open in no browser any more.
UPDATE notice_case SET visit = NULL, visit_until = NULL WHERE visit = %(visit)s;

-- keep_draft: What was written so far lies here in the vault.
UPDATE notice_case SET draft = %(draft)s, language = %(language)s, saved = %(now)s, visit_until = %(until)s
WHERE id = %(case)s AND sent IS NULL;

-- drop_draft: Take what was written before out of the vault.
DELETE FROM vault_text WHERE ref = %(ref)s AND owner = %(case)s;

-- draft_of: Where the draft of a case lies now.
SELECT draft FROM notice_case WHERE id = %(case)s AND sent IS NULL;

-- keep_pin: The PIN of a case; one from before is over.
UPDATE notice_case SET pin = %(pin)s WHERE id = %(case)s;

-- case_sent: The case is with us now.
UPDATE notice_case SET sent = %(now)s WHERE id = %(case)s AND sent IS NULL;

-- forget_draft: The draft is gone.
UPDATE notice_case SET draft = NULL WHERE id = %(case)s;

-- cases_over: Drafts that nobody came back to, and drafts whose notice was sent (notice_case_unsent).
SELECT id, draft, sent FROM notice_case
WHERE (sent IS NULL AND saved < %(before)s) OR (sent IS NOT NULL AND draft IS NOT NULL) ORDER BY saved LIMIT 100;

-- forget_case: Nobody came back to it.
DELETE FROM notice_case WHERE id = %(case)s AND sent IS NULL;

-- take_attempt: One token from a bucket that fills by the second; below zero it was refused, and it never sinks under -1.
INSERT INTO sign_in_bucket AS b (name, tokens, filled) VALUES (%(name)s, %(burst)s - 1, %(now)s)
ON CONFLICT (name) DO UPDATE SET
    tokens = greatest(
        least(%(burst)s, b.tokens + extract(epoch FROM %(now)s - b.filled) * %(per_second)s::double precision) - 1, -1
    ),
    filled = %(now)s
RETURNING tokens;

-- import_progress: How far an import got.
SELECT rows_read, rows_taken, rows_rejected FROM import_progress WHERE id = %(id)s;

-- remember_progress: Keep an import's place.
INSERT INTO import_progress (id, rows_read, rows_taken, rows_rejected, updated)
VALUES (%(id)s, %(rows_read)s, %(rows_taken)s, %(rows_rejected)s, now())
ON CONFLICT (id) DO UPDATE SET rows_read = excluded.rows_read, rows_taken = excluded.rows_taken,
    rows_rejected = excluded.rows_rejected, updated = excluded.updated;

-- case_places: The places of a case, each with how its report and its job stand (case_report_of_case).
SELECT c.place, r.id AS report, r.reporter, r.received, r.withdrawn, r.elements, r.missing, r.capacity, r.job,
    coalesce(r.named, r.harm) AS named, d.verdict, d.effective,
    (SELECT min(k.due) FROM clock k WHERE k.report = r.id AND k.legal AND k.ends = 'decision' AND k.stopped IS NULL) AS due,
    EXISTS (SELECT FROM clock k WHERE k.report = r.id AND k.legal AND k.stopped IS NULL) AS legal
FROM case_report c
JOIN report r ON r.id = c.report
LEFT JOIN job j ON j.id = r.job
LEFT JOIN decision d ON d.id = j.decision AND d.state = 'made' AND d.effective <= %(now)s
WHERE c.notice_case = %(case)s ORDER BY c.place;

-- case_facts: What happened to the reports of a case and to their jobs, as far as it is told outside (fact_of_subject).
SELECT c.report, f.kind, f.occurred
FROM case_report c
JOIN report r ON r.id = c.report
JOIN fact f ON f.subject IN (r.id, r.job)
WHERE c.notice_case = %(case)s AND f.kind = ANY (%(kinds)s)
UNION ALL
SELECT c.report, 'hashes_shared', h.handed_over
FROM case_report c
JOIN media_match m ON m.report = c.report
JOIN hash_feedback h ON h.bank = m.bank AND h.hash = m.hash
WHERE c.notice_case = %(case)s AND h.feedback = 'blocked' AND h.handed_over IS NOT NULL
ORDER BY occurred;

-- case_removals: When content was taken away because of a case, and that it was put back (action_of_decision).
SELECT c.report, a.effective, a.state, a.ended, a.measure
FROM case_report c
JOIN report r ON r.id = c.report
JOIN job j ON j.id = r.job
JOIN action a ON a.decision = j.decision
WHERE c.notice_case = %(case)s AND a.effective <= %(now)s AND a.state IN ('in_force', 'expired', 'reversed')
ORDER BY a.effective;

-- case_appeals: What became of asking that somebody else looks again.
SELECT a.report, a.received, a.outcome, a.took_effect
FROM case_report c JOIN report r ON r.id = c.report JOIN appeal a ON a.job = r.job AND a.report = r.id
WHERE c.notice_case = %(case)s AND a.state <> 'withdrawn' ORDER BY a.received;

-- flaggers_of: Entries of the register of trusted flaggers for an account or these reporters (flagger: a few hundred at most).
SELECT id, account, known_as, harms, jurisdictions, awarded, until, paused, ended FROM flagger
WHERE account = %(account)s OR known_as && %(reporters)s::uuid[];
