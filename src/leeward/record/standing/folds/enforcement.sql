-- action_taken: It waits for the end of the grace period.
INSERT INTO action (id, about, job, decision, measure, clause, state, taken, effective, until, strikes, strikes_expire, scope)
SELECT subject, about, job, decision, measure, clause, 'grace', occurred, effective, until, strikes, strikes_expire, scope
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, about uuid, job uuid, decision uuid, measure text, clause text, occurred timestamptz,
    effective timestamptz, until timestamptz, strikes integer, strikes_expire timestamptz, scope text
);

-- action_came_into_force: It counts.
UPDATE action SET state = 'in_force'
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE action.id = f.subject;

-- action_reversed: It counts no more; before its force it is undone, afterwards reversed.
UPDATE action SET state = CASE WHEN action.state = 'grace' THEN 'undone' ELSE 'reversed' END, ended = f.occurred,
    reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, reason text) WHERE action.id = f.subject;

-- action_expired: Its time is over; its strikes stay until they expire.
UPDATE action SET state = 'expired', ended = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE action.id = f.subject;

-- strikes_forgiven: Its strikes count no more.
UPDATE action SET forgiven = f.occurred, forgiven_by = f.actor, forgiven_reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz, reason text) WHERE action.id = f.subject;

-- endpoint_added: A receiver.
INSERT INTO endpoint (id, address, secret, added)
SELECT subject, address, secret, occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, address uuid, secret uuid, occurred timestamptz);

-- endpoint_removed: It gets nothing more.
UPDATE endpoint SET removed = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE endpoint.id = f.subject;

-- delivery_queued: A message waits, due at once.
INSERT INTO delivery (id, endpoint, action, reversal, payload, state, queued, next_attempt)
SELECT subject, endpoint, action, reversal, payload, 'pending', occurred, occurred
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, endpoint uuid, action uuid, reversal boolean, payload text, occurred timestamptz
);

-- delivery_attempted: How it went; the last attempt counts.
UPDATE delivery SET
    attempts = f.attempt, status = f.status, attempted = f.occurred, next_attempt = f.next_attempt,
    state = CASE WHEN f.delivered THEN 'delivered' WHEN f.next_attempt IS NULL THEN 'dead' ELSE 'pending' END
FROM (
    SELECT DISTINCT ON (subject) * FROM json_to_recordset(%(facts)s) AS f (
        position bigint, subject uuid, attempt integer, status integer, occurred timestamptz, next_attempt timestamptz,
        delivered boolean
    ) ORDER BY subject, position DESC
) f WHERE delivery.id = f.subject;

-- delivery_replayed: Once more, from the first attempt.
UPDATE delivery SET state = 'pending', attempts = 0, next_attempt = f.occurred
FROM (
    SELECT DISTINCT ON (subject) subject, occurred
    FROM json_to_recordset(%(facts)s) AS f (position bigint, subject uuid, occurred timestamptz)
    ORDER BY subject, position DESC
) f WHERE delivery.id = f.subject;
