-- job_claimed: Somebody holds the lease.
UPDATE job SET state = 'claimed', claimed_by = f.actor, claimed = f.occurred, lease_until = f.lease_until, held_until = NULL,
    reason = NULL, assigned_to = NULL, assigned_until = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz, lease_until timestamptz)
WHERE job.id = f.subject;

-- job_assigned: Somebody is to take it.
UPDATE job SET state = 'assigned', assigned_to = f."to", assigned_until = f.until, reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, "to" uuid, until timestamptz, reason text) WHERE job.id = f.subject;

-- assignment_ended: It is for everybody again.
UPDATE job SET
    state = CASE WHEN job.state <> 'assigned' THEN job.state WHEN job.escalated_by IS NULL THEN 'open' ELSE 'escalated' END,
    assigned_to = NULL, assigned_until = NULL, reason = CASE WHEN job.state <> 'assigned' THEN job.reason ELSE job.escalation END
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE job.id = f.subject;

-- lease_renewed: For longer; the last renewal counts.
UPDATE job SET lease_until = f.lease_until
FROM (
    SELECT DISTINCT ON (subject) subject, lease_until
    FROM json_to_recordset(%(facts)s) AS f (position bigint, subject uuid, lease_until timestamptz)
    ORDER BY subject, position DESC
) f WHERE job.id = f.subject;

-- lease_ended.exposure: The time with the job open counts for whoever held it.
INSERT INTO exposure AS e (person, day, severity, seconds, items)
SELECT job.claimed_by, (f.occurred AT TIME ZONE 'UTC')::date, job.severity,
    sum(greatest(0, extract(epoch FROM f.occurred - job.claimed))::integer), -- rounded fact by fact: batches must not matter
    count(*)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) JOIN job ON job.id = f.subject
WHERE job.claimed_by IS NOT NULL
GROUP BY 1, 2, 3
ON CONFLICT (person, day, severity) DO UPDATE SET seconds = e.seconds + excluded.seconds, items = e.items + excluded.items;

-- lease_ended.looked: What somebody had open last.
INSERT INTO looked (person, ended, work, began, severity, harm)
SELECT job.claimed_by, f.occurred, job.id, least(job.claimed, f.occurred), job.severity, job.harm
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) JOIN job ON job.id = f.subject
WHERE job.claimed_by IS NOT NULL
ON CONFLICT (person, ended, work) DO NOTHING;

-- lease_ended.passed: Who skips a job does not get it again soon.
INSERT INTO passed (job, person, ending, reason, passed)
SELECT subject, actor, ending, reason, occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, ending text, reason text, occurred timestamptz)
WHERE ending = 'skipped'
ON CONFLICT (job, person) DO UPDATE SET ending = excluded.ending, reason = excluded.reason, passed = excluded.passed
WHERE passed.ending <> 'reported';

-- lease_ended: Nobody holds the job; what follows (held, escalated, decided) is a fact of its own. Escalated work waits on.
UPDATE job SET
    state = CASE WHEN job.merged_into IS NOT NULL THEN 'merged' WHEN job.escalated_by IS NULL THEN 'open' ELSE 'escalated' END,
    claimed_by = NULL, claimed = NULL, lease_until = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE job.id = f.subject;

-- job_held: It waits.
UPDATE job SET state = 'held', held_until = f.until, reason = f.reason
FROM (
    SELECT DISTINCT ON (subject) subject, until, reason
    FROM json_to_recordset(%(facts)s) AS f (position bigint, subject uuid, until timestamptz, reason text)
    ORDER BY subject, position DESC
) f WHERE job.id = f.subject;

-- job_resumed: A hold ends where the job stood before; an escalation ends in the queue it came from.
UPDATE job SET
    state = CASE WHEN job.state = 'held' AND job.escalated_by IS NOT NULL THEN 'escalated' ELSE 'open' END,
    queue = CASE WHEN job.state = 'escalated' THEN coalesce(job.escalated_from, job.queue) ELSE job.queue END,
    escalated_by = CASE WHEN job.state = 'held' THEN job.escalated_by END,
    escalated_from = CASE WHEN job.state = 'held' THEN job.escalated_from END,
    escalation = CASE WHEN job.state = 'held' THEN job.escalation END,
    held_until = NULL, reason = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE job.id = f.subject;

-- job_escalated.passed: Who escalates a job does not get it again.
INSERT INTO passed (job, person, ending, reason, passed)
SELECT subject, actor, 'escalated', reason, occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, reason text, occurred timestamptz)
ON CONFLICT (job, person) DO UPDATE SET ending = excluded.ending, reason = excluded.reason, passed = excluded.passed
WHERE passed.ending <> 'reported';

-- job_escalated: It waits for a lead, in the queue that escalations go to.
UPDATE job SET state = 'escalated', reason = f.reason, escalated_from = coalesce(job.escalated_from, job.queue),
    queue = f.queue, escalated_by = f.actor, escalation = f.reason, held_until = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, reason text, queue text) WHERE job.id = f.subject;

-- job_decided.decision: The decision, whole.
INSERT INTO decision (
    id, job, about, reports, decider, verdict, clause, clause_version, severity, path, reasons, playbook, measures, source,
    queue, language, first_seen, claimed, decided, effective, views_at_action, automated_detection, automated_decision, evidence,
    note, state
)
SELECT
    decision, subject, about, reports, actor, verdict, clause, clause_version, severity, path, reasons, playbook, measures,
    source, queue, language, first_seen, claimed, occurred, effective, views_at_action, automated_detection,
    automated_decision, coalesce(evidence, '{}'), note, 'made'
FROM json_to_recordset(%(facts)s) AS f (
    decision uuid, subject uuid, about uuid, reports uuid[], actor uuid, verdict text, clause text, clause_version integer,
    severity smallint, path jsonb, reasons jsonb, playbook text, measures text[], source text, queue text, language text,
    first_seen timestamptz, claimed timestamptz, occurred timestamptz, effective timestamptz, views_at_action integer,
    automated_detection boolean, automated_decision boolean, evidence uuid[], note uuid
);

-- job_decided: The job is done.
UPDATE job SET state = 'decided', decision = f.decision, decided = f.occurred, decided_by = f.actor, verdict = f.verdict,
    held_until = NULL, reason = NULL
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, actor uuid, occurred timestamptz, decision uuid, verdict text
) WHERE job.id = f.subject;

-- job_decided.count: One more in its hour.
INSERT INTO decision_count AS c (hour, queue, verdict, decisions)
SELECT date_trunc('hour', f.occurred, 'UTC'), f.queue, f.verdict, count(*)
FROM json_to_recordset(%(facts)s) AS f (occurred timestamptz, queue text, verdict text) GROUP BY 1, 2, 3
ON CONFLICT (hour, queue, verdict) DO UPDATE SET decisions = c.decisions + excluded.decisions;

-- job_decided.subject: One more violation on record, when it is one.
UPDATE subject SET violations = subject.violations + f.n
FROM (
    SELECT about, count(*)::integer AS n FROM json_to_recordset(%(facts)s) AS f (about uuid, verdict text)
    WHERE verdict = 'violates' GROUP BY about
) f WHERE subject.id = f.about;

-- decision_undone.subject: The violation never was.
UPDATE subject SET violations = subject.violations - f.n
FROM (
    SELECT d.about, count(*)::integer AS n
    FROM json_to_recordset(%(facts)s) AS f (decision uuid) JOIN decision d ON d.id = f.decision
    WHERE d.verdict = 'violates' AND d.state = 'made' GROUP BY d.about
) f WHERE subject.id = f.about;

-- decision_undone.count: It was none.
UPDATE decision_count AS c SET decisions = c.decisions - f.n
FROM (
    SELECT date_trunc('hour', d.decided, 'UTC') AS hour, d.queue, d.verdict, count(*) AS n
    FROM json_to_recordset(%(facts)s) AS f (decision uuid) JOIN decision d ON d.id = f.decision
    WHERE d.state = 'made' GROUP BY 1, 2, 3
) f WHERE c.hour = f.hour AND c.queue = f.queue AND c.verdict = f.verdict;

-- decision_undone: The decision was taken back in time.
UPDATE decision SET state = 'undone'
FROM json_to_recordset(%(facts)s) AS f (decision uuid) WHERE decision.id = f.decision;

-- decision_undone.job: The job is to be done again.
UPDATE job SET state = CASE WHEN job.merged_into IS NOT NULL THEN 'merged' WHEN job.escalated_by IS NULL THEN 'open' ELSE 'escalated' END,
    decision = NULL, decided = NULL, decided_by = NULL, verdict = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE job.id = f.subject;

-- decision_reversed.subject: The violation counts no more.
UPDATE subject SET violations = subject.violations - f.n
FROM (
    SELECT d.about, count(*)::integer AS n
    FROM json_to_recordset(%(facts)s) AS f (decision uuid) JOIN decision d ON d.id = f.decision
    WHERE d.verdict = 'violates' AND d.state = 'made' GROUP BY d.about
) f WHERE subject.id = f.about;

-- decision_reversed: The decision was overturned; the job stays decided, as what happened.
UPDATE decision SET state = 'reversed', reversal_reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (decision uuid, reason text) WHERE decision.id = f.decision;
