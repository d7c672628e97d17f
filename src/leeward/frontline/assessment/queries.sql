-- around_reports: What is known around each report of a batch: subject, reporter, signal, and the age the platform last gave.
SELECT
    subject.kind AS subject_kind,
    coalesce(subject.reports, 1) AS reports,
    coalesce(subject.violations, 0) AS violations,
    coalesce(jsonb_array_length(subject.media), 0) AS media_hashes,
    aged.days + greatest(0, extract(day FROM r.received - aged.said)::integer) AS account_age_days,
    coalesce(reporter.upheld, 0) AS upheld,
    coalesce(reporter.turned_down, 0) AS turned_down,
    signal.reasons
FROM unnest(%(abouts)s::uuid[], %(reporters)s::uuid[], %(signals)s::uuid[], %(received)s::timestamptz[])
    WITH ORDINALITY AS r (about, reporter, signal, received, place)
LEFT JOIN subject ON subject.id = r.about
LEFT JOIN reporter ON reporter.id = r.reporter
LEFT JOIN signal ON signal.event = r.signal
LEFT JOIN LATERAL (
    SELECT (last.fields ->> 'account_age_days')::integer AS days, last.occurred AS said
    FROM (SELECT fields, occurred FROM activity WHERE activity.about = r.about ORDER BY occurred DESC LIMIT 1) AS last
    WHERE json_typeof(last.fields -> 'account_age_days') = 'number'
) AS aged ON true
ORDER BY r.place;

-- recent_activity: The events that arrived last, in the order of arrival.
SELECT position, kind, occurred, fields FROM activity WHERE position > (SELECT position FROM activity_end) - %(most)s ORDER BY position;

-- recent_reports: The reports that came in last, in the order of arrival, without their text and with their subjects as they are now.
SELECT
    r.received,
    r.harm,
    r.source,
    r.capacity,
    r.language,
    subject.kind AS subject_kind,
    r.reach,
    subject.reports AS reports_on_subject,
    subject.violations AS prior_violations,
    jsonb_array_length(subject.media) AS media_hashes
FROM (SELECT * FROM report ORDER BY id DESC LIMIT %(most)s) AS r
LEFT JOIN subject ON subject.id = r.about
ORDER BY r.id;

-- label_changes: What was done with the labels of these, before an event, in its order.
SELECT subject::text AS id, label, after, until FROM label_change
WHERE subject = ANY (%(subjects)s::uuid[]) AND label = ANY (%(labels)s) AND after < %(before)s ORDER BY position;

-- rules_off: The rules that somebody switched off.
SELECT rule FROM rule_switch WHERE off;

-- to_reassess: Reports as they were assessed, with the record of who sent them.
SELECT r.id, r.about, coalesce(r.named, r.harm) AS named, r.reasons, coalesce(reporter.upheld, 0) AS upheld,
    coalesce(reporter.turned_down, 0) AS turned_down
FROM unnest(%(reports)s::uuid[]) WITH ORDINALITY AS asked (id, place)
JOIN report r ON r.id = asked.id LEFT JOIN reporter ON reporter.id = r.reporter
ORDER BY asked.place;
