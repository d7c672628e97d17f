-- job_opened: A subject is a unit of work.
INSERT INTO job (
    id, about, state, queue, skill, language, harm, clauses, severity, likelihood, received, start_by, legal_due, place,
    reports, opened
)
SELECT
    f.subject, f.about, 'open', f.queue, f.skill, f.language, f.harm, f.clauses, (f.place ->> 'severity')::smallint,
    (f.place ->> 'likelihood')::double precision, (f.place ->> 'received')::timestamptz, (f.place ->> 'start_by')::timestamptz,
    (f.place ->> 'legal_due')::timestamptz, f.place, 1, f.occurred
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, about uuid, queue text, skill text, language text, harm text, clauses text[], place jsonb,
    occurred timestamptz
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

-- job_routed: The job is in another queue.
UPDATE job SET queue = f.queue, skill = f.skill
FROM (
    SELECT DISTINCT ON (subject) subject, queue, skill
    FROM json_to_recordset(%(facts)s) AS f (position bigint, subject uuid, queue text, skill text)
    ORDER BY subject, position DESC
) f WHERE job.id = f.subject;

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
    JOIN job j ON j.id = f.job
    WHERE j.state <> 'decided' AND (j.legal_due IS NULL OR f.due < j.legal_due)
) moved WHERE job.id = moved.id;

-- decision_undone.clocks: The clocks that the decision stopped run again.
UPDATE clock SET stopped = NULL, on_time = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid, decision uuid) JOIN decision d ON d.id = f.decision
WHERE clock.job = f.subject AND clock.stopped = d.decided AND clock.ends = 'decision';

-- clocks_withdrawn: They never began.
DELETE FROM clock USING json_to_recordset(%(facts)s) AS f (clocks json), json_to_recordset(f.clocks) AS c (report uuid, clock text)
WHERE clock.report = c.report AND clock.clock = c.clock;
