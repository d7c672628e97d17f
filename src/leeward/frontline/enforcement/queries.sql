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
SELECT id, job, decision, measure, clause, state, taken, effective, until, ended, reason, strikes, owner, quiet, known, held,
    held_until, confirmed_by, alerted, alert_seen FROM action
WHERE about = %(subject)s ORDER BY taken DESC, id LIMIT %(limit)s;

-- action: One action as it stands (action_pkey).
SELECT id, about, job, decision, measure, clause, state, taken, effective, until, strikes, strikes_expire, forgiven, owner, quiet, known,
    held, held_until, alerted, alert_seen FROM action
WHERE id = %(action)s;

-- changing: One action as far as it can be changed, and who decided it (action_pkey, decision_pkey).
SELECT a.id, a.about, a.job, a.decision, d.decider, a.state, a.effective, a.until, a.quiet, a.known, a.alerted, a.alert_seen
FROM action a JOIN decision d ON d.id = a.decision WHERE a.id = %(action)s;

-- at_work: Whether somebody works here (person_pkey).
SELECT id FROM person WHERE id = %(person)s AND departed IS NULL;

-- leads: Who may answer for a restriction (person; a handful), by name (account_pkey).
SELECT p.id, a.name FROM person p JOIN account a ON a.person = p.id
WHERE p.departed IS NULL AND p.roles && %(roles)s::text[] ORDER BY a.name, p.id;

-- held: What waits for a second person, what ends soonest first (action_held).
SELECT a.id, a.about, a.job, a.measure, a.clause, a.taken, a.until, a.held, a.held_until, d.decider, d.severity, s.kind
FROM action a JOIN decision d ON d.id = a.decision JOIN subject s ON s.id = a.about
WHERE a.state = 'held' ORDER BY a.held_until, a.id LIMIT %(limit)s OFFSET %(offset)s;

-- quiet: Restrictions in force of which nobody is told, what ends soonest first (action_quiet).
SELECT a.id, a.about, a.job, a.measure, a.clause, a.effective, a.until, a.owner, a.quiet, a.alerted, s.kind
FROM action a JOIN subject s ON s.id = a.about
WHERE a.state = 'in_force' AND a.quiet IS NOT NULL AND a.known IS NULL ORDER BY a.until, a.id LIMIT %(limit)s;

-- alerts: Quiet restrictions whose end passed and at which nobody has looked, the oldest first (action_alerted).
SELECT a.id, a.about, a.job, a.measure, a.clause, a.effective, a.until, a.owner, a.quiet, a.alerted, s.kind
FROM action a JOIN subject s ON s.id = a.about
WHERE a.alerted IS NOT NULL AND a.alert_seen IS NULL ORDER BY a.alerted, a.id LIMIT %(limit)s;

-- violations: Decided violations that stand, the latest first (decision_decided).
SELECT d.id, d.about, s.kind, d.clause, d.effective, d.measures FROM decision d JOIN subject s ON s.id = d.about
WHERE d.verdict = 'violates' AND d.state = 'made' AND d.clause IS NOT NULL ORDER BY d.decided DESC, d.id DESC LIMIT %(limit)s;

-- names: What people are called (account_pkey).
SELECT person, name FROM account WHERE person = ANY (%(people)s);

-- actions_of_decisions: The actions of these decisions that still count for something (action_of_decision).
SELECT id, decision FROM action WHERE decision = ANY (%(decisions)s) AND state NOT IN ('undone', 'reversed', 'declined', 'lapsed')
ORDER BY decision, taken, id;

-- actions_lifted: The actions that these appeals lift while their decision stands (appeal_pkey, action_of_decision).
SELECT DISTINCT ON (act.id) act.id, a.decided_by AS hearer, a.took_effect AS moment
FROM appeal a JOIN action act ON act.decision = a.decision AND act.measure <> ALL (a.measures)
WHERE a.id = ANY (%(appeals)s) AND a.outcome = 'partly' AND act.state NOT IN ('undone', 'reversed', 'declined', 'lapsed')
ORDER BY act.id, a.decided;

-- grace_over: Actions whose grace period is over (action_grace).
SELECT id FROM action WHERE state = 'grace' AND effective <= %(moment)s ORDER BY effective, id LIMIT %(limit)s;

-- limit_over: Actions in force whose time is over (action_until).
SELECT id, until, owner, quiet, known FROM action WHERE state = 'in_force' AND until <= %(moment)s
ORDER BY until, id LIMIT %(limit)s;

-- hold_over: Actions that no second person confirmed in time (action_held).
SELECT id FROM action WHERE state = 'held' AND held_until <= %(moment)s ORDER BY held_until, id LIMIT %(limit)s;

-- passed_up: Who passed these jobs up, where somebody did (job_pkey).
SELECT id, escalated_by FROM job WHERE id = ANY (%(jobs)s);

-- labels: The labels that stand on these subjects (label_standing_pkey).
SELECT subject, array_agg(label) AS labels FROM label_standing WHERE subject = ANY (%(subjects)s) AND until > %(moment)s
GROUP BY subject;

-- active_endpoints: The receivers, and what each is told of (endpoint; a handful).
SELECT id, topics, measures, kinds FROM endpoint WHERE removed IS NULL ORDER BY added, id;

-- told: What is told about these actions (action_pkey, decision_pkey, subject_pkey).
SELECT a.id AS action, a.decision, a.job, a.about, s.kind AS subject_kind, s.held_by, a.measure, a.clause,
    d.clause_version, d.severity, d.decided, a.effective, a.until, a.state, a.reason, a.quiet, a.known, s.identifier, d.source,
    d.path, d.reasons, d.automated_detection, d.automated_decision
FROM action a JOIN decision d ON d.id = a.decision JOIN subject s ON s.id = a.about
WHERE a.id = ANY (%(actions)s);

-- appeals_told: What is told about these appeals (appeal_pkey, subject_pkey).
SELECT p.id AS appeal, p.decision, p.job, p.about, s.kind AS subject_kind, s.held_by, p.appellant, p.outcome, p.instead,
    p.received, p.effective, s.identifier
FROM appeal p JOIN subject s ON s.id = p.about WHERE p.id = ANY (%(appeals)s);

-- reversals_told: What is told about these reversed decisions (decision_pkey, subject_pkey).
SELECT d.id AS decision, d.job, d.about, s.kind AS subject_kind, s.held_by, d.verdict, d.clause, d.decided,
    d.reversal_reason AS reason, s.identifier
FROM decision d JOIN subject s ON s.id = d.about WHERE d.id = ANY (%(decisions)s);

-- informed: Receivers that were told that these actions are in force, and not yet that they are lifted (delivery_of_action).
SELECT DISTINCT d.action, d.decision, d.endpoint FROM delivery d JOIN endpoint e ON e.id = d.endpoint AND e.removed IS NULL
WHERE d.action = ANY (%(actions)s) AND d.event = 'action.in_force' AND NOT EXISTS (
    SELECT FROM delivery l WHERE l.action = d.action AND l.endpoint = d.endpoint AND l.event = 'action.lifted'
);

-- waiting_endpoints: Receivers for which something is due (delivery_next).
SELECT e.id FROM endpoint e WHERE EXISTS (
    SELECT FROM delivery p WHERE p.state = 'pending' AND p.endpoint = e.id AND p.next_attempt <= %(moment)s
) ORDER BY e.added, e.id;

-- due: Deliveries to send now; a lift waits while what it lifts is sent, a change for what came before it (delivery_next).
SELECT d.id, d.endpoint, d.event, d.decision, d.action, d.appeal, d.until, d.attempts, e.address, e.secret, e.former_secret,
    e.former_until, e.removed IS NOT NULL AS removed,
    d.action IS NOT NULL AND d.event <> 'action.lifted' AND EXISTS (
        SELECT FROM delivery l WHERE l.action = d.action AND l.endpoint = d.endpoint AND l.event = 'action.lifted'
    ) AS superseded
FROM endpoint e CROSS JOIN LATERAL (
    SELECT p.id, p.endpoint, p.event, p.decision, p.action, p.appeal, p.until, p.attempts, p.next_attempt FROM delivery p
    WHERE p.state = 'pending' AND p.endpoint = e.id AND p.next_attempt <= %(moment)s
        AND NOT EXISTS (SELECT FROM delivery_taken t WHERE t.delivery = p.id AND t.until > %(moment)s)
        AND NOT (p.event = 'action.lifted' AND EXISTS (
            SELECT FROM delivery f JOIN delivery_taken t ON t.delivery = f.id AND t.until > %(moment)s
            WHERE f.action = p.action AND f.endpoint = p.endpoint AND f.event <> 'action.lifted' AND f.state = 'pending'
        ))
        AND NOT (p.event IN ('action.extended', 'action.made_known') AND EXISTS (
            SELECT FROM delivery f
            WHERE f.action = p.action AND f.endpoint = p.endpoint AND f.state = 'pending' AND (f.queued, f.id) < (p.queued, p.id)
        ))
    ORDER BY p.next_attempt, p.id LIMIT %(each)s
) d
WHERE %(endpoint)s::uuid IS NULL OR e.id = %(endpoint)s
ORDER BY d.next_attempt, d.id LIMIT %(limit)s;

-- take: Mark deliveries as being sent; only those that nobody else is sending.
INSERT INTO delivery_taken AS t (delivery, until)
SELECT id, %(until)s FROM unnest(%(deliveries)s::uuid[]) AS asked (id) ORDER BY id
ON CONFLICT (delivery) DO UPDATE SET until = excluded.until WHERE t.until <= %(moment)s
RETURNING delivery;

-- give_back: They were sent.
DELETE FROM delivery_taken WHERE delivery = ANY (%(deliveries)s);

-- endpoint: One receiver (endpoint_pkey).
SELECT id, address, secret, topics, measures, kinds, added, removed FROM endpoint WHERE id = %(endpoint)s;

-- endpoints: The receivers with their addresses' references; how many messages wait or are dead, up to a limit (delivery_next).
SELECT e.id, e.address, e.topics, e.measures, e.kinds, e.former_until, e.added, e.removed,
    (
        SELECT count(*) FROM (SELECT FROM delivery WHERE state = 'pending' AND endpoint = e.id LIMIT 1001) AS counted
    ) AS pending,
    (
        SELECT count(*) FROM (SELECT FROM delivery WHERE state = 'dead' AND endpoint = e.id LIMIT 1001) AS counted
    ) AS dead
FROM endpoint e ORDER BY e.removed IS NOT NULL, e.added, e.id;

-- delivery: One delivery, and whether its action was lifted since (delivery_pkey, delivery_of_action).
SELECT d.id, d.endpoint, d.action, d.event, d.state, e.removed,
    d.action IS NOT NULL AND d.event <> 'action.lifted' AND EXISTS (
        SELECT FROM delivery l WHERE l.action = d.action AND l.endpoint = d.endpoint AND l.event = 'action.lifted'
    ) AS superseded
FROM delivery d JOIN endpoint e ON e.id = d.endpoint WHERE d.id = %(delivery)s;

-- dead_of: Dead deliveries of a receiver that are not superseded (delivery_dead).
SELECT d.id FROM delivery d
WHERE d.state = 'dead' AND d.endpoint = %(endpoint)s AND NOT (d.event <> 'action.lifted' AND EXISTS (
    SELECT FROM delivery l WHERE l.action = d.action AND l.endpoint = d.endpoint AND l.event = 'action.lifted'
)) ORDER BY d.queued, d.id LIMIT %(limit)s;

-- since_of: Deliveries of a receiver since a moment that wait no longer and are not superseded (delivery_of_endpoint).
SELECT d.id FROM delivery d
WHERE d.endpoint = %(endpoint)s AND d.queued >= %(since)s AND d.state <> 'pending'
    AND NOT (d.event <> 'action.lifted' AND EXISTS (
        SELECT FROM delivery l WHERE l.action = d.action AND l.endpoint = d.endpoint AND l.event = 'action.lifted'
    )) ORDER BY d.queued, d.id LIMIT %(limit)s;

-- attempts: Every attempt of a delivery, in order, and when it was sent again (fact_of_subject).
SELECT kind, occurred, actor, (body ->> 'attempt')::integer AS attempt, (body ->> 'status')::integer AS status,
    (body ->> 'milliseconds')::integer AS milliseconds FROM fact
WHERE subject = %(delivery)s AND kind IN ('delivery_attempted', 'delivery_replayed') ORDER BY position LIMIT %(limit)s;

-- deliveries: Deliveries in a state, the newest first (delivery_by_state); of one receiver (delivery_of_endpoint).
SELECT d.id, d.endpoint, d.event, d.action, d.appeal, d.payload, d.state, d.queued, d.attempts, d.status, d.attempted,
    d.next_attempt, a.measure, c.clause, c.job, d.decision
FROM (
    SELECT * FROM delivery WHERE (%(state)s::text IS NULL OR state = %(state)s)
        AND (%(endpoint)s::uuid IS NULL OR endpoint = %(endpoint)s) AND (%(event)s::text IS NULL OR event = %(event)s)
        AND (%(delivery)s::uuid IS NULL OR id = %(delivery)s)
    ORDER BY queued DESC, id DESC LIMIT %(limit)s OFFSET %(offset)s
) d JOIN decision c ON c.id = d.decision LEFT JOIN action a ON a.id = d.action ORDER BY d.queued DESC, d.id DESC;

-- states: How many deliveries wait or are dead, up to a limit (delivery_by_state).
SELECT state, count(*) AS deliveries FROM (
    (SELECT state FROM delivery WHERE state = 'pending' LIMIT 10001)
    UNION ALL
    (SELECT state FROM delivery WHERE state = 'dead' LIMIT 10001)
) AS counted GROUP BY state;

-- to_label: Restrictions that came into force since a moment, one a subject and clause: what still stands goes before what was lifted.
SELECT DISTINCT ON (a.about, a.clause) a.clause, a.state, a.effective, a.until, a.ended, s.identifier
FROM action a JOIN subject s ON s.id = a.about
WHERE a.state IN ('in_force', 'reversed') AND a.measure = ANY (%(measures)s) AND a.quiet IS NULL
    AND coalesce(a.ended, a.effective) >= %(since)s
ORDER BY a.about, a.clause, a.state = 'in_force' DESC, a.until DESC NULLS FIRST, a.effective DESC;
