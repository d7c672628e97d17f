-- action_taken: It waits for the end of the grace period.
INSERT INTO action (id, about, job, decision, measure, clause, state, taken, effective, until, strikes, strikes_expire, scope,
    owner, quiet)
SELECT subject, about, job, decision, measure, clause, 'grace', occurred, effective, until, strikes, strikes_expire, scope,
    owner, quiet
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, about uuid, job uuid, decision uuid, measure text, clause text, occurred timestamptz,
    effective timestamptz, until timestamptz, strikes integer, strikes_expire timestamptz, scope text,
    owner uuid, quiet text
);

-- action_came_into_force: It counts.
UPDATE action SET state = 'in_force'
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE action.id = f.subject;

-- action_reversed: It counts no more; before its force it is undone, afterwards reversed.
UPDATE action SET state = CASE WHEN action.state IN ('grace', 'held') THEN 'undone' ELSE 'reversed' END, ended = f.occurred,
    reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, reason text) WHERE action.id = f.subject;

-- action_expired: Its time is over; its strikes stay until they expire.
UPDATE action SET state = 'expired', ended = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE action.id = f.subject;

-- action_held: It waits for a second person.
UPDATE action SET state = 'held', held = f.reason, held_until = f.expires
FROM json_to_recordset(%(facts)s) AS f (subject uuid, reason text, expires timestamptz) WHERE action.id = f.subject;

-- action_confirmed: It takes the way of every other.
UPDATE action SET state = 'grace', effective = f.effective, until = f.until, confirmed_by = f.actor
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, effective timestamptz, until timestamptz)
WHERE action.id = f.subject;

-- action_declined: It never comes into force.
UPDATE action SET state = 'declined', ended = f.occurred, reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, reason text) WHERE action.id = f.subject;

-- action_lapsed: It never comes into force.
UPDATE action SET state = 'lapsed', ended = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE action.id = f.subject;

-- action_extended: It lasts longer.
UPDATE action SET until = f.until
FROM json_to_recordset(%(facts)s) AS f (subject uuid, until timestamptz) WHERE action.id = f.subject;

-- action_ended: It is over; its strikes stay until they expire.
UPDATE action SET state = 'ended', ended = f.occurred, reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, reason text) WHERE action.id = f.subject;

-- action_handed_over: Somebody else answers for it.
UPDATE action SET owner = f."to"
FROM json_to_recordset(%(facts)s) AS f (subject uuid, "to" uuid) WHERE action.id = f.subject;

-- action_made_known: The person is told.
UPDATE action SET known = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE action.id = f.subject;

-- quiet_end_passed: Somebody has to look.
UPDATE action SET alerted = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE action.id = f.subject;

-- quiet_end_seen: Somebody looked.
UPDATE action SET alert_seen = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE action.id = f.subject;

-- strikes_forgiven: Its strikes count no more.
UPDATE action SET forgiven = f.occurred, forgiven_by = f.actor, forgiven_reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz, reason text) WHERE action.id = f.subject;

-- endpoint_added: A receiver.
INSERT INTO endpoint (id, address, secret, topics, measures, kinds, added)
SELECT subject, address, secret, topics, measures, kinds, occurred
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, address uuid, secret uuid, topics text[], measures text[], kinds text[], occurred timestamptz
);

-- endpoint_changed: It is told of other things.
UPDATE endpoint SET topics = f.topics, measures = f.measures, kinds = f.kinds
FROM json_to_recordset(%(facts)s) AS f (subject uuid, topics text[], measures text[], kinds text[]) WHERE endpoint.id = f.subject;

-- endpoint_secret_changed: The one before signs too, for a while.
UPDATE endpoint SET former_secret = endpoint.secret, former_until = f.former_until, secret = f.secret
FROM json_to_recordset(%(facts)s) AS f (subject uuid, secret uuid, former_until timestamptz) WHERE endpoint.id = f.subject;

-- endpoint_removed: It gets nothing more.
UPDATE endpoint SET removed = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE endpoint.id = f.subject;

-- delivery_queued: A message waits, due at once.
INSERT INTO delivery (id, endpoint, event, decision, action, appeal, until, payload, state, queued, next_attempt)
SELECT subject, endpoint, event, decision, action, appeal, until, payload, 'pending', occurred, occurred
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, endpoint uuid, event text, decision uuid, action uuid, appeal uuid, until timestamptz, payload text,
    occurred timestamptz
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
