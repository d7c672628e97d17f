-- Every read of the review room. Each leans on an index that is named, so that a million open jobs change nothing.

-- reviewer: Somebody for assignment: certification, today's exposure, the job in hand (person_pkey, exposure_pkey, job_claimed_by).
SELECT p.id, p.roles, p.skills, p.languages, p.severity_limit,
    ARRAY(
        SELECT coalesce(e.seconds, 0) FROM generate_series(0, 4) AS tier (severity)
        LEFT JOIN exposure e ON e.person = p.id AND e.day = %(day)s AND e.severity = tier.severity ORDER BY tier.severity
    ) AS exposure,
    held.id AS job, held.lease_until
FROM person p
LEFT JOIN job held ON held.claimed_by = p.id
WHERE p.id = %(who)s AND p.departed IS NULL;

-- queues_with_jobs: The queues in which anything waits, those that the playbook no longer has among them (job_count).
SELECT DISTINCT queue FROM job_count WHERE jobs > 0 AND state IN ('open', 'escalated');

-- next_job: The first open job in these queues, languages and severities for this person (job_overdue, job_next: one probe a pair).
WITH pair AS MATERIALIZED (
    SELECT queue, language, severity FROM job_count
    WHERE queue = ANY (%(queues)s) AND language = ANY (%(languages)s) AND severity = ANY (%(severities)s) AND state = 'open'
        AND jobs > 0
)
SELECT job.id, job.queue, tier.severity, best.overdue, best.moment
FROM (SELECT severity FROM pair GROUP BY severity ORDER BY severity DESC) AS tier
CROSS JOIN LATERAL (
    SELECT first.id, first.overdue, first.moment FROM pair
    CROSS JOIN LATERAL (
        (
            SELECT j.id, true AS overdue, j.legal_due AS moment FROM job j
            WHERE j.state = 'open' AND j.queue = pair.queue AND j.language = pair.language AND j.severity = pair.severity
                AND j.legal_due <= %(now)s
                AND NOT EXISTS (
                    SELECT FROM passed p WHERE p.job = j.id AND p.person = %(who)s AND CASE p.ending
                        WHEN 'escalated' THEN NOT %(lead)s ELSE p.reason = ANY (%(forever)s) OR p.passed > %(since)s END
                )
            ORDER BY j.legal_due, j.id LIMIT 1
        )
        UNION ALL
        (
            SELECT j.id, false, j.start_by FROM job j
            WHERE j.state = 'open' AND j.queue = pair.queue AND j.language = pair.language AND j.severity = pair.severity
                AND NOT EXISTS (
                    SELECT FROM passed p WHERE p.job = j.id AND p.person = %(who)s AND CASE p.ending
                        WHEN 'escalated' THEN NOT %(lead)s ELSE p.reason = ANY (%(forever)s) OR p.passed > %(since)s END
                )
            ORDER BY j.start_by, j.id LIMIT 1
        )
    ) AS first
    WHERE pair.severity = tier.severity
    ORDER BY first.overdue DESC, first.moment, first.id LIMIT 1
) AS best
JOIN job ON job.id = best.id
ORDER BY tier.severity DESC LIMIT 1 FOR UPDATE OF job SKIP LOCKED;

-- next_job_any_language: The same for somebody whom no language bars (job_overdue_in_queue, job_in_queue: one probe a queue).
WITH pair AS MATERIALIZED (
    SELECT queue, severity FROM job_count
    WHERE queue = ANY (%(queues)s) AND severity = ANY (%(severities)s) AND state = 'open'
    GROUP BY queue, severity HAVING sum(jobs) > 0
)
SELECT job.id, job.queue, tier.severity, best.overdue, best.moment
FROM (SELECT severity FROM pair GROUP BY severity ORDER BY severity DESC) AS tier
CROSS JOIN LATERAL (
    SELECT first.id, first.overdue, first.moment FROM pair
    CROSS JOIN LATERAL (
        (
            SELECT j.id, true AS overdue, j.legal_due AS moment FROM job j
            WHERE j.state = 'open' AND j.queue = pair.queue AND j.severity = pair.severity AND j.legal_due <= %(now)s
                AND NOT EXISTS (
                    SELECT FROM passed p WHERE p.job = j.id AND p.person = %(who)s AND CASE p.ending
                        WHEN 'escalated' THEN NOT %(lead)s ELSE p.reason = ANY (%(forever)s) OR p.passed > %(since)s END
                )
            ORDER BY j.legal_due, j.id LIMIT 1
        )
        UNION ALL
        (
            SELECT j.id, false, j.start_by FROM job j
            WHERE j.state = 'open' AND j.queue = pair.queue AND j.severity = pair.severity
                AND NOT EXISTS (
                    SELECT FROM passed p WHERE p.job = j.id AND p.person = %(who)s AND CASE p.ending
                        WHEN 'escalated' THEN NOT %(lead)s ELSE p.reason = ANY (%(forever)s) OR p.passed > %(since)s END
                )
            ORDER BY j.start_by, j.id LIMIT 1
        )
    ) AS first
    WHERE pair.severity = tier.severity
    ORDER BY first.overdue DESC, first.moment, first.id LIMIT 1
) AS best
JOIN job ON job.id = best.id
ORDER BY tier.severity DESC LIMIT 1 FOR UPDATE OF job SKIP LOCKED;

-- next_escalated: The first escalated job for a lead, in the same order (job_escalated; escalations are few).
SELECT j.id, j.queue, j.severity, coalesce(j.legal_due <= %(now)s, false) AS overdue,
    CASE WHEN j.legal_due <= %(now)s THEN j.legal_due ELSE j.start_by END AS moment
FROM job_count c JOIN job j
    ON j.state = 'escalated' AND j.queue = c.queue AND j.language = c.language AND j.severity = c.severity
WHERE c.state = 'escalated' AND c.jobs > 0 AND c.queue = ANY (%(queues)s) AND c.severity = ANY (%(severities)s)
    AND (%(every_language)s OR c.language = ANY (%(languages)s))
    AND NOT EXISTS (
        SELECT FROM passed p WHERE p.job = j.id AND p.person = %(who)s AND CASE p.ending
            WHEN 'escalated' THEN NOT %(lead)s ELSE p.reason = ANY (%(forever)s) OR p.passed > %(since)s END
    )
ORDER BY 3 DESC, 4 DESC, 5, 1 LIMIT 1 FOR UPDATE OF j SKIP LOCKED;

-- candidate: One job as the desk sees it (job_pkey).
SELECT id, about, state, queue, language, severity, legal_due, claimed_by, claimed, lease_until, escalated_by, escalated_from,
    coalesce((place ->> 'handling_seconds')::integer, 0) AS handling_seconds
FROM job WHERE id = %(job)s;

-- pass: Whether somebody passed this job on before (passed_pkey).
SELECT ending, reason, passed FROM passed WHERE job = %(job)s AND person = %(who)s;

-- leases_over: Claimed jobs whose lease has run out (job_lease).
SELECT id FROM job WHERE state = 'claimed' AND lease_until <= %(moment)s ORDER BY lease_until, id LIMIT %(limit)s;

-- holds_over: Held jobs whose time has come (job_held).
SELECT id FROM job WHERE state = 'held' AND held_until <= %(moment)s ORDER BY held_until, id LIMIT %(limit)s;

-- open_on_subject: The job that is not decided on this subject, if there is one (job_one_open).
SELECT id FROM job WHERE about = %(about)s AND state <> 'decided';

-- reports_of_job: The reports a decision is about, in the order of receipt (report_of_job, signal_pkey).
SELECT r.id, r.source, r.received, r.reach, r.reasons, s.raised AS signalled
FROM report r LEFT JOIN signal s ON s.event = r.signal WHERE r.job = %(job)s ORDER BY r.received, r.id;

-- strikes_of_subject: What actions on this subject count as strikes (action_about).
SELECT strikes AS count, strikes_expire AS expire FROM action
WHERE about = %(about)s AND strikes > 0 AND state NOT IN ('undone', 'reversed');

-- subject_kind: What kind of thing a subject is (subject_pkey).
SELECT kind FROM subject WHERE id = %(about)s;

-- decision: One decision and who made it (decision_pkey).
SELECT id, job, about, decider, verdict, clause, effective, decided, state FROM decision WHERE id = %(decision)s;
