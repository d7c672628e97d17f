-- open_jobs: Every open job with what a decision on it needs, in the order of receipt.
SELECT
    job.id, job.about, subject.kind, job.queue, job.skill, job.language, job.harm, job.clauses, job.severity, job.received,
    json_agg(json_build_object(
        'id', report.id, 'source', report.source, 'received', report.received, 'reach', report.reach, 'reasons', report.reasons
    ) ORDER BY report.received) AS reports
FROM job JOIN subject ON subject.id = job.about JOIN report ON report.job = job.id
WHERE job.state = 'open' GROUP BY job.id, subject.kind ORDER BY job.received;

-- duties: Clocks that wait for a duty, the oldest first.
SELECT report, clock, job, starts FROM clock WHERE ends = 'duty' AND stopped IS NULL AND starts < %(until)s
ORDER BY starts, report, clock;

-- in_force: The latest decisions in force, each with one of its reports.
SELECT id, verdict, language, reports[1] AS report FROM decision
WHERE state = 'made' AND effective < now() - interval '1 hour' ORDER BY decided DESC, id LIMIT 1500;

-- somebody: Who joined first, if anybody did.
SELECT id FROM person ORDER BY joined, id LIMIT 1;

-- reports_so_far: How many reports there are.
SELECT count(*) FROM report;

-- first_look: What was decided first of a second look; nothing for a golden item.
SELECT decision.clause, decision.verdict, decision.path FROM second_look JOIN decision ON decision.id = second_look.decision
WHERE second_look.id = %(check)s;
