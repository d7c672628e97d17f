-- job_opened: A subject is a unit of work.
INSERT INTO job (
    id, about, state, queue, skill, language, harm, clauses, severity, likelihood, received, start_by, legal_due, place,
    reports, opened, parted_from
)
SELECT
    f.subject, f.about, 'open', f.queue, f.skill, f.language, f.harm, f.clauses, (f.place ->> 'severity')::smallint,
    (f.place ->> 'likelihood')::double precision, (f.place ->> 'received')::timestamptz, (f.place ->> 'start_by')::timestamptz,
    (f.place ->> 'legal_due')::timestamptz, f.place, 1, f.occurred, f.parted_from
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, about uuid, queue text, skill text, language text, harm text, clauses text[], place jsonb,
    occurred timestamptz, parted_from uuid
);

-- job_opened.report: The report belongs to the job; who wrote it down does not judge it.
WITH belongs AS (
    UPDATE report SET job = f.subject
    FROM json_to_recordset(%(facts)s) AS f (subject uuid, report uuid, occurred timestamptz) WHERE report.id = f.report
    RETURNING f.subject, report.entered_by, f.occurred
)
INSERT INTO passed (job, person, ending, reason, passed)
SELECT DISTINCT ON (subject, entered_by) subject, entered_by, 'reported', 'conflict', occurred
FROM belongs WHERE entered_by IS NOT NULL ORDER BY subject, entered_by, occurred
ON CONFLICT (job, person) DO UPDATE SET ending = 'reported', reason = 'conflict', passed = excluded.passed
WHERE passed.ending <> 'reported';

-- report_merged: Another report joined the job; the place after the last merge counts.
UPDATE job SET
    reports = job.reports + f.n,
    clauses = f.clauses,
    harm = f.harm,
    severity = (f.place ->> 'severity')::smallint,
    likelihood = (f.place ->> 'likelihood')::double precision,
    start_by = (f.place ->> 'start_by')::timestamptz,
    legal_due = (f.place ->> 'legal_due')::timestamptz,
    place = f.place
FROM (
    SELECT DISTINCT ON (subject) subject, place, clauses, harm, count(*) OVER (PARTITION BY subject)::integer AS n
    FROM json_to_recordset(%(facts)s) AS f (position bigint, subject uuid, place jsonb, clauses text[], harm text)
    ORDER BY subject, position DESC
) f WHERE job.id = f.subject;

-- report_merged.report: The report belongs to the job; who wrote it down does not judge it.
WITH belongs AS (
    UPDATE report SET job = f.subject
    FROM json_to_recordset(%(facts)s) AS f (subject uuid, report uuid, occurred timestamptz) WHERE report.id = f.report
    RETURNING f.subject, report.entered_by, f.occurred
)
INSERT INTO passed (job, person, ending, reason, passed)
SELECT DISTINCT ON (subject, entered_by) subject, entered_by, 'reported', 'conflict', occurred
FROM belongs WHERE entered_by IS NOT NULL ORDER BY subject, entered_by, occurred
ON CONFLICT (job, person) DO UPDATE SET ending = 'reported', reason = 'conflict', passed = excluded.passed
WHERE passed.ending <> 'reported';

-- job_raised: The place after the last that came to be known counts.
UPDATE job SET
    clauses = f.clauses,
    harm = f.harm,
    severity = (f.place ->> 'severity')::smallint,
    likelihood = (f.place ->> 'likelihood')::double precision,
    start_by = (f.place ->> 'start_by')::timestamptz,
    legal_due = (f.place ->> 'legal_due')::timestamptz,
    place = f.place
FROM (
    SELECT DISTINCT ON (subject) subject, place, clauses, harm
    FROM json_to_recordset(%(facts)s) AS f (position bigint, subject uuid, place jsonb, clauses text[], harm text)
    ORDER BY subject, position DESC
) f WHERE job.id = f.subject;

-- job_routed: The job is in another queue. A person who moved it chose that queue, whatever routing would say, and no lead is asked.
UPDATE job SET queue = f.queue, skill = f.skill, chosen = f."left" IS NOT NULL,
    late = CASE WHEN f."left" IS NULL THEN job.late END,
    state = CASE WHEN f."left" IS NOT NULL AND job.state = 'escalated' THEN 'open' ELSE job.state END,
    escalated_by = CASE WHEN f."left" IS NULL THEN job.escalated_by END,
    escalated_from = CASE WHEN f."left" IS NULL THEN job.escalated_from END,
    escalation = CASE WHEN f."left" IS NULL THEN job.escalation END,
    reason = CASE WHEN f."left" IS NULL OR job.state = 'held' THEN job.reason END,
    start_by = coalesce((f.place ->> 'start_by')::timestamptz, job.start_by), place = coalesce(f.place, job.place)
FROM (
    SELECT DISTINCT ON (subject) subject, queue, skill, "left", place
    FROM json_to_recordset(%(facts)s) AS f (position bigint, subject uuid, queue text, skill text, "left" text, place jsonb)
    ORDER BY subject, position DESC
) f WHERE job.id = f.subject;

-- job_split: What is left of the job.
UPDATE job SET
    reports = job.reports - json_array_length(f.reports),
    clauses = f.clauses,
    harm = f.harm,
    severity = (f.place ->> 'severity')::smallint,
    likelihood = (f.place ->> 'likelihood')::double precision,
    start_by = (f.place ->> 'start_by')::timestamptz,
    legal_due = (f.place ->> 'legal_due')::timestamptz,
    place = f.place
FROM json_to_recordset(%(facts)s) AS f (subject uuid, place jsonb, clauses text[], harm text, reports json) WHERE job.id = f.subject;

-- job_split.part: How many reports the new job has.
UPDATE job SET reports = json_array_length(f.reports)
FROM json_to_recordset(%(facts)s) AS f (part uuid, reports json) WHERE job.id = f.part;

-- job_split.reports: They belong to the new job.
UPDATE report SET job = f.part
FROM json_to_recordset(%(facts)s) AS f (part uuid, reports uuid[]) WHERE report.id = ANY (f.reports);

-- job_split.clocks: So do their clocks.
UPDATE clock SET job = f.part
FROM json_to_recordset(%(facts)s) AS f (part uuid, reports uuid[]) WHERE clock.report = ANY (f.reports);

-- job_split.passed: Who passed the whole on passed on its parts.
INSERT INTO passed (job, person, ending, reason, passed)
SELECT f.part, p.person, p.ending, p.reason, p.passed
FROM json_to_recordset(%(facts)s) AS f (subject uuid, part uuid) JOIN passed p ON p.job = f.subject
ON CONFLICT (job, person) DO NOTHING;

-- job_merged: The job that stays.
UPDATE job SET
    reports = job.reports + json_array_length(f.reports),
    clauses = f.clauses,
    harm = f.harm,
    severity = (f.place ->> 'severity')::smallint,
    likelihood = (f.place ->> 'likelihood')::double precision,
    received = (f.place ->> 'received')::timestamptz,
    start_by = (f.place ->> 'start_by')::timestamptz,
    legal_due = (f.place ->> 'legal_due')::timestamptz,
    place = f.place
FROM json_to_recordset(%(facts)s) AS f (subject uuid, place jsonb, clauses text[], harm text, reports json) WHERE job.id = f.subject;

-- job_merged.job: The other one is decided with it.
UPDATE job SET state = 'merged', merged_into = f.subject, reports = job.reports - json_array_length(f.reports), held_until = NULL,
    reason = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid, job uuid, reports json) WHERE job.id = f.job;

-- job_merged.reports: Reports on the same subject come over.
UPDATE report SET job = f.subject
FROM json_to_recordset(%(facts)s) AS f (subject uuid, reports uuid[]) WHERE report.id = ANY (f.reports);

-- job_merged.clocks: So do their clocks.
UPDATE clock SET job = f.subject
FROM json_to_recordset(%(facts)s) AS f (subject uuid, reports uuid[]) WHERE clock.report = ANY (f.reports);

-- job_merged.passed: Who passed either on passed on both.
INSERT INTO passed (job, person, ending, reason, passed)
SELECT f.subject, p.person, p.ending, p.reason, p.passed
FROM json_to_recordset(%(facts)s) AS f (subject uuid, job uuid) JOIN passed p ON p.job = f.job
ON CONFLICT (job, person) DO UPDATE SET ending = excluded.ending, reason = excluded.reason, passed = excluded.passed
WHERE passed.ending <> 'reported' AND (excluded.ending = 'reported' OR excluded.passed > passed.passed);

-- job_parted: The job that stayed, without what was merged into it.
UPDATE job SET
    reports = job.reports - json_array_length(f.reports),
    clauses = f.clauses,
    harm = f.harm,
    severity = (f.place ->> 'severity')::smallint,
    likelihood = (f.place ->> 'likelihood')::double precision,
    received = (f.place ->> 'received')::timestamptz,
    start_by = (f.place ->> 'start_by')::timestamptz,
    legal_due = (f.place ->> 'legal_due')::timestamptz,
    place = f.place
FROM json_to_recordset(%(facts)s) AS f (subject uuid, place jsonb, clauses text[], harm text, reports json) WHERE job.id = f.subject;

-- job_parted.job: The other one stands for itself again.
UPDATE job SET state = CASE WHEN job.escalated_by IS NULL THEN 'open' ELSE 'escalated' END, merged_into = NULL,
    reports = job.reports + json_array_length(f.reports)
FROM json_to_recordset(%(facts)s) AS f (job uuid, reports json) WHERE job.id = f.job;

-- job_parted.reports: Its reports go back.
UPDATE report SET job = f.job
FROM json_to_recordset(%(facts)s) AS f (job uuid, reports uuid[]) WHERE report.id = ANY (f.reports);

-- job_parted.clocks: So do their clocks.
UPDATE clock SET job = f.job
FROM json_to_recordset(%(facts)s) AS f (job uuid, reports uuid[]) WHERE clock.report = ANY (f.reports);

-- clocks_started: The clocks run.
INSERT INTO clock (report, clock, job, instrument, jurisdiction, version, legal, starts, due, ends)
SELECT f.subject, c.clock, f.job, c.instrument, c.jurisdiction, c.version, c.legal, c.starts, c.due, c.ends
FROM json_to_recordset(%(facts)s) AS f (subject uuid, job uuid, clocks json),
    json_to_recordset(f.clocks) AS c (
        clock text, instrument text, jurisdiction text, version integer, legal boolean, starts timestamptz, due timestamptz,
        ends text
    )
ON CONFLICT (report, clock) DO NOTHING;

-- clock_missed: It came due before what ends it.
UPDATE clock SET missed = true
FROM json_to_recordset(%(facts)s) AS f (report uuid, clock text)
WHERE clock.report = f.report AND clock.clock = f.clock;

-- clock_met: It stopped.
UPDATE clock SET stopped = f.occurred, on_time = f.on_time
FROM json_to_recordset(%(facts)s) AS f (report uuid, clock text, on_time boolean, occurred timestamptz)
WHERE clock.report = f.report AND clock.clock = f.clock;

-- clocks_started.job: A clock of the law that deciding ends, and that began after its job was opened, moves the job forward.
UPDATE job SET legal_due = moved.legal_due, start_by = moved.start_by,
    place = job.place || jsonb_build_object('legal_due', moved.legal_due, 'start_by', moved.start_by)
FROM (
    SELECT j.id, f.due AS legal_due,
        least(j.start_by, f.due - make_interval(secs => (j.place ->> 'handling_seconds')::integer)) AS start_by
    FROM (
        SELECT f.job, min(c.due) AS due
        FROM json_to_recordset(%(facts)s) AS f (job uuid, clocks json),
            json_to_recordset(f.clocks) AS c (legal boolean, due timestamptz, ends text)
        WHERE c.legal AND c.due IS NOT NULL AND c.ends = 'decision' GROUP BY f.job
    ) f
    JOIN job own ON own.id = f.job
    JOIN job j ON j.id IN (own.id, own.merged_into)
    WHERE j.state <> 'decided' AND (j.legal_due IS NULL OR f.due < j.legal_due)
) moved WHERE job.id = moved.id;

-- decision_undone.clocks: The clocks that the decision stopped run again.
UPDATE clock SET stopped = NULL, on_time = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid, decision uuid) JOIN decision d ON d.id = f.decision
WHERE clock.job = f.subject AND clock.stopped = d.decided AND clock.ends = 'decision';

-- clocks_withdrawn: They never began.
DELETE FROM clock USING json_to_recordset(%(facts)s) AS f (clocks json), json_to_recordset(f.clocks) AS c (report uuid, clock text)
WHERE clock.report = c.report AND clock.clock = c.clock;

-- job_went_late: It was said, and done what its queue asks for.
UPDATE job SET late = f.occurred,
    severity = coalesce((f.place ->> 'severity')::smallint, job.severity),
    start_by = coalesce((f.place ->> 'start_by')::timestamptz, job.start_by), place = coalesce(f.place, job.place)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, place jsonb) WHERE job.id = f.subject;
