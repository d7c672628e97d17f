-- waiting: What waits in each queue, by severity and the hour by which somebody should have begun it; what is held waits for itself.
SELECT queue, severity, to_timestamp(avg(extract(epoch FROM start_by))) AS due, count(*)::integer AS pieces
FROM job WHERE state IN ('open', 'escalated') AND (%(queue)s::text IS NULL OR queue = %(queue)s)
GROUP BY queue, severity, date_trunc('hour', start_by, 'UTC') ORDER BY queue, severity DESC, due;

-- in_order: What waits in a queue, job by job, in the order in which it is served.
SELECT id, severity, start_by AS due FROM job
WHERE queue = %(queue)s AND state IN ('open', 'escalated')
ORDER BY severity DESC, (legal_due IS NULL OR legal_due > %(now)s), least(start_by, CASE WHEN legal_due <= %(now)s THEN legal_due END), id
LIMIT %(most)s;

-- latest: What is foretold of each queue now.
SELECT DISTINCT ON (queue) queue, made, seen_until, begins, hours, days, tiers, allowed, handling, deviation, waiting, luck
FROM forecast WHERE (%(queue)s::text IS NULL OR queue = %(queue)s) ORDER BY queue, made DESC;

-- latest_made: When something was last foretold, and how much waited then.
SELECT max(made) AS made, (SELECT sum(waiting) FROM forecast WHERE made = (SELECT max(made) FROM forecast)) AS waiting FROM forecast;

-- waiting_now: How much waits in all queues.
SELECT sum(jobs)::bigint FROM job_count WHERE state IN ('open', 'escalated');

-- before: The days of what was foretold of each queue, as it was made.
SELECT queue, made, days FROM forecast WHERE made >= %(since)s AND (%(queue)s::text IS NULL OR queue = %(queue)s)
ORDER BY queue, made;

-- tests: How the forecast of each queue did beside simpler ways.
SELECT queue, made, ways FROM forecast_test WHERE (%(queue)s::text IS NULL OR queue = %(queue)s) ORDER BY queue;

-- one_forecaster: Take the forecast for this transaction; false when another process has it.
SELECT pg_try_advisory_xact_lock(7310, 6);
