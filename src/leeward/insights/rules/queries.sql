-- matches: How often each rule matched in the last days, in shadow or not.
SELECT rule,
    sum(matches) FILTER (WHERE hour >= %(now)s - interval '7 days')::bigint AS week,
    sum(matches) FILTER (WHERE hour >= %(now)s - interval '30 days')::bigint AS month,
    max(last) AS last
FROM rule_hour WHERE hour >= %(now)s - interval '400 days' GROUP BY rule;

-- verdicts: How decisions ended on what each version of a rule matched.
SELECT rule, version, verdict, decisions FROM rule_verdict WHERE decisions > 0;

-- switches: Rules that somebody switched, and who.
SELECT s.rule, s.off, s.reason, s.since, s.by, account.name
FROM rule_switch s LEFT JOIN account ON account.person = s.by;

-- failures: Rules that raised.
SELECT rule, version, error, failures, first, last FROM rule_failure ORDER BY last DESC;

-- versions: When each version of a rule was first and last seen to match, and who put the playbook in force that had it.
SELECT h.version, sum(h.matches)::bigint AS matches, min(h.first) AS first, max(h.last) AS last, bool_or(h.shadow) AS shadow,
    (array_agg(h.playbook ORDER BY h.first))[1] AS playbook, p.applied, p.actor, account.name
FROM rule_hour h
LEFT JOIN LATERAL (
    SELECT playbook FROM rule_hour f WHERE f.rule = h.rule AND f.version = h.version ORDER BY f.first LIMIT 1
) AS earliest ON true
LEFT JOIN playbook_version p ON p.playbook = earliest.playbook
LEFT JOIN account ON account.person = p.actor
WHERE h.rule = %(rule)s GROUP BY h.version, p.applied, p.actor, account.name ORDER BY min(h.first) DESC;

-- first_seen: When each version of a rule was first seen to match.
SELECT rule, version, min(first) AS first FROM rule_hour GROUP BY rule, version;

-- days: Matches of a rule by day.
SELECT date_trunc('day', hour, 'UTC') AS day, sum(matches)::bigint AS matches
FROM rule_hour WHERE rule = %(rule)s AND hour >= %(since)s GROUP BY 1 ORDER BY 1;

-- beside: Rules that matched the same things as this one, in the last days.
SELECT CASE WHEN rule = %(rule)s THEN beside ELSE rule END AS rule, sum(matches)::bigint AS both
FROM rule_pair WHERE (rule = %(rule)s OR beside = %(rule)s) AND day >= %(since)s
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20;

-- pairs: Which rules matched the same things, in the last days.
SELECT rule, beside, sum(matches)::bigint AS both FROM rule_pair WHERE day >= %(since)s GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 200;

-- jobs_of_rule: The latest jobs that a rule brought or stood beside.
SELECT job.id, job.queue, job.state, job.severity, job.received, job.verdict
FROM (
    SELECT DISTINCT ON (report.job) report.job AS id, report.received
    FROM report WHERE report.job IS NOT NULL AND report.received >= %(since)s
        AND report.reasons @> %(reason)s::jsonb
    ORDER BY report.job, report.received DESC
) AS r JOIN job ON job.id = r.id ORDER BY job.received DESC LIMIT %(limit)s;

-- jobs_by_queue: How many jobs a rule stood behind in the last days, by queue.
SELECT job.queue, count(*) AS jobs
FROM job WHERE EXISTS (
    SELECT 1 FROM report WHERE report.job = job.id AND report.received >= %(since)s AND report.reasons @> %(reason)s::jsonb
) AND job.received >= %(since)s GROUP BY 1 ORDER BY 2 DESC, 1;

-- switch_of: How a rule is switched.
SELECT off FROM rule_switch WHERE rule = %(rule)s;

-- changes: What people did about a rule, the latest first.
SELECT fact.kind, fact.occurred, fact.body ->> 'reason' AS reason, account.name
FROM fact LEFT JOIN account ON account.person = fact.actor
WHERE fact.subject = %(id)s AND fact.kind IN ('rule_switched_off', 'rule_switched_on')
ORDER BY fact.position DESC LIMIT 20;

-- alarms: Alarms, those that nobody acknowledged first.
SELECT a.id, a.rule, a.hour, a.observed, a.expected, a.most, a.chance, a.hours, a.raised, a.acknowledged, a.reason, account.name
FROM firing_alarm a LEFT JOIN account ON account.person = a.acknowledged_by
WHERE (%(rule)s::text IS NULL OR a.rule = %(rule)s)
ORDER BY (a.acknowledged IS NOT NULL), a.raised DESC LIMIT %(limit)s;

-- alarm: One alarm.
SELECT id, rule, acknowledged FROM firing_alarm WHERE id = %(id)s;

-- alarms_of_hours: The alarms of these hours there are already.
SELECT rule, hour FROM firing_alarm WHERE hour >= %(since)s;

-- hours: Matches by rule and hour since a moment.
SELECT rule, hour, sum(matches)::integer AS matches FROM rule_hour WHERE hour >= %(since)s GROUP BY 1, 2;

-- one_watcher: Take the watch for this transaction; false when another process has it.
SELECT pg_try_advisory_xact_lock(7310, 5);

-- signal_of_report: The event behind a report; no row where the number is no report's.
SELECT signal FROM report WHERE id = %(id)s;

-- matched_then: The rules that matched a report or an event when it came in.
SELECT DISTINCT r.rule FROM (
    SELECT reasons FROM report WHERE id = %(id)s UNION ALL SELECT reasons FROM signal WHERE event = %(id)s
) AS found, jsonb_to_recordset(found.reasons) AS r (rule text) ORDER BY 1;

-- reports_of_past: A batch of reports, the earliest first, with what was known around each when it came in.
SELECT
    report.id, report.about, report.received, coalesce(report.named, report.harm) AS harm, report.source, report.capacity,
    report.language, report.text, report.content, report.reach,
    subject.kind AS subject_kind,
    coalesce(jsonb_array_length(subject.media), 0) AS media_hashes,
    (SELECT count(*) FROM report AS earlier
        WHERE earlier.about = report.about AND (earlier.received, earlier.id) < (report.received, report.id))::integer
        AS reports_on_subject,
    (SELECT count(*) FROM decision
        WHERE decision.about = report.about AND decision.verdict = 'violates' AND decision.decided <= report.received
        AND NOT EXISTS (
            SELECT 1 FROM fact WHERE fact.subject = decision.job AND fact.kind IN ('decision_undone', 'decision_reversed')
                AND fact.body ->> 'decision' = decision.id::text AND fact.occurred <= report.received
        ))::integer AS prior_violations,
    aged.days + greatest(0, extract(day FROM report.received - aged.said)::integer) AS account_age_days
FROM report
LEFT JOIN subject ON subject.id = report.about
LEFT JOIN LATERAL (
    SELECT (last.fields ->> 'account_age_days')::integer AS days, last.occurred AS said
    FROM (
        SELECT fields, occurred FROM activity
        WHERE activity.about = report.about AND activity.received <= report.received ORDER BY occurred DESC LIMIT 1
    ) AS last
    WHERE json_typeof(last.fields -> 'account_age_days') = 'number'
) AS aged ON true
WHERE (report.received, report.id) > (%(since)s, %(after)s) AND report.received < %(until)s
    AND (%(one)s::uuid IS NULL OR report.id = %(one)s)
ORDER BY report.received, report.id LIMIT %(limit)s;

-- events_of_past: A batch of activity of one kind, in the order of its arrival.
SELECT position, event AS id, about, occurred AS at, fields, windows
FROM activity WHERE kind = %(kind)s AND position > %(after)s AND received >= %(since)s ORDER BY position LIMIT %(limit)s;

-- first_at_hand: The first event of a kind that is in the database; those before it are in the lake alone.
SELECT coalesce(
    (SELECT min(position) FROM activity WHERE kind = %(kind)s), (SELECT position + 1 FROM activity_end)
);

-- event: One event of activity.
SELECT position, kind, event AS id, about, occurred AS at, fields, windows FROM activity WHERE event = %(id)s;

-- readable_texts: Which of these texts can still be opened.
SELECT t.ref FROM vault_text t JOIN vault_key k ON k.owner = t.owner WHERE t.ref = ANY (%(refs)s) AND k.wrapped IS NOT NULL;

-- verdicts_of_subjects: How the last decision on each subject ended that still stands.
SELECT DISTINCT ON (about) about, verdict FROM decision WHERE state = 'made' ORDER BY about, decided DESC;

-- label_as_of: Until when a label stood on each of these as of the event at a position; none where it did not.
SELECT (
    SELECT max(put.until) FROM label_change AS put
    WHERE put.subject = asked.subject AND put.label = %(label)s AND put.after < asked.position AND put.position > coalesce((
        SELECT max(taken.position) FROM label_change AS taken
        WHERE taken.subject = asked.subject AND taken.label = %(label)s AND taken.until IS NULL AND taken.after < asked.position
    ), 0)
) AS until
FROM unnest(%(subjects)s::uuid[], %(positions)s::bigint[]) WITH ORDINALITY AS asked (subject, position, place) ORDER BY asked.place;
