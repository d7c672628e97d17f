-- reports: Reports as assessment left them, in the order asked for, each with the undecided job of its subject, if there is one.
SELECT
    report.id, report.about, report.source, report.capacity, report.harm, report.named, report.language, report.jurisdictions,
    report.elements, report.reach, report.received, report.clauses, report.severity, report.likelihood, report.job AS own_job,
    job.id AS job, job.state, job.queue, job.harm AS job_harm, job.clauses AS job_clauses, job.place, job.held_until
FROM unnest(%(reports)s::uuid[]) WITH ORDINALITY AS asked (id, place)
JOIN report ON report.id = asked.id
LEFT JOIN job ON job.about = report.about AND job.state <> 'decided'
ORDER BY asked.place;

-- open_jobs: Those of these jobs that are open.
SELECT id, state, queue, harm, clauses, place, held_until FROM job WHERE id = ANY (%(jobs)s) AND state = 'open';

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
