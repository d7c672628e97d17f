-- Every read of the review room. Each leans on an index that is named, so that a million open jobs change nothing.

-- reviewers: People for assignment: certification, how they are doing, what they hold and were given (job_claimed_by, job_assigned).
SELECT p.id, p.roles, p.skills, p.languages, p.severity_limit, w.*, held.id AS job, held.lease_until,
    ARRAY(SELECT j.id FROM job j WHERE j.assigned_to = p.id ORDER BY j.severity DESC, j.start_by, j.id) AS assigned
FROM person p
CROSS JOIN LATERAL wellbeing_of(p.id, %(day)s) w
LEFT JOIN job held ON held.claimed_by = p.id
WHERE p.id = ANY (%(people)s) AND p.departed IS NULL;

-- queues_with_jobs: The queues in which anything waits, those that the playbook no longer has among them (job_count).
SELECT DISTINCT queue FROM job_count WHERE jobs > 0 AND state IN ('open', 'escalated');

-- What somebody avoids comes as one text, |of|codes|, in all of these: the plan for it is the same whatever it holds, so the server plans
-- once. With a list it planned each claim anew, which cost more than the claim.

-- next_job: The first open job in these queues, languages and severities for this person (job_overdue, job_next: one probe a pair).
WITH pair AS MATERIALIZED (
    SELECT queue, language, severity FROM job_count
    WHERE queue = ANY (%(queues)s) AND language = ANY (%(languages)s) AND severity = ANY (%(severities)s) AND state = 'open'
        AND NOT strpos(%(avoids)s, '|' || harm || '|') + strpos(%(avoids)s, '|' || split_part(harm, '.', 1) || '|') > 0
    GROUP BY queue, language, severity HAVING sum(jobs) > 0
)
SELECT job.id, job.queue, tier.severity, best.overdue, best.moment
FROM (SELECT severity FROM pair GROUP BY severity ORDER BY severity DESC) AS tier
CROSS JOIN LATERAL (
    SELECT first.id, first.overdue, first.moment FROM pair
    CROSS JOIN LATERAL (
        (
            SELECT j.id, true AS overdue, j.legal_due AS moment FROM job j
            WHERE j.state = 'open' AND j.queue = pair.queue AND j.language = pair.language AND j.severity = pair.severity
                AND j.legal_due <= %(now)s AND j.id <> ALL (%(taken)s)
                AND NOT strpos(%(avoids)s, '|' || j.harm || '|') + strpos(%(avoids)s, '|' || split_part(j.harm, '.', 1) || '|') > 0
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
                AND j.id <> ALL (%(taken)s)
                AND NOT strpos(%(avoids)s, '|' || j.harm || '|') + strpos(%(avoids)s, '|' || split_part(j.harm, '.', 1) || '|') > 0
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
        AND NOT strpos(%(avoids)s, '|' || harm || '|') + strpos(%(avoids)s, '|' || split_part(harm, '.', 1) || '|') > 0
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
                AND j.id <> ALL (%(taken)s)
                AND NOT strpos(%(avoids)s, '|' || j.harm || '|') + strpos(%(avoids)s, '|' || split_part(j.harm, '.', 1) || '|') > 0
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
                AND j.id <> ALL (%(taken)s)
                AND NOT strpos(%(avoids)s, '|' || j.harm || '|') + strpos(%(avoids)s, '|' || split_part(j.harm, '.', 1) || '|') > 0
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

-- next_escalated: The first escalated job for a lead, or for a specialist it was passed to (job_escalated; escalations are few).
SELECT j.id, j.queue, j.severity, coalesce(j.legal_due <= %(now)s, false) AS overdue,
    CASE WHEN j.legal_due <= %(now)s THEN j.legal_due ELSE j.start_by END AS moment
FROM job_count c JOIN job j
    ON j.state = 'escalated' AND j.queue = c.queue AND j.language = c.language AND j.severity = c.severity AND j.harm = c.harm
WHERE c.state = 'escalated' AND c.jobs > 0 AND j.id <> ALL (%(taken)s)
                AND NOT strpos(%(avoids)s, '|' || j.harm || '|') + strpos(%(avoids)s, '|' || split_part(j.harm, '.', 1) || '|') > 0
    AND c.queue = ANY (%(queues)s) AND c.severity = ANY (%(severities)s)
    AND (%(every_language)s OR c.language = ANY (%(languages)s))
    AND (%(lead)s OR j.queue <> j.escalated_from AND j.queue = ANY (%(own_queues)s))
    AND (%(hand_off)s OR j.escalation IS DISTINCT FROM 'minor_gate')
    AND NOT EXISTS (
        SELECT FROM passed p WHERE p.job = j.id AND p.person = %(who)s AND CASE p.ending
            WHEN 'escalated' THEN NOT %(lead)s ELSE p.reason = ANY (%(forever)s) OR p.passed > %(since)s END
    )
ORDER BY 3 DESC, 4 DESC, 5, 1 LIMIT 1 FOR UPDATE OF j SKIP LOCKED;

-- candidate: One job as the desk sees it (job_pkey).
SELECT id, about, state, queue, language, harm, severity, legal_due, claimed_by, claimed, lease_until, held_until, escalated_by,
    escalated_from, escalation, assigned_to, parted_from, merged_into, coalesce((place ->> 'handling_seconds')::integer, 0) AS handling_seconds
FROM job WHERE id = %(job)s;

-- pass: Whether somebody passed this job on before (passed_pkey).
SELECT ending, reason, passed FROM passed WHERE job = %(job)s AND person = %(who)s;

-- leases_over: Claimed jobs whose lease has run out (job_lease).
SELECT id FROM job WHERE state = 'claimed' AND lease_until <= %(moment)s ORDER BY lease_until, id LIMIT %(limit)s;

-- holds_over: Held jobs whose time has come (job_held).
SELECT id FROM job WHERE state = 'held' AND held_until <= %(moment)s ORDER BY held_until, id LIMIT %(limit)s;

-- assignments_over: Jobs that were given to somebody who did not take them in time (job_assigned_until).
SELECT id, assigned_to FROM job WHERE assigned_to IS NOT NULL AND assigned_until <= %(moment)s ORDER BY assigned_until, id LIMIT %(limit)s;

-- let_go: Those of these jobs that are in somebody's hand, or were given to somebody (job_pkey).
SELECT id, claimed_by, assigned_to FROM job WHERE id = ANY (%(jobs)s) AND (claimed_by IS NOT NULL OR assigned_to IS NOT NULL);

-- given_to: The jobs that were given to these people (job_assigned).
SELECT id, assigned_to AS who FROM job WHERE assigned_to = ANY (%(people)s);

-- forecast_of: What is foretold of a queue now (forecast_pkey).
SELECT begins, hours, tiers, handling, deviation, luck, made FROM forecast
WHERE queue = %(queue)s AND hours <> '[]' ORDER BY made DESC LIMIT 1;

-- served_before: How many open jobs of a queue are served before one: by tier, legal due moment, start-by (job_in_queue).
SELECT count(*) AS jobs FROM job j WHERE j.state = 'open' AND j.queue = %(queue)s AND j.id <> %(job)s AND (
    j.severity > %(severity)s
    OR j.severity = %(severity)s AND %(overdue)s AND j.legal_due <= %(now)s AND (j.legal_due, j.id) < (%(legal_due)s, %(job)s)
    OR j.severity = %(severity)s AND NOT %(overdue)s
        AND (j.legal_due <= %(now)s OR (j.start_by, j.id) < (%(start_by)s, %(job)s)));

-- places: The breakdowns of the start-by of these jobs (job_pkey).
SELECT id, place FROM job WHERE id = ANY (%(jobs)s);

-- team: Everybody who works here and may be asked to look at jobs (person_pkey; a team is some hundred people).
SELECT id FROM person WHERE departed IS NULL AND skills <> '{}' ORDER BY id;

-- passes_of: Who passed a job on (passed_pkey).
SELECT person, ending, reason, passed FROM passed WHERE job = %(job)s;

-- parts_in: What these people had to do with a subject: decisions that fell or are appealed against, appeals that they heard (decision_about).
SELECT p.id AS person,
    EXISTS (
        SELECT FROM decision d WHERE d.about = %(about)s AND d.decider = p.id AND (
            d.state = 'reversed' OR EXISTS (SELECT FROM appeal a WHERE a.decision = d.id AND a.state IN ('open', 'claimed'))
        )
    ) AS contested,
    EXISTS (
        SELECT FROM decision d JOIN appeal a ON a.decision = d.id WHERE d.about = %(about)s AND a.decided_by = p.id
    ) AS heard
FROM unnest(%(people)s::uuid[]) AS p (id)
WHERE EXISTS (SELECT FROM decision WHERE about = %(about)s);

-- followers: What is decided with a job (job_merged).
SELECT id, about, decision, state FROM job WHERE merged_into = %(job)s AND reports > 0 ORDER BY id;

-- open_on_subject: The job that is not decided on the subject of a job that is no part of another, if there is one (job_one_open).
SELECT n.id FROM job o JOIN job n ON n.about = o.about AND n.id <> o.id AND n.state <> 'decided' AND n.parted_from IS NULL
WHERE o.id = %(job)s AND o.parted_from IS NULL;

-- reports_of_job: The reports a decision is about, in the order of receipt (report_of_job, signal_pkey).
SELECT r.id, r.source, r.received, r.reach, r.severity, r.reasons, s.raised AS signalled, r.text, r.content, r.signal
FROM report r LEFT JOIN signal s ON s.event = r.signal WHERE r.job = %(job)s ORDER BY r.received, r.id;

-- strikes_of_subject: What actions on this subject count as strikes (action_about).
SELECT weight AS count, expires AS expire, scope FROM strike
WHERE about = %(about)s AND reversed IS NULL AND forgiven IS NULL;

-- subject_kind: What kind of thing a subject is (subject_pkey).
SELECT kind FROM subject WHERE id = %(about)s;

-- decision: One decision and who made it (decision_pkey).
SELECT id, job, about, decider, verdict, clause, effective, decided, state FROM decision WHERE id = %(decision)s;

-- counts: How many jobs stand where (job_count; a few thousand rows at most).
SELECT queue, language, severity, state, sum(jobs)::bigint AS jobs FROM job_count
WHERE jobs > 0 AND state NOT IN ('decided', 'merged') AND (%(queue)s::text IS NULL OR queue = %(queue)s)
GROUP BY queue, language, severity, state ORDER BY queue, language, severity, state;

-- queue_lines: Each queue in one line (job_count, job_oldest; lateness by job_in_queue, counted up to a limit a severity).
WITH pair AS MATERIALIZED (
    SELECT queue, severity, state, sum(jobs) AS jobs FROM job_count
    WHERE state <> 'decided' AND (%(queue)s::text IS NULL OR queue = %(queue)s) GROUP BY 1, 2, 3 HAVING sum(jobs) > 0
)
SELECT q.queue, q.open, q.assigned, q.claimed, q.held, q.escalated, oldest.received AS oldest, coalesce(late.jobs, 0) AS late,
    coalesce(late.more, false) AS late_more
FROM (
    SELECT queue,
        coalesce(sum(jobs) FILTER (WHERE state = 'open'), 0)::bigint AS open,
        coalesce(sum(jobs) FILTER (WHERE state = 'assigned'), 0)::bigint AS assigned,
        coalesce(sum(jobs) FILTER (WHERE state = 'claimed'), 0)::bigint AS claimed,
        coalesce(sum(jobs) FILTER (WHERE state = 'held'), 0)::bigint AS held,
        coalesce(sum(jobs) FILTER (WHERE state = 'escalated'), 0)::bigint AS escalated
    FROM pair GROUP BY queue
) q
LEFT JOIN LATERAL (
    SELECT received FROM job WHERE state = 'open' AND queue = q.queue ORDER BY received LIMIT 1
) oldest ON true
LEFT JOIN LATERAL (
    SELECT sum(least(n, %(most)s))::bigint AS jobs, bool_or(n > %(most)s) AS more
    FROM pair p CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM (
            SELECT FROM job WHERE state = 'open' AND queue = p.queue AND severity = p.severity AND start_by < %(now)s
            LIMIT %(most)s + 1
        ) AS counted
    ) AS counted
    WHERE p.queue = q.queue AND p.state = 'open'
) late ON true
ORDER BY q.queue;

-- waits: How long the latest decided jobs of a queue waited for a person (decision_in_queue).
SELECT count(*) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS p50,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds) AS p90
FROM (
    SELECT extract(epoch FROM claimed - first_seen)::double precision AS seconds FROM decision
    WHERE queue = %(queue)s AND decided > %(since)s ORDER BY decided DESC LIMIT %(most)s
) AS latest;

-- tiers: The severities and languages in which anything is open in a queue (job_count).
SELECT severity, array_agg(DISTINCT language ORDER BY language) AS languages FROM job_count
WHERE queue = %(queue)s AND state = 'open' AND jobs > 0 AND (%(language)s::text IS NULL OR language = %(language)s)
    AND severity >= %(from_severity)s
GROUP BY severity ORDER BY severity DESC;

-- page_overdue: Jobs of one tier that are past a statutory due moment, in order, after a place (job_overdue, a probe a language).
SELECT j.id, j.state, j.queue, j.language, j.harm, j.clauses, j.severity, j.likelihood, j.received, j.start_by, j.legal_due,
    first.instrument, true AS overdue, j.reports
FROM (
    SELECT found.id, found.legal_due FROM unnest(%(languages)s::text[]) AS spoken (language)
    CROSS JOIN LATERAL (
        SELECT id, legal_due FROM job
        WHERE state = 'open' AND queue = %(queue)s AND language = spoken.language AND severity = %(severity)s
            AND legal_due <= %(now)s AND (legal_due, id) > (%(after_moment)s, %(after_id)s)
        ORDER BY legal_due, id LIMIT %(limit)s
    ) AS found
    ORDER BY found.legal_due, found.id LIMIT %(limit)s
) AS page
JOIN job j ON j.id = page.id
LEFT JOIN LATERAL (
    SELECT instrument FROM clock WHERE job = j.id AND stopped IS NULL AND legal AND due IS NOT NULL AND ends = 'decision'
    ORDER BY due LIMIT 1
) AS first ON true
ORDER BY j.legal_due, j.id;

-- page_by_start: Jobs of one tier that are not, by start-by, after a place (job_next, a probe a language).
SELECT j.id, j.state, j.queue, j.language, j.harm, j.clauses, j.severity, j.likelihood, j.received, j.start_by, j.legal_due,
    first.instrument, false AS overdue, j.reports
FROM (
    SELECT found.id, found.start_by FROM unnest(%(languages)s::text[]) AS spoken (language)
    CROSS JOIN LATERAL (
        SELECT id, start_by FROM job
        WHERE state = 'open' AND queue = %(queue)s AND language = spoken.language AND severity = %(severity)s
            AND (legal_due IS NULL OR legal_due > %(now)s) AND (start_by, id) > (%(after_moment)s, %(after_id)s)
        ORDER BY start_by, id LIMIT %(limit)s
    ) AS found
    ORDER BY found.start_by, found.id LIMIT %(limit)s
) AS page
JOIN job j ON j.id = page.id
LEFT JOIN LATERAL (
    SELECT instrument FROM clock WHERE job = j.id AND stopped IS NULL AND legal AND due IS NOT NULL AND ends = 'decision'
    ORDER BY due LIMIT 1
) AS first ON true
ORDER BY j.start_by, j.id;

-- waiting: Jobs that are claimed, given to somebody, held or escalated, the most severe first (job_lease, job_held, job_escalated).
SELECT j.id, j.state, j.queue, j.language, j.harm, j.clauses, j.severity, j.likelihood, j.received, j.start_by, j.legal_due,
    first.instrument, coalesce(j.legal_due <= %(now)s, false) AS overdue, j.reports, j.claimed_by, j.held_until,
    j.assigned_to, coalesce(j.reason, j.escalation) AS reason
FROM job j
LEFT JOIN LATERAL (
    SELECT instrument FROM clock WHERE job = j.id AND stopped IS NULL AND legal AND due IS NOT NULL AND ends = 'decision'
    ORDER BY due LIMIT 1
) AS first ON true
WHERE j.state = %(state)s AND j.state <> 'open' AND j.state <> 'decided'
    AND (%(queue)s::text IS NULL OR j.queue = %(queue)s)
    AND (%(hand_off)s OR (j.queue <> 'minor_gate' AND j.escalation IS DISTINCT FROM 'minor_gate'))
ORDER BY j.severity DESC, overdue DESC, j.start_by, j.id LIMIT %(limit)s;

-- job_line: One job as a row of a list (job_pkey, clock_of_job).
SELECT j.id, j.state, j.queue, j.language, j.harm, j.clauses, j.severity, j.likelihood, j.received, j.start_by, j.legal_due,
    (
        SELECT instrument FROM clock WHERE job = j.id AND stopped IS NULL AND legal AND due IS NOT NULL AND ends = 'decision'
    ORDER BY due LIMIT 1
    ) AS instrument,
    coalesce(j.legal_due <= %(now)s, false) AS overdue, j.reports, j.claimed_by, j.held_until,
    j.assigned_to, coalesce(j.reason, j.escalation) AS reason
FROM job j WHERE j.id = %(job)s;

-- job_head: A job as it stands (job_pkey).
SELECT id, about, state, queue, skill, language, harm, clauses, severity, likelihood, received, start_by, legal_due, place,
    reports, opened, claimed_by, claimed, lease_until, held_until, reason, escalated_by, escalated_from, escalation, decision,
    decided, decided_by, verdict, assigned_to, assigned_until, parted_from, merged_into, chosen
FROM job WHERE id = %(job)s;

-- subject_card: What a job is about (subject_pkey).
SELECT id, kind, held_by, first_seen, reports, violations, media, identifier FROM subject WHERE id = %(about)s;

-- reports_seen: The reports of a job and of what is decided with it, as they came in (report_of_job).
SELECT id, about, source, capacity, door, harm, language, jurisdictions, elements, missing, received, reach, severity,
    likelihood, clauses, reasons, text, content, signal, job, withdrawn
FROM report WHERE job = ANY (%(jobs)s) ORDER BY received, id LIMIT %(limit)s;

-- report_seen: One report (report_pkey).
SELECT id, about, source, capacity, door, harm, language, jurisdictions, elements, missing, received, reach, severity,
    likelihood, clauses, reasons, text, content, signal, job, withdrawn
FROM report WHERE id = %(report)s;

-- clocks_of_job: The clocks of a job's reports (clock_of_job).
SELECT report, clock, instrument, jurisdiction, legal, ends, starts, due, missed, stopped, on_time FROM clock
WHERE job = ANY (%(jobs)s) ORDER BY stopped IS NOT NULL, due NULLS LAST, clock, report LIMIT %(limit)s;

-- clocks_of_report: The clocks of one report (clock_pkey).
SELECT report, clock, instrument, jurisdiction, legal, ends, starts, due, missed, stopped, on_time FROM clock
WHERE report = %(report)s ORDER BY due NULLS LAST, clock;

-- decisions_about: The decisions on a subject, the newest first (decision_about).
SELECT id, job, decider, verdict, clause, clause_version, severity, measures, path, decided, effective, state, note
FROM decision WHERE about = %(about)s ORDER BY decided DESC LIMIT %(limit)s;

-- actions_about: What was done about a subject, the newest first (action_about).
SELECT id, job, decision, measure, clause, state, taken, effective, until, strikes, strikes_expire, forgiven, ended
FROM action WHERE about = %(about)s ORDER BY taken DESC, id LIMIT %(limit)s;

-- signals_of_job: The activity that our own rules reported (report_of_job, activity_event).
SELECT r.id AS report, a.kind, a.fields FROM report r JOIN activity a ON a.event = r.signal
WHERE r.job = ANY (%(jobs)s) ORDER BY r.received, r.id LIMIT %(limit)s;

-- notes_of_job: Notes left on a job when it was escalated or a duty was done, and what reporters added (fact_of_subject).
SELECT told.ref FROM (
    SELECT f.position, (f.body ->> 'note')::uuid AS ref FROM fact f
    WHERE f.subject = ANY (%(jobs)s) AND f.kind IN ('job_escalated', 'clock_met') AND f.body ->> 'note' IS NOT NULL
    UNION ALL
    SELECT f.position, (f.body ->> 'text')::uuid FROM report r JOIN fact f ON f.subject = r.id
    WHERE r.job = ANY (%(jobs)s) AND f.kind = 'notice_supplemented' AND f.body ->> 'text' IS NOT NULL
) told ORDER BY told.position;

-- facts_of: The latest facts of some subjects, in order (fact_of_subject, a probe each).
SELECT position, kind, version, subject, actor, occurred, recorded, body FROM (
    SELECT f.* FROM unnest(%(subjects)s::uuid[]) AS asked (id)
    CROSS JOIN LATERAL (
        SELECT position, kind, version, subject, actor, occurred, recorded, body::text AS body FROM fact
        WHERE subject = asked.id AND position <= %(before)s ORDER BY position DESC LIMIT %(limit)s
    ) AS f
    ORDER BY f.position DESC LIMIT %(limit)s
) AS latest ORDER BY position;

-- sealed_to: The last position under a seal (seal_last).
SELECT coalesce(max(last), 0) FROM seal;

-- names: The names of people (account_pkey).
SELECT person, name FROM account WHERE person = ANY (%(people)s);

-- my_decisions: Somebody's latest decisions, the newest first (job_decided_by, decision_pkey).
SELECT d.id, d.job, d.queue, d.verdict, d.clause, d.decided, d.effective, d.state
FROM (
    SELECT decision FROM job WHERE state = 'decided' AND decided_by = %(who)s ORDER BY decided DESC LIMIT %(limit)s
) AS mine JOIN decision d ON d.id = mine.decision ORDER BY d.decided DESC;

-- open_for: Open jobs in these queues, languages and severities (job_count).
SELECT coalesce(sum(jobs), 0)::bigint FROM job_count
WHERE state = 'open' AND queue = ANY (%(queues)s) AND severity = ANY (%(severities)s)
    AND (%(every_language)s OR language = ANY (%(languages)s))
    AND NOT strpos(%(avoids)s, '|' || harm || '|') + strpos(%(avoids)s, '|' || split_part(harm, '.', 1) || '|') > 0;

-- clocks_ahead: The running clocks that come due within some hours or are due already, counted up to a limit (clock_running).
SELECT count(*) FILTER (WHERE due > %(now)s) AS due, count(*) FILTER (WHERE due <= %(now)s) AS overdue,
    count(*) > %(most)s AS more,
    count(*) FILTER (
        WHERE due > %(now)s AND claimed_by IS NULL AND due - make_interval(secs => handling) <= %(risk)s
    ) AS at_risk
FROM (
    SELECT c.due, j.claimed_by, coalesce((j.place ->> 'handling_seconds')::integer, 0) AS handling
    FROM (
        SELECT due, job FROM clock
        WHERE stopped IS NULL AND due IS NOT NULL AND ends <> 'time' AND due <= %(until)s ORDER BY due DESC LIMIT %(most)s + 1
    ) AS c JOIN job j ON j.id = c.job
) AS running;

-- clocks_first: The running clocks that come due next (clock_running).
SELECT c.clock, c.instrument, c.legal, c.due, c.job, c.report, j.queue, j.state, j.severity, j.claimed_by,
    j.claimed_by IS NULL
        AND c.due - make_interval(secs => coalesce((j.place ->> 'handling_seconds')::integer, 0)) <= %(risk)s AS at_risk
FROM (
    SELECT * FROM clock
    WHERE stopped IS NULL AND due IS NOT NULL AND ends <> 'time' AND due > %(now)s AND due <= %(until)s
    ORDER BY due LIMIT %(limit)s
) AS c JOIN job j ON j.id = c.job
WHERE %(hand_off)s OR (j.queue <> 'minor_gate' AND j.escalation IS DISTINCT FROM 'minor_gate')
ORDER BY c.due;

-- hours: What came in and what was decided, hour by hour (report_received, decision_count).
SELECT h.begins, coalesce(r.n, 0) AS received, coalesce(d.n, 0) AS decided
FROM generate_series(date_trunc('hour', %(now)s - interval '23 hours', 'UTC'), %(now)s, interval '1 hour') AS h (begins)
LEFT JOIN (
    SELECT date_trunc('hour', received, 'UTC') AS hour, count(*) AS n FROM report
    WHERE received >= date_trunc('hour', %(now)s - interval '23 hours', 'UTC') GROUP BY 1
) r ON r.hour = h.begins
LEFT JOIN (SELECT hour, sum(decisions)::bigint AS n FROM decision_count WHERE hour >= %(now)s - interval '24 hours' GROUP BY 1) d
    ON d.hour = h.begins
ORDER BY h.begins;

-- days: What was decided, day by day (decision_count).
SELECT d.begins, NULL::bigint AS received, coalesce(c.n, 0) AS decided
FROM generate_series(date_trunc('day', %(now)s - interval '13 days', 'UTC'), %(now)s, interval '1 day') AS d (begins)
LEFT JOIN (
    SELECT date_trunc('day', hour, 'UTC') AS day, sum(decisions)::bigint AS n FROM decision_count
    WHERE hour >= %(now)s - interval '14 days' GROUP BY 1
) c ON c.day = d.begins
ORDER BY d.begins;

-- verdicts: How the decisions of the last 24 hours ended (decision_count).
SELECT verdict, sum(decisions)::bigint AS decisions FROM decision_count
WHERE hour > %(now)s - interval '24 hours' GROUP BY 1 HAVING sum(decisions) > 0 ORDER BY 1;

-- in_my_hand: The job somebody holds, for the ribbon (job_claimed_by).
SELECT id, lease_until, legal_due, least(lease_until, legal_due) <= %(now)s AS late
FROM job WHERE claimed_by = %(who)s AND state = 'claimed' LIMIT 1;

-- place_of: Which thing has this number: job, report, decision, action, appeal or subject (primary keys).
SELECT 'job' AS kind, id FROM job WHERE id = %(number)s
UNION ALL SELECT 'report', id FROM report WHERE id = %(number)s
UNION ALL SELECT 'job', job FROM decision WHERE id = %(number)s
UNION ALL SELECT 'job', job FROM action WHERE id = %(number)s
UNION ALL SELECT 'appeal', id FROM appeal WHERE id = %(number)s
UNION ALL SELECT 'job', id FROM (SELECT id FROM job WHERE about = %(number)s ORDER BY opened DESC LIMIT 1) AS latest
LIMIT 1;

-- overturned: The decisions in force that these appeals overturn, with what was found instead (appeal_pkey, decision_pkey).
SELECT a.decision, d.job, d.about, d.reports, d.reasons, d.source, d.queue, d.language, d.first_seen, d.views_at_action,
    d.automated_detection, d.evidence, a.decided_by AS hearer, a.claimed, a.verdict, a.clause, a.clause_version, a.heard_severity AS severity,
    a.path, a.measures, a.playbook, a.instead, a.note, a.took_effect AS moment
FROM appeal a JOIN decision d ON d.id = a.decision AND d.state = 'made'
WHERE a.id = ANY (%(appeals)s) AND a.outcome = 'overturned' ORDER BY a.decided, a.id;

-- appeals_of_job: The appeals against decisions on a job, the newest first (appeal_of_job).
SELECT id, decision, appellant, state, received, outcome, took_effect FROM appeal
WHERE job = %(job)s ORDER BY received DESC, id DESC LIMIT %(limit)s;

-- kind_at: What kind of fact stands in a place of the ledger (fact_pkey).
SELECT kind FROM fact WHERE position = %(position)s;

-- in_hands: The jobs that these people hold (job_claimed_by).
SELECT id, claimed_by AS who FROM job WHERE claimed_by = ANY (%(people)s);

-- corrected: Decisions that an expert found wrong, with what a decision in their place takes over (decision_pkey).
SELECT id, job, about, reports, reasons, source, queue, language, first_seen, claimed, views_at_action, automated_detection, evidence,
    state
FROM decision WHERE id = ANY (%(decisions)s) ORDER BY decided, id;

-- alike: Subjects whose reports say nearly the same, or that carry the same hash (report_sketch_band_1 to 4, subject_media_of, subject_media_pkey).
WITH own AS MATERIALIZED (
    SELECT k.part, k.sketch FROM report r JOIN report_sketch k ON k.report = r.id
    WHERE r.job = %(job)s ORDER BY r.received DESC, k.part LIMIT 10
), near AS (
    SELECT near.about, 'words' AS likeness, (
        SELECT count(*) FROM generate_series(1, 61, 4) AS at (place)
        WHERE substr(own.sketch, at.place, 4) = substr(near.sketch, at.place, 4)
    ) / 16.0 AS share
    FROM own CROSS JOIN LATERAL (
        (SELECT about, sketch FROM report_sketch
            WHERE substr(sketch, 1, 16) = substr(own.sketch, 1, 16) AND part = own.part AND about <> %(about)s LIMIT 60)
        UNION ALL (SELECT about, sketch FROM report_sketch
            WHERE substr(sketch, 17, 16) = substr(own.sketch, 17, 16) AND part = own.part AND about <> %(about)s LIMIT 60)
        UNION ALL (SELECT about, sketch FROM report_sketch
            WHERE substr(sketch, 33, 16) = substr(own.sketch, 33, 16) AND part = own.part AND about <> %(about)s LIMIT 60)
        UNION ALL (SELECT about, sketch FROM report_sketch
            WHERE substr(sketch, 49, 16) = substr(own.sketch, 49, 16) AND part = own.part AND about <> %(about)s LIMIT 60)
    ) AS near
    UNION ALL
    (SELECT o.about, 'hash', 1.0 FROM subject_media m JOIN subject_media o USING (kind, digest)
        WHERE m.about = %(about)s AND o.about <> m.about LIMIT 200)
), best AS (
    SELECT DISTINCT ON (about) about, likeness, share FROM near WHERE share >= 0.5 ORDER BY about, share DESC, likeness
)
SELECT best.about, j.id AS job, best.likeness, best.share::double precision AS share, j.state, j.queue, j.escalation, j.severity,
    j.verdict, d.clause, j.decided, d.state AS standing
FROM best CROSS JOIN LATERAL (SELECT * FROM job WHERE about = best.about ORDER BY opened DESC, id DESC LIMIT 1) AS j
LEFT JOIN decision d ON d.id = j.decision
ORDER BY best.share DESC, j.decided DESC NULLS FIRST, j.id LIMIT %(limit)s;

-- same_clause: What was decided lately in a queue under the same clauses (decision_in_queue, job_pkey).
SELECT d.about, d.job, 'clause' AS likeness, 0.0::double precision AS share, j.state, j.queue, j.escalation, d.severity, d.verdict,
    d.clause, d.decided, d.state AS standing
FROM (SELECT * FROM decision WHERE queue = %(queue)s ORDER BY decided DESC LIMIT 200) AS d JOIN job j ON j.id = d.job
WHERE d.clause = ANY (%(clauses)s) AND d.about <> %(about)s ORDER BY d.decided DESC, d.id LIMIT %(limit)s;

-- voices: Who reported a job, by number, and how their decided reports ended (report_of_job, reporter_pkey, reporter_standing_pkey).
SELECT v.reporter, v.source, v.reports, coalesce(t.upheld, 0) AS upheld, coalesce(t.turned_down, 0) AS turned_down,
    coalesce(m.state, 'clear') AS state
FROM (
    SELECT reporter, min(source) AS source, count(*)::integer AS reports, min(received) AS first FROM report
    WHERE job = %(job)s AND signal IS NULL GROUP BY reporter
) AS v
LEFT JOIN reporter t ON t.id = v.reporter LEFT JOIN reporter_standing m ON m.reporter = v.reporter
ORDER BY v.reports DESC, v.first, v.reporter LIMIT %(limit)s;

-- concerted: Why the reports on a job look concerted (brigade_pkey).
SELECT signal, reporters, looked_at FROM brigade WHERE job = %(job)s ORDER BY signal;

-- look_on: Somebody has a job open, until a moment (viewing_pkey).
INSERT INTO viewing (job, person, until) VALUES (%(job)s, %(who)s, %(until)s)
ON CONFLICT (job, person) DO UPDATE SET until = excluded.until;

-- look_away: Forget who looked long ago (viewing_until).
DELETE FROM viewing WHERE until < %(now)s;

-- lookers: Who else has a job open (viewing_pkey, account_pkey).
SELECT v.person, coalesce(a.name, '') AS name FROM viewing v LEFT JOIN account a ON a.person = v.person
WHERE v.job = %(job)s AND v.person <> %(who)s AND v.until >= %(now)s ORDER BY a.name, v.person LIMIT 20;

-- has_revealed: Whether somebody read, for review, a text of a job's subject or of who reported it (report_of_job, fact_of_subject).
SELECT EXISTS (
    SELECT FROM fact f
    WHERE f.subject IN (SELECT about FROM report WHERE job = ANY (%(jobs)s) UNION SELECT reporter FROM report WHERE job = ANY (%(jobs)s))
        AND f.kind = 'text_read' AND f.actor = %(who)s AND f.body ->> 'purpose' = 'review'
);

-- events_of_job: What our own rules saw when they reported it, without texts (report_of_job, activity_event).
SELECT r.id AS report, a.kind, a.fields, a.windows FROM report r JOIN activity a ON a.event = r.signal
WHERE r.job = ANY (%(jobs)s) ORDER BY r.received, r.id LIMIT %(limit)s;

-- named_in_job: The harm that each report of a job named (report_of_job).
SELECT id AS report, coalesce(named, harm) AS harm FROM report WHERE job = ANY (%(jobs)s) LIMIT %(limit)s;
