-- Every read of the appeals room. Each leans on an index that is named.

-- ground: The decision that somebody wants to appeal (decision_pkey).
SELECT id, job, about, decider, verdict, severity, language, reports, effective, state FROM decision WHERE id = %(decision)s;

-- decision_of_report: The decision that a report came to (report_pkey, job_pkey).
SELECT j.decision FROM report r JOIN job j ON j.id = r.job WHERE r.id = %(report)s;

-- reporter_of: Who sent a report (report_pkey).
SELECT reporter FROM report WHERE id = %(report)s;

-- clocks: The clocks of a decision's reports (clock_of_job).
SELECT report, clock, due FROM clock WHERE job = %(job)s;

-- before: Somebody's appeal against a decision (appeal_once).
SELECT id FROM appeal WHERE decision = %(decision)s AND party = %(party)s AND state <> 'withdrawn';

-- by_key: The appeal that came in under this key (appeal_idempotency_key).
SELECT id, decision, appellant, report, state, expedited, received, start_by, due, closes FROM appeal
WHERE idempotency = %(idempotency)s;

-- hearers: People for assignment: certification, how they are doing, the appeal in hand (person_pkey, exposure_pkey, looked_pkey, appeal_claimed_by).
SELECT p.id, p.roles, p.skills, p.languages, p.severity_limit, w.*, held.id AS appeal, held.lease_until
FROM person p
CROSS JOIN LATERAL wellbeing_of(p.id, %(day)s) w
LEFT JOIN appeal held ON held.claimed_by = p.id
WHERE (%(people)s::uuid[] IS NULL OR p.id = ANY (%(people)s)) AND p.departed IS NULL
ORDER BY p.joined, p.id;

-- candidate: One appeal as assignment sees it, with everybody who took part in the decision (appeal_pkey, decision_of_job).
SELECT a.id, a.decision, a.job, a.state, a.severity, a.language, j.language AS job_language, j.queue, j.harm,
    j.escalation AS job_escalation, a.escalation, a.claimed_by, a.claimed, a.lease_until,
    ARRAY(
        SELECT decider FROM decision WHERE job = a.job
        UNION
        SELECT o.decided_by FROM appeal o WHERE o.decision = a.decision AND o.state = 'decided'
        ORDER BY 1
    ) AS deciders,
    ARRAY(SELECT person FROM recused WHERE appeal = a.id ORDER BY person) AS recused
FROM appeal a JOIN job j ON j.id = a.job WHERE a.id = %(appeal)s;

-- next_appeal: The first appeal in the order of work that this person may hear (appeal_next).
SELECT a.id FROM appeal a JOIN job j ON j.id = a.job
WHERE a.state = 'open' AND (%(any_queue)s OR j.queue = ANY (%(queues)s)) AND a.severity = ANY (%(severities)s)
    AND (%(every_language)s OR a.language = ANY (%(languages)s) AND j.language = ANY (%(languages)s))
    AND (%(lead)s OR a.escalation IS NULL OR a.escalation = 'minor_gate')
    AND (%(hand_off)s OR (
        j.queue <> 'minor_gate' AND j.escalation IS DISTINCT FROM 'minor_gate' AND a.escalation IS DISTINCT FROM 'minor_gate'
    ))
    AND j.harm <> ALL (%(avoids)s::text[]) AND split_part(j.harm, '.', 1) <> ALL (%(avoids)s::text[])
    AND NOT EXISTS (SELECT FROM recused r WHERE r.appeal = a.id AND r.person = %(who)s)
    AND NOT EXISTS (SELECT FROM decision d WHERE d.job = a.job AND d.decider = %(who)s)
    AND NOT EXISTS (SELECT FROM appeal o WHERE o.decision = a.decision AND o.state = 'decided' AND o.decided_by = %(who)s)
ORDER BY a.expedited DESC, a.start_by, a.id LIMIT 1;

-- to_do: Appeals that wait or are being heard, in the order of work (appeal_next, appeal_lease).
SELECT a.id, a.decision, a.job, a.appellant, a.severity, a.language, a.expedited, a.received, a.start_by, a.due, a.late, a.state,
    a.claimed_by, a.escalation, a.outcome, a.decided, a.decided_by, a.effective, a.took_effect, a.withdrawn, j.queue, d.clause,
    d.verdict, d.decider
FROM appeal a JOIN job j ON j.id = a.job JOIN decision d ON d.id = a.decision
WHERE a.state = %(state)s AND a.state IN ('open', 'claimed') AND (%(hand_off)s OR (
        j.queue <> 'minor_gate' AND j.escalation IS DISTINCT FROM 'minor_gate' AND a.escalation IS DISTINCT FROM 'minor_gate'
    ))
ORDER BY a.expedited DESC, a.start_by, a.id LIMIT %(limit)s OFFSET %(offset)s;

-- ended: Appeals that were decided or withdrawn, the latest first (appeal_by_state).
SELECT a.id, a.decision, a.job, a.appellant, a.severity, a.language, a.expedited, a.received, a.start_by, a.due, a.late, a.state,
    a.claimed_by, a.escalation, a.outcome, a.decided, a.decided_by, a.effective, a.took_effect, a.withdrawn, j.queue, d.clause,
    d.verdict, d.decider
FROM appeal a JOIN job j ON j.id = a.job JOIN decision d ON d.id = a.decision
WHERE a.state = %(state)s AND (%(hand_off)s OR (
        j.queue <> 'minor_gate' AND j.escalation IS DISTINCT FROM 'minor_gate' AND a.escalation IS DISTINCT FROM 'minor_gate'
    ))
ORDER BY a.received DESC, a.id DESC LIMIT %(limit)s OFFSET %(offset)s;

-- head: One appeal as it stands (appeal_pkey).
SELECT id, decision, job, about, appellant, party, report, language, severity, expedited, text, received, closes, start_by, due,
    late, state, claimed_by, claimed, lease_until, escalation, decided, decided_by, outcome, verdict, clause, clause_version,
    heard_severity, path, measures, instead, told, note, effective, took_effect, withdrawn
FROM appeal WHERE id = %(appeal)s;

-- first: The decision that is appealed, with what it was about (decision_pkey, job_pkey, subject_pkey).
SELECT d.id, d.decider, d.verdict, d.clause, d.clause_version, d.severity, d.path, d.measures, d.decided, d.effective, d.state,
    d.note, j.queue, j.harm, j.language, j.escalation, s.kind, s.held_by, s.identifier, s.reports, s.violations
FROM decision d JOIN job j ON j.id = d.job JOIN subject s ON s.id = d.about WHERE d.id = %(decision)s;

-- actions: What was done by a decision (action_of_decision).
SELECT measure, state, effective, until, strikes, strikes_expire FROM action WHERE decision = %(decision)s ORDER BY taken, id;

-- strikes: The subject's strikes, without those that this decision gave (action_about).
SELECT weight AS count, expires AS expire, scope FROM strike
WHERE about = %(about)s AND decision <> %(decision)s AND reversed IS NULL AND forgiven IS NULL;

-- texts: What was reported about a job, and what its subject said (report_of_job).
SELECT id, text, content FROM report WHERE job = %(job)s ORDER BY received, id LIMIT 50;

-- in_hand: The appeal somebody holds, for the ribbon (appeal_claimed_by).
SELECT id, lease_until, due, late FROM appeal WHERE claimed_by = %(who)s LIMIT 1;

-- leases_over: Appeals in somebody's hand whose lease has run out (appeal_lease).
SELECT id, claimed_by FROM appeal WHERE state = 'claimed' AND lease_until <= %(moment)s ORDER BY lease_until, id LIMIT %(limit)s;

-- due_over: Appeals that nobody has decided when it was promised (appeal_due).
SELECT id, due FROM appeal WHERE state IN ('open', 'claimed') AND NOT late AND due <= %(moment)s ORDER BY due, id LIMIT %(limit)s;

-- grace_over: Decided appeals whose grace period is over (appeal_effective).
SELECT id, decision, outcome FROM appeal
WHERE state = 'decided' AND took_effect IS NULL AND effective <= %(moment)s ORDER BY effective, id LIMIT %(limit)s;

-- facts_of: What happened to an appeal, in order (fact_of_subject).
SELECT position, kind, version, subject, actor, occurred, recorded, body::text AS body FROM fact
WHERE subject = %(appeal)s ORDER BY position LIMIT 200;

-- sealed_to: The last position under a seal (seal_last).
SELECT coalesce(max(last), 0) FROM seal;

-- names: The names of people (account_pkey).
SELECT person, name FROM account WHERE person = ANY (%(people)s);

-- in_hands: The appeals that these people hear (appeal_claimed_by).
SELECT id, claimed_by AS who FROM appeal WHERE claimed_by = ANY (%(people)s);
