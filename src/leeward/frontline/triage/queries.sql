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
SELECT job, report, clock, due, stopped FROM clock WHERE report = ANY (%(reports)s);

-- decided_jobs: How and when these jobs were decided.
SELECT id, verdict, decided FROM job WHERE id = ANY (%(jobs)s) AND state = 'decided';

-- running_clocks: The clocks that run for these jobs.
SELECT job, report, clock, due FROM clock WHERE job = ANY (%(jobs)s) AND stopped IS NULL ORDER BY job, due, clock;

-- clocks_past_due: Clocks that came due while they ran and of which nobody has said so, the oldest first.
SELECT job, report, clock, due FROM clock
WHERE stopped IS NULL AND due IS NOT NULL AND NOT missed AND due < %(moment)s
ORDER BY due, report, clock LIMIT %(limit)s;
