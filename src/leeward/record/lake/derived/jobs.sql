-- One row a job: a subject that became a unit of work, and how it went through the house.
-- position BIGINT: The place in the ledger of its opening; no two rows have the same.
-- job VARCHAR: The job.
-- about VARCHAR: The subject.
-- subject_kind VARCHAR: What that is.
-- platform VARCHAR: Who holds it.
-- report VARCHAR: The report that opened it.
-- reports BIGINT: How many reports belong to it.
-- source VARCHAR: The kind of intake of the report that opened it.
-- harm VARCHAR: The class of harm it is handled as, after the last merge.
-- family VARCHAR: The family of that harm.
-- skill VARCHAR: The skill that it asks for.
-- language VARCHAR: Its language.
-- market VARCHAR: The first of the jurisdictions that the opening report concerns.
-- severity TINYINT: From 0 (minor) to 4 (imminent), as last placed.
-- severity_name VARCHAR: The same as a word.
-- likelihood DOUBLE: From 0 to 1, as last placed.
-- virality DOUBLE: From 0 to 1, as last placed.
-- first_queue VARCHAR: The queue in which it was opened.
-- queue VARCHAR: The queue in which it is, or was decided.
-- moves BIGINT: How many times it went to another queue.
-- received TIMESTAMPTZ: When the first report on it was received.
-- opened TIMESTAMPTZ: When it became a job.
-- start_by TIMESTAMPTZ: By when somebody should have started.
-- legal_due TIMESTAMPTZ: By when it must be decided by law; none where no legal clock with an hour applies.
-- promised TIMESTAMPTZ: By when the queue that it was opened in promises a decision.
-- due TIMESTAMPTZ: The earlier of legal_due and promised.
-- started TIMESTAMPTZ: When somebody first took it.
-- claims BIGINT: How many times somebody took it.
-- holds BIGINT: How many times it was set to wait.
-- escalations BIGINT: How many times somebody asked for a lead.
-- escalated TIMESTAMPTZ: When somebody first asked for a lead.
-- escalation VARCHAR: Why, the last time.
-- decided TIMESTAMPTZ: When it was first decided, by a decision that was not undone.
-- decision VARCHAR: The last decision that was not undone.
-- decisions BIGINT: How many decisions there were that were not undone: more than one when it was opened again or put right.
-- verdict VARCHAR: How the last decision ended.
-- reversed TIMESTAMPTZ: When a decision on it was last reversed.
-- state VARCHAR: Where it stands: open, claimed, held, escalated or decided.
WITH placed AS (
    SELECT subject AS job, position, place, harm FROM job_opened
    UNION ALL
    SELECT subject, position, place, harm FROM report_merged
    UNION ALL
    SELECT subject, position, place, harm FROM job_raised
), last_placed AS (
    SELECT job, arg_max(place, position) AS place, arg_max(harm, position) AS harm, min(place.received) AS received
    FROM placed GROUP BY job
), merges AS (
    SELECT subject AS job, count(*) AS merged FROM report_merged GROUP BY subject
), queued AS (
    SELECT subject AS job, position, queue, 0 AS moved FROM job_opened
    UNION ALL
    SELECT subject, position, queue, 1 FROM job_routed
    UNION ALL
    SELECT subject, position, queue, 1 FROM job_escalated
), last_queued AS (
    SELECT job, arg_max(queue, position) AS queue, sum(moved) AS moves FROM queued GROUP BY job
), claimed AS (
    SELECT subject AS job, min(occurred) AS started, count(*) AS claims FROM job_claimed GROUP BY subject
), held AS (
    SELECT subject AS job, count(*) AS holds FROM job_held GROUP BY subject
), raised AS (
    SELECT subject AS job, count(*) AS escalations, min(occurred) AS escalated, arg_max(reason, position) AS escalation
    FROM job_escalated GROUP BY subject
), done AS (
    SELECT subject AS job, min(occurred) AS decided, arg_max(decision, position) AS decision, count(*) AS decisions,
        arg_max(verdict, position) AS verdict
    FROM job_decided WHERE decision NOT IN (SELECT decision FROM decision_undone) GROUP BY subject
), turned AS (
    SELECT subject AS job, max(occurred) AS reversed FROM decision_reversed GROUP BY subject
), stepped AS (
    SELECT subject AS job, position, 'open' AS state FROM job_opened
    UNION ALL
    SELECT subject, position, 'claimed' FROM job_claimed
    UNION ALL
    SELECT subject, position, 'open' FROM lease_ended
    UNION ALL
    SELECT subject, position, 'held' FROM job_held
    UNION ALL
    SELECT subject, position, 'open' FROM job_resumed
    UNION ALL
    SELECT subject, position, 'escalated' FROM job_escalated
    UNION ALL
    SELECT subject, position, 'open' FROM decision_undone
), last_step AS (
    SELECT job, arg_max(state, position) AS state FROM stepped GROUP BY job
)
SELECT o.position, o.subject AS job, o.about, s.subject_kind, s.held_by AS platform, o.report, 1 + coalesce(m.merged, 0) AS reports,
    r.source, p.harm, split_part(p.harm, '.', 1) AS family, o.skill, o.language, r.jurisdictions[1] AS market,
    p.place.severity AS severity,
    CASE p.place.severity WHEN 0 THEN 'minor' WHEN 1 THEN 'low' WHEN 2 THEN 'serious' WHEN 3 THEN 'severe' WHEN 4 THEN 'imminent' END
        AS severity_name,
    p.place.likelihood AS likelihood, p.place.virality AS virality, o.queue AS first_queue, q.queue, q.moves::BIGINT AS moves,
    p.received, o.occurred AS opened, p.place.start_by AS start_by, p.place.legal_due AS legal_due, o.promised,
    least(p.place.legal_due, o.promised) AS due, c.started, coalesce(c.claims, 0) AS claims, coalesce(h.holds, 0) AS holds,
    coalesce(e.escalations, 0) AS escalations, e.escalated, e.escalation, d.decided, d.decision,
    coalesce(d.decisions, 0) AS decisions, d.verdict, t.reversed,
    CASE WHEN d.decided IS NOT NULL THEN 'decided' ELSE l.state END AS state
FROM job_opened o
JOIN last_placed p ON p.job = o.subject
JOIN last_queued q ON q.job = o.subject
JOIN last_step l ON l.job = o.subject
LEFT JOIN subject_seen s ON s.subject = o.about
LEFT JOIN report_received r ON r.subject = o.report
LEFT JOIN merges m ON m.job = o.subject
LEFT JOIN claimed c ON c.job = o.subject
LEFT JOIN held h ON h.job = o.subject
LEFT JOIN raised e ON e.job = o.subject
LEFT JOIN done d ON d.job = o.subject
LEFT JOIN turned t ON t.job = o.subject
