-- label_put: It stands, until the later end where it stood already. A run may put one label several times.
INSERT INTO label_standing AS l (subject, label, until, held, changed, by, rule, event, reason)
SELECT DISTINCT ON (subject, label) subject, label, max(until) OVER (PARTITION BY subject, label), NULL::timestamptz, occurred,
    actor, rule, event, reason
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, subject uuid, label text, until timestamptz, occurred timestamptz, actor uuid, rule text, event uuid, reason text
)
ORDER BY subject, label, position DESC
ON CONFLICT (subject, label) DO UPDATE SET
    until = greatest(l.until, excluded.until), held = NULL, changed = excluded.changed, by = excluded.by, rule = excluded.rule,
    event = excluded.event, reason = excluded.reason;

-- label_put.past: What was done, for history.
INSERT INTO label_change (position, subject, label, after, until, changed, by, rule, event, reason)
SELECT position, subject, label, after, until, occurred, actor, rule, event, reason
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, subject uuid, label text, after bigint, until timestamptz, occurred timestamptz, actor uuid, rule text,
    event uuid, reason text
);

-- label_taken: It stands no more, and rules do not put it again for a while.
INSERT INTO label_standing AS l (subject, label, until, held, changed, by, reason)
SELECT subject, label, NULL, held, occurred, actor, reason
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, label text, held timestamptz, occurred timestamptz, actor uuid, reason text
)
ON CONFLICT (subject, label) DO UPDATE SET
    until = NULL, held = excluded.held, changed = excluded.changed, by = excluded.by, rule = NULL, event = NULL,
    reason = excluded.reason;

-- label_taken.past: What was done, for history.
INSERT INTO label_change (position, subject, label, after, until, changed, by, reason)
SELECT position, subject, label, after, NULL, occurred, actor, reason
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, subject uuid, label text, after bigint, occurred timestamptz, actor uuid, reason text
);
