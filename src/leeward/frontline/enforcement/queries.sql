-- Every read of the enforcement room. Each leans on an index that is named.

-- subjects: What kinds of things these are (subject_pkey).
SELECT id, kind FROM subject WHERE id = ANY (%(subjects)s);

-- strikes: What earlier actions on these subjects count as strikes (action_about).
SELECT about, weight AS count, expires AS expire, scope FROM strike
WHERE about = ANY (%(subjects)s) AND reversed IS NULL AND forgiven IS NULL;

-- subject: One subject as far as enforcement knows it (subject_pkey).
SELECT id, kind, held_by, first_seen, reports, violations FROM subject WHERE id = %(subject)s;

-- strike_lines: Every strike that a subject was ever given, the newest first (action_about).
SELECT action, decision, job, clause, scope, weight, given, expires, reversed, forgiven, forgiven_by, forgiven_reason FROM strike
WHERE about = %(subject)s ORDER BY given DESC, action LIMIT %(limit)s;

-- strike_totals: How many strikes counted on a subject at a moment, by scope (action_about).
SELECT scope, sum(weight)::integer AS strikes FROM strike
WHERE about = %(subject)s AND given <= %(moment)s AND (expires IS NULL OR expires > %(moment)s)
    AND (reversed IS NULL OR reversed > %(moment)s) AND (forgiven IS NULL OR forgiven > %(moment)s)
GROUP BY scope ORDER BY scope NULLS FIRST;

-- actions_about: Everything that was done about a subject, the newest first (action_about).
SELECT id, job, decision, measure, clause, state, taken, effective, until, ended, reason, strikes FROM action
WHERE about = %(subject)s ORDER BY taken DESC, id LIMIT %(limit)s;

-- action: One action as it stands (action_pkey).
SELECT id, about, job, decision, measure, clause, state, taken, effective, until, strikes, strikes_expire, forgiven FROM action
WHERE id = %(action)s;

-- names: What people are called (account_pkey).
SELECT person, name FROM account WHERE person = ANY (%(people)s);

-- actions_of_decisions: The actions of these decisions that still count for something (action_of_decision).
SELECT id, decision FROM action WHERE decision = ANY (%(decisions)s) AND state NOT IN ('undone', 'reversed')
ORDER BY decision, taken, id;

-- actions_lifted: The actions that these appeals lift while their decision stands (appeal_pkey, action_of_decision).
SELECT DISTINCT ON (act.id) act.id, a.decided_by AS hearer, a.took_effect AS moment
FROM appeal a JOIN action act ON act.decision = a.decision AND act.measure <> ALL (a.measures)
WHERE a.id = ANY (%(appeals)s) AND a.outcome = 'partly' AND act.state NOT IN ('undone', 'reversed')
ORDER BY act.id, a.decided;

-- grace_over: Actions whose grace period is over (action_grace).
SELECT id FROM action WHERE state = 'grace' AND effective <= %(moment)s ORDER BY effective, id LIMIT %(limit)s;

-- limit_over: Actions in force whose time is over (action_until).
SELECT id FROM action WHERE state = 'in_force' AND until <= %(moment)s ORDER BY until, id LIMIT %(limit)s;

-- active_endpoints: The receivers (endpoint; a handful).
SELECT id FROM endpoint WHERE removed IS NULL ORDER BY added, id;

-- told: What is told about these actions (action_pkey, decision_pkey, subject_pkey).
SELECT a.id AS action, a.decision, a.job, a.about, s.kind AS subject_kind, s.held_by, a.measure, a.clause,
    d.clause_version, d.severity, d.decided, a.effective, a.until, a.state, s.identifier, d.source, d.path, d.reasons,
    d.automated_detection, d.automated_decision
FROM action a JOIN decision d ON d.id = a.decision JOIN subject s ON s.id = a.about
WHERE a.id = ANY (%(actions)s);

-- informed: Receivers that were told that these actions are in force, and not yet that they are lifted (delivery_of_action).
SELECT DISTINCT d.action, d.endpoint FROM delivery d JOIN endpoint e ON e.id = d.endpoint AND e.removed IS NULL
WHERE d.action = ANY (%(actions)s) AND NOT d.reversal
    AND NOT EXISTS (SELECT FROM delivery l WHERE l.action = d.action AND l.endpoint = d.endpoint AND l.reversal);

-- due: Deliveries to send now, a few for each receiver; a lift waits while what it lifts is being sent (delivery_next).
SELECT d.id, d.endpoint, d.action, d.reversal, d.attempts, e.address, e.secret, e.removed IS NOT NULL AS removed,
    NOT d.reversal AND EXISTS (
        SELECT FROM delivery l WHERE l.action = d.action AND l.endpoint = d.endpoint AND l.reversal
    ) AS superseded
FROM endpoint e CROSS JOIN LATERAL (
    SELECT p.id, p.endpoint, p.action, p.reversal, p.attempts, p.next_attempt FROM delivery p
    WHERE p.state = 'pending' AND p.endpoint = e.id AND p.next_attempt <= %(moment)s
        AND NOT EXISTS (SELECT FROM delivery_taken t WHERE t.delivery = p.id AND t.until > %(moment)s)
        AND NOT (p.reversal AND EXISTS (
            SELECT FROM delivery f JOIN delivery_taken t ON t.delivery = f.id AND t.until > %(moment)s
            WHERE f.action = p.action AND f.endpoint = p.endpoint AND NOT f.reversal AND f.state = 'pending'
        ))
    ORDER BY p.next_attempt, p.id LIMIT %(each)s
) d
ORDER BY d.next_attempt, d.id LIMIT %(limit)s;

-- take: Mark deliveries as being sent; only those that nobody else is sending.
INSERT INTO delivery_taken AS t (delivery, until)
SELECT id, %(until)s FROM unnest(%(deliveries)s::uuid[]) AS asked (id) ORDER BY id
ON CONFLICT (delivery) DO UPDATE SET until = excluded.until WHERE t.until <= %(moment)s
RETURNING delivery;

-- give_back: They were sent.
DELETE FROM delivery_taken WHERE delivery = ANY (%(deliveries)s);

-- endpoint: One receiver (endpoint_pkey).
SELECT id, address, secret, added, removed FROM endpoint WHERE id = %(endpoint)s;

-- endpoints: The receivers with their addresses' references; how many messages wait or are dead, up to a limit (delivery_next).
SELECT e.id, e.address, e.added, e.removed,
    (
        SELECT count(*) FROM (SELECT FROM delivery WHERE state = 'pending' AND endpoint = e.id LIMIT 1001) AS counted
    ) AS pending,
    (
        SELECT count(*) FROM (SELECT FROM delivery WHERE state = 'dead' AND endpoint = e.id LIMIT 1001) AS counted
    ) AS dead
FROM endpoint e ORDER BY e.removed IS NOT NULL, e.added, e.id;

-- delivery: One delivery, and whether its action was lifted since (delivery_pkey, delivery_of_action).
SELECT d.id, d.endpoint, d.action, d.reversal, d.state, e.removed,
    NOT d.reversal AND EXISTS (
        SELECT FROM delivery l WHERE l.action = d.action AND l.endpoint = d.endpoint AND l.reversal
    ) AS superseded
FROM delivery d JOIN endpoint e ON e.id = d.endpoint WHERE d.id = %(delivery)s;

-- dead_of: Dead deliveries of a receiver that are not superseded (delivery_dead).
SELECT d.id FROM delivery d
WHERE d.state = 'dead' AND d.endpoint = %(endpoint)s AND NOT (NOT d.reversal AND EXISTS (
    SELECT FROM delivery l WHERE l.action = d.action AND l.endpoint = d.endpoint AND l.reversal
)) ORDER BY d.queued, d.id LIMIT %(limit)s;

-- deliveries: Deliveries in a state, the newest first (delivery_by_state).
SELECT d.id, d.endpoint, d.action, d.reversal, d.payload, d.state, d.queued, d.attempts, d.status, d.attempted, d.next_attempt,
    a.measure, a.clause, a.job, a.decision
FROM (
    SELECT * FROM delivery WHERE state = %(state)s AND (%(endpoint)s::uuid IS NULL OR endpoint = %(endpoint)s)
    ORDER BY queued DESC, id DESC LIMIT %(limit)s OFFSET %(offset)s
) d JOIN action a ON a.id = d.action ORDER BY d.queued DESC, d.id DESC;

-- states: How many deliveries wait or are dead, up to a limit (delivery_by_state).
SELECT state, count(*) AS deliveries FROM (
    (SELECT state FROM delivery WHERE state = 'pending' LIMIT 10001)
    UNION ALL
    (SELECT state FROM delivery WHERE state = 'dead' LIMIT 10001)
) AS counted GROUP BY state;
