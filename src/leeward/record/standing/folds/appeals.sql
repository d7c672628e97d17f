-- appeal_received: It waits to be heard.
INSERT INTO appeal (
    id, decision, job, about, appellant, party, report, language, severity, expedited, idempotency, text, received, closes,
    start_by, due, state
)
SELECT subject, decision, job, about, appellant, coalesce(reporter, about), report, language, severity, expedited, idempotency,
    text, occurred, closes, start_by, due, 'open'
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, decision uuid, job uuid, about uuid, appellant text, reporter uuid, report uuid, language text,
    severity smallint, expedited boolean, idempotency text, text uuid, occurred timestamptz, closes timestamptz,
    start_by timestamptz, due timestamptz
);

-- appeal_received.conflict: Who took it in for somebody does not hear it.
INSERT INTO recused (appeal, person, reason)
SELECT subject, actor, 'taken_in' FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, door text)
WHERE door <> 'api' AND actor::text NOT LIKE '00000000-0000-7000-8000-%%'
ON CONFLICT (appeal, person) DO NOTHING;

-- appeal_claimed: Somebody holds it.
UPDATE appeal SET state = 'claimed', claimed_by = f.actor, claimed = f.occurred, lease_until = f.lease_until
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz, lease_until timestamptz)
WHERE appeal.id = f.subject;

-- appeal_assigned: Somebody was given it.
UPDATE appeal SET state = 'claimed', claimed_by = f."to", claimed = f.occurred, lease_until = f.lease_until
FROM json_to_recordset(%(facts)s) AS f (subject uuid, "to" uuid, occurred timestamptz, lease_until timestamptz)
WHERE appeal.id = f.subject;

-- appeal_released.exposure: The time with the appeal open counts for whoever held it.
INSERT INTO exposure AS e (person, day, severity, seconds, items)
SELECT f.holder, (f.occurred AT TIME ZONE 'UTC')::date, appeal.severity,
    sum(greatest(0, extract(epoch FROM f.occurred - appeal.claimed))::integer), count(*)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, holder uuid, occurred timestamptz) JOIN appeal ON appeal.id = f.subject
GROUP BY 1, 2, 3
ON CONFLICT (person, day, severity) DO UPDATE SET seconds = e.seconds + excluded.seconds, items = e.items + excluded.items;

-- appeal_released.looked: What somebody had open last.
INSERT INTO looked (person, ended, work, began, severity, harm)
SELECT f.holder, f.occurred, appeal.id, least(coalesce(appeal.claimed, f.occurred), f.occurred), appeal.severity, job.harm
FROM json_to_recordset(%(facts)s) AS f (subject uuid, holder uuid, occurred timestamptz) JOIN appeal ON appeal.id = f.subject
JOIN job ON job.id = appeal.job
ON CONFLICT (person, ended, work) DO NOTHING;

-- appeal_released.recused: Who steps back from it does not get it again.
INSERT INTO recused (appeal, person, reason)
SELECT subject, holder, reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, holder uuid, ending text, reason text)
WHERE ending = 'recused'
ON CONFLICT (appeal, person) DO UPDATE SET reason = excluded.reason;

-- appeal_released: Nobody holds it.
UPDATE appeal SET state = 'open', claimed_by = NULL, claimed = NULL, lease_until = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE appeal.id = f.subject;

-- appeal_escalated.exposure: The time with the appeal open counts for whoever held it.
INSERT INTO exposure AS e (person, day, severity, seconds, items)
SELECT f.actor, (f.occurred AT TIME ZONE 'UTC')::date, appeal.severity,
    sum(greatest(0, extract(epoch FROM f.occurred - appeal.claimed))::integer), count(*)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz) JOIN appeal ON appeal.id = f.subject
GROUP BY 1, 2, 3
ON CONFLICT (person, day, severity) DO UPDATE SET seconds = e.seconds + excluded.seconds, items = e.items + excluded.items;

-- appeal_escalated.looked: What somebody had open last.
INSERT INTO looked (person, ended, work, began, severity, harm)
SELECT f.actor, f.occurred, appeal.id, least(coalesce(appeal.claimed, f.occurred), f.occurred), appeal.severity, job.harm
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz) JOIN appeal ON appeal.id = f.subject
JOIN job ON job.id = appeal.job
ON CONFLICT (person, ended, work) DO NOTHING;

-- appeal_escalated.recused: Who passed it up does not get it again.
INSERT INTO recused (appeal, person, reason)
SELECT subject, actor, reason FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, reason text)
WHERE true
ON CONFLICT (appeal, person) DO UPDATE SET reason = excluded.reason;

-- appeal_escalated: It waits for a lead.
UPDATE appeal SET state = 'open', claimed_by = NULL, claimed = NULL, lease_until = NULL, escalation = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, reason text) WHERE appeal.id = f.subject;

-- appeal_decided.exposure: The time with the appeal open counts for whoever held it.
INSERT INTO exposure AS e (person, day, severity, seconds, items)
SELECT f.actor, (f.occurred AT TIME ZONE 'UTC')::date, appeal.severity,
    sum(greatest(0, extract(epoch FROM f.occurred - appeal.claimed))::integer), count(*)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz) JOIN appeal ON appeal.id = f.subject
GROUP BY 1, 2, 3
ON CONFLICT (person, day, severity) DO UPDATE SET seconds = e.seconds + excluded.seconds, items = e.items + excluded.items;

-- appeal_decided.looked: What somebody had open last.
INSERT INTO looked (person, ended, work, began, severity, harm)
SELECT f.actor, f.occurred, appeal.id, least(coalesce(appeal.claimed, f.occurred), f.occurred), appeal.severity, job.harm
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz) JOIN appeal ON appeal.id = f.subject
JOIN job ON job.id = appeal.job
ON CONFLICT (person, ended, work) DO NOTHING;

-- appeal_decided: Another person decided; the consequences wait for the end of the grace period.
UPDATE appeal SET state = 'decided', claimed_by = NULL, lease_until = NULL, decided = f.occurred, decided_by = f.actor,
    outcome = f.outcome, verdict = f.verdict, clause = f.clause, clause_version = f.clause_version,
    heard_severity = f.severity, path = f.path, measures = f.measures, instead = f.instead, playbook = f.playbook,
    told = f.told, note = f.note, effective = f.effective
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, actor uuid, occurred timestamptz, outcome text, verdict text, clause text, clause_version integer,
    severity smallint, path jsonb, measures text[], instead uuid, playbook text, told uuid, note uuid, effective timestamptz
) WHERE appeal.id = f.subject;

-- appeal_undone: It is to be heard again.
UPDATE appeal SET state = 'open', claimed = NULL, decided = NULL, decided_by = NULL, outcome = NULL, verdict = NULL,
    clause = NULL, clause_version = NULL, heard_severity = NULL, path = NULL, measures = NULL, instead = NULL, playbook = NULL,
    told = NULL, note = NULL, effective = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE appeal.id = f.subject;

-- appeal_took_effect: It is carried out.
UPDATE appeal SET took_effect = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE appeal.id = f.subject;

-- appeal_withdrawn.exposure: The time with the appeal open counts for whoever held it.
INSERT INTO exposure AS e (person, day, severity, seconds, items)
SELECT appeal.claimed_by, (f.occurred AT TIME ZONE 'UTC')::date, appeal.severity,
    sum(greatest(0, extract(epoch FROM f.occurred - appeal.claimed))::integer), count(*)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) JOIN appeal ON appeal.id = f.subject
WHERE appeal.claimed_by IS NOT NULL
GROUP BY 1, 2, 3
ON CONFLICT (person, day, severity) DO UPDATE SET seconds = e.seconds + excluded.seconds, items = e.items + excluded.items;

-- appeal_withdrawn.looked: What somebody had open last.
INSERT INTO looked (person, ended, work, began, severity, harm)
SELECT appeal.claimed_by, f.occurred, appeal.id, least(coalesce(appeal.claimed, f.occurred), f.occurred), appeal.severity, job.harm
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) JOIN appeal ON appeal.id = f.subject
JOIN job ON job.id = appeal.job
WHERE appeal.claimed_by IS NOT NULL
ON CONFLICT (person, ended, work) DO NOTHING;

-- appeal_withdrawn: Nobody asks any longer.
UPDATE appeal SET state = 'withdrawn', claimed_by = NULL, lease_until = NULL, withdrawn = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE appeal.id = f.subject;

-- appeal_fell_late: The promise was not kept.
UPDATE appeal SET late = true
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE appeal.id = f.subject;
