-- Of the undecided jobs of a subject a report's own comes first, then the part that is handled as the same harm, then the whole.

-- reports: Reports as assessment left them, in the order asked for, each with the undecided job of its subject (job_about).
SELECT
    report.id, report.about, report.source, report.capacity, report.harm, report.named, report.language, report.jurisdictions,
    report.elements, report.reach, report.received, report.clauses, report.severity, report.likelihood, report.job AS own_job,
    job.id AS job, job.state, job.queue, job.harm AS job_harm, job.clauses AS job_clauses, job.place, job.held_until, job.chosen
FROM unnest(%(reports)s::uuid[]) WITH ORDINALITY AS asked (id, place)
JOIN report ON report.id = asked.id
LEFT JOIN LATERAL (
    SELECT j.* FROM job j WHERE j.about = report.about AND j.state <> 'decided' AND j.reports > 0
    ORDER BY j.id = report.job DESC NULLS LAST, split_part(j.harm, '.', 1) = split_part(report.harm, '.', 1) DESC, j.parted_from IS NULL DESC,
        j.id LIMIT 1
) job ON true
ORDER BY asked.place;

-- open_jobs: Those of these jobs that are open.
SELECT id, state, queue, harm, clauses, place, held_until, chosen FROM job WHERE id = ANY (%(jobs)s) AND state = 'open';

-- merged_into: The jobs with which these jobs are decided (job_pkey).
SELECT m.id AS merged, j.id, j.state, j.queue, j.harm, j.clauses, j.place, j.held_until, j.chosen
FROM job m JOIN job j ON j.id = m.merged_into WHERE m.id = ANY (%(jobs)s);

-- mover: Somebody who works here, as they may move work (person_pkey).
SELECT p.id, p.roles, p.skills, p.languages, p.severity_limit, w.*
FROM person p CROSS JOIN LATERAL wellbeing_of(p.id, %(day)s) w WHERE p.id = %(who)s AND p.departed IS NULL;

-- moving: Jobs as they stand before somebody moves them (job_pkey).
SELECT id, about, state, queue, language, harm, clauses, place, held_until, claimed_by, escalation, parted_from, merged_into, chosen,
    reports, received
FROM job WHERE id = ANY (%(jobs)s);

-- followers: What is decided with a job (job_merged).
SELECT id FROM job WHERE merged_into = %(job)s AND reports > 0 ORDER BY id;

-- past_start_by: Open jobs that wait past their start-by for as long as their queue says, and of which nobody has said so (job_late).
SELECT job.id, job.queue, job.place FROM job
LEFT JOIN unnest(%(queues)s::text[], %(after)s::integer[]) AS queue (code, seconds) ON queue.code = job.queue
WHERE job.state = 'open' AND job.late IS NULL AND job.start_by < %(moment)s
    AND job.start_by < %(moment)s - make_interval(secs => coalesce(queue.seconds, 0))
ORDER BY job.start_by, job.id LIMIT %(limit)s;

-- late_jobs: Open jobs of which it was said that they wait past their start-by, the longest first (job_said_late).
SELECT id, queue, harm, language, severity, start_by, legal_due, late FROM job
WHERE state = 'open' AND late IS NOT NULL AND (%(hand_off)s OR queue <> 'minor_gate') ORDER BY start_by, id LIMIT %(limit)s;

-- work: Undecided jobs by queue and language (job_next, job_lease, job_held, job_escalated: an index for each state).
SELECT queue, language, sum(open)::integer AS open, sum(claimed)::integer AS claimed, sum(waiting)::integer AS waiting,
    sum(late)::integer AS late
FROM (
    SELECT queue, language, count(*) AS open, 0 AS claimed, 0 AS waiting, count(*) FILTER (WHERE start_by < %(now)s) AS late
    FROM job WHERE state = 'open' GROUP BY 1, 2
    UNION ALL SELECT queue, language, 0, count(*), 0, 0 FROM job WHERE state = 'claimed' GROUP BY 1, 2
    UNION ALL SELECT queue, language, 0, 0, count(*), 0 FROM job WHERE state = 'held' GROUP BY 1, 2
    UNION ALL SELECT queue, language, 0, 0, count(*), 0 FROM job WHERE state = 'escalated' GROUP BY 1, 2
) AS each_state GROUP BY 1, 2 ORDER BY 1, 2;

-- able: What the people who work here are able to do (person; a team is some hundred people).
SELECT skills, languages FROM person WHERE departed IS NULL AND skills <> '{}';

-- parts_of: What was split from a job and stands for itself (job_parted).
SELECT id FROM job WHERE parted_from = %(job)s AND state <> 'merged' ORDER BY id;

-- reports_to_choose: The reports of a job, the earliest first, as somebody chooses among them (report_of_job).
SELECT id, received, source, harm, severity, language FROM report WHERE job = %(job)s ORDER BY received, id LIMIT 200;

-- reports_in: The reports of a job, the earliest first (report_of_job).
SELECT id FROM report WHERE job = %(job)s ORDER BY received, id;

-- legal_dues: The earliest due moment of the law for each of these reports, of clocks that deciding ends (clock_pkey).
SELECT report, min(due) AS due FROM clock
WHERE report = ANY (%(reports)s) AND stopped IS NULL AND legal AND due IS NOT NULL AND ends = 'decision' GROUP BY report;

-- passed_by: Whether somebody passed one of these jobs on (passed_pkey).
SELECT job FROM passed WHERE job = ANY (%(jobs)s) AND person = %(who)s LIMIT 1;

-- last_move: The last thing that people did with a job, but for taking and giving it back (fact_of_subject).
SELECT position, kind, version, subject, actor, occurred, recorded, body::text AS body FROM fact
WHERE subject = %(job)s AND kind NOT IN ('lease_ended', 'assignment_ended', 'media_revealed', 'clock_met', 'clock_missed')
ORDER BY position DESC LIMIT 1;

-- sources_of: Where the reports of these jobs came from.
SELECT job, array_agg(DISTINCT source) AS sources FROM report WHERE job = ANY (%(jobs)s) GROUP BY job;

-- clocks_of_reports: All clocks that ever ran for these reports.
SELECT job, report, clock, due, ends, stopped FROM clock WHERE report = ANY (%(reports)s);

-- decided_jobs: How and when these jobs were decided.
SELECT id, verdict, decided FROM job WHERE id = ANY (%(jobs)s) AND state = 'decided';

-- clocks_that_decisions_end: The clocks that run for these jobs until they are decided.
SELECT job, report, clock, due, ends FROM clock
WHERE job = ANY (%(jobs)s) AND stopped IS NULL AND ends = 'decision' ORDER BY job, due, clock;

-- clocks_since_decisions: The clocks that run and began with these decisions or after them.
SELECT d.id AS decision, c.report, c.clock FROM decision d
JOIN clock c ON c.job = d.job AND c.starts >= d.decided AND c.stopped IS NULL
WHERE d.id = ANY (%(decisions)s) ORDER BY c.report, c.clock;

-- reports_of_jobs: The reports of these jobs, the earliest first, with the clocks they ever had and their subject's violations.
SELECT r.job, r.id AS report, r.source, r.capacity, r.harm, r.jurisdictions, r.elements, r.severity,
    ARRAY(SELECT c.clock FROM clock c WHERE c.report = r.id) AS ran, coalesce(s.violations, 0) AS violations
FROM report r LEFT JOIN subject s ON s.id = r.about
WHERE r.job = ANY (%(jobs)s) ORDER BY r.job, r.received, r.id;

-- duties_of_jobs: The duties of these codes that are owed for these jobs (clock_of_job).
SELECT job, report, clock, due, ends FROM clock
WHERE job = ANY (%(jobs)s) AND clock = ANY (%(clocks)s) AND stopped IS NULL AND ends = 'duty' ORDER BY job, report, clock;

-- findings: What these decisions found (decision_pkey).
SELECT job, verdict, clause, severity FROM decision WHERE id = ANY (%(decisions)s) AND state = 'made' ORDER BY id;

-- jobs_told: The jobs of these deliveries of whose restrictions each was delivered somewhere (delivery_pkey, action_of_decision).
SELECT DISTINCT a.job FROM delivery d JOIN action a ON a.id = d.action
WHERE d.id = ANY (%(deliveries)s) AND d.event IN ('action.in_force', 'action.made_known') AND a.measure = ANY (%(measures)s) AND a.clause = ANY (%(clauses)s)
    AND NOT EXISTS (
        SELECT FROM action o WHERE o.decision = a.decision AND o.measure = ANY (%(measures)s) AND o.state NOT IN ('undone', 'declined', 'lapsed')
            AND (o.quiet IS NULL OR o.known IS NOT NULL)
            AND NOT EXISTS (
                SELECT FROM delivery t WHERE t.action = o.id AND t.event IN ('action.in_force', 'action.made_known') AND t.state = 'delivered'
            )
    );

-- clocks_past_due: Clocks that came due while they ran and of which nobody has said so, the oldest first.
SELECT job, report, clock, due, ends FROM clock
WHERE stopped IS NULL AND due IS NOT NULL AND NOT missed AND due < %(moment)s
ORDER BY due, report, clock LIMIT %(limit)s;

-- clock_of_report: One clock of a report, and what its report is about.
SELECT c.job, c.report, c.clock, c.instrument, c.due, c.ends, c.stopped, r.about
FROM clock c JOIN report r ON r.id = c.report WHERE c.report = %(report)s AND c.clock = %(clock)s;

-- clocks_of_report: All clocks that a report ever had, those that run first.
SELECT report, clock, job, instrument, jurisdiction, legal, ends, starts, due, missed, stopped, on_time FROM clock
WHERE report = %(report)s ORDER BY stopped IS NOT NULL, due NULLS LAST, clock;

-- job_of_report: The job of a report.
SELECT job FROM report WHERE id = %(report)s AND job IS NOT NULL;

-- clocks_owed: Duties that somebody has yet to do, the oldest first (clock_owed).
SELECT report, clock, job, instrument, jurisdiction, legal, ends, starts, due, missed, stopped, on_time FROM clock
WHERE stopped IS NULL AND ends = 'duty' AND starts <= %(now)s AND (%(clock)s::text IS NULL OR clock = %(clock)s)
ORDER BY starts, report, clock LIMIT %(limit)s OFFSET %(offset)s;

-- clocks_due: Running clocks with a due moment, the next first (clock_running).
SELECT report, clock, job, instrument, jurisdiction, legal, ends, starts, due, missed, stopped, on_time FROM clock
WHERE stopped IS NULL AND due IS NOT NULL AND ends <> 'time' AND (%(clock)s::text IS NULL OR clock = %(clock)s)
ORDER BY due, report, clock LIMIT %(limit)s OFFSET %(offset)s;

-- clocks_kept: What is kept or stays open until a moment, the first to end first (clock_kept).
SELECT report, clock, job, instrument, jurisdiction, legal, ends, starts, due, missed, stopped, on_time FROM clock
WHERE stopped IS NULL AND ends = 'time' AND (%(clock)s::text IS NULL OR clock = %(clock)s)
ORDER BY due, report, clock LIMIT %(limit)s OFFSET %(offset)s;

-- clocks_missed: Clocks that came due before what ends them, the latest first (clock_missed).
SELECT report, clock, job, instrument, jurisdiction, legal, ends, starts, due, missed, stopped, on_time FROM clock
WHERE missed AND (%(clock)s::text IS NULL OR clock = %(clock)s)
ORDER BY due DESC, report, clock LIMIT %(limit)s OFFSET %(offset)s;
