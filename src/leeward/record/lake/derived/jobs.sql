-- One row a job: a subject that became a unit of work, and how it went through the house.
-- position BIGINT: The place in the ledger of its opening; no two rows have the same.
-- job VARCHAR: The job.
-- about VARCHAR: The subject.
-- subject_kind VARCHAR: What that is.
-- platform VARCHAR: Who holds it.
-- report VARCHAR: The report that opened it.
-- reports BIGINT: How many reports belong to it now.
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
-- received TIMESTAMPTZ: When the first report on it, or on what was merged into it, was received.
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
-- parted_from VARCHAR: The job of which it was a part, when somebody split that.
-- merged_into VARCHAR: The job that it is decided with.
-- counts BOOLEAN: Whether it is work of its own: not merged into another job, or decided all the same.
-- state VARCHAR: Where it stands: open, assigned, claimed, held, escalated, merged or decided.
WITH placed AS (
    SELECT subject AS job, position, place, harm, place.received AS received FROM job_opened
    UNION ALL
    SELECT subject, position, place, harm, NULL FROM report_merged
    UNION ALL
    SELECT subject, position, place, harm, NULL FROM job_raised
    UNION ALL
    SELECT subject, position, place, harm, NULL FROM job_split
    UNION ALL
    SELECT subject, position, place, harm, place.received FROM job_merged
    UNION ALL
    SELECT subject, position, place, harm, place.received FROM job_parted
    UNION ALL
    SELECT subject, position, place, NULL, NULL FROM job_routed WHERE place IS NOT NULL
    UNION ALL
    SELECT subject, position, place, NULL, NULL FROM job_went_late WHERE place IS NOT NULL
), last_placed AS (
    SELECT job, max(position) AS position, arg_max(place, position) AS place, arg_max(harm, position) AS harm,
        arg_max(received, position) AS received
    FROM placed GROUP BY job
), held_together AS (
    SELECT job, position, subject AS merged_into FROM job_merged
    UNION ALL
    SELECT job, position, NULL FROM job_parted
), last_together AS (
    SELECT job, arg_max_null(merged_into, position) AS merged_into FROM held_together GROUP BY job
), members AS (
    SELECT job, count(*) AS reports FROM report_jobs GROUP BY job
), done AS (
    SELECT subject AS job, min(occurred) AS decided, arg_max(decision, position) AS decision, count(*) AS decisions,
        arg_max(verdict, position) AS verdict, min(position) AS position
    FROM job_decided WHERE decision NOT IN (SELECT decision FROM decision_undone) GROUP BY subject
), begun AS (
    SELECT job, position, unnest(clocks) AS c FROM clocks_started
), pressed AS ( -- clocks that began after the job was last placed move it forward
    SELECT b.job, min(b.c.due) AS due
    FROM begun b JOIN last_placed p ON p.job = b.job LEFT JOIN done d ON d.job = b.job
    WHERE b.c.legal AND b.c.ends = 'decision' AND b.position > p.position AND (d.position IS NULL OR b.position < d.position)
    GROUP BY b.job
), stepped AS (
    SELECT subject AS job, position, 'open' AS state FROM job_opened
    UNION ALL
    SELECT subject, position, 'assigned' FROM job_assigned
    UNION ALL
    SELECT subject, position, 'open' FROM assignment_ended
    UNION ALL
    SELECT subject, position, 'claimed' FROM job_claimed
    UNION ALL
    SELECT subject, position, 'open' FROM lease_ended
    UNION ALL
    SELECT subject, position, 'held' FROM job_held
    UNION ALL
    SELECT subject, position, 'resumed' FROM job_resumed
    UNION ALL
    SELECT subject, position, 'escalated' FROM job_escalated
    UNION ALL
    SELECT subject, position, 'open' FROM decision_undone
    UNION ALL
    SELECT job, position, 'open' FROM job_parted
), last_step AS (
    SELECT job, arg_max(state, position) AS state FROM stepped GROUP BY job
), of_leads AS ( -- the steps of jobs for which a lead was asked: a hold ends where the job stood, an escalation where it came from
    SELECT job, position, state, lag(state) OVER (PARTITION BY job ORDER BY position) AS before
    FROM stepped WHERE job IN (SELECT subject FROM job_escalated)
), returned AS (
    SELECT job, position FROM of_leads WHERE state = 'resumed' AND before IS DISTINCT FROM 'held'
), asked AS (
    SELECT subject AS job, position, TRUE AS asks FROM job_escalated
    UNION ALL
    SELECT job, position, FALSE FROM returned
    UNION ALL
    SELECT subject, position, FALSE FROM job_routed WHERE "left" IS NOT NULL
), last_asked AS (
    SELECT job, arg_max(asks, position) AS asks FROM asked GROUP BY job
), routed AS (
    SELECT subject AS job, position, queue, 0 AS moved FROM job_opened
    UNION ALL
    SELECT subject, position, queue, 1 FROM job_routed
), queued AS (
    SELECT job, position, queue, moved FROM routed
    UNION ALL
    SELECT subject, position, queue, 1 FROM job_escalated
    UNION ALL
    SELECT b.job, b.position, arg_max(q.queue, q.position), 0
    FROM returned b JOIN routed q ON q.job = b.job AND q.position < b.position GROUP BY b.job, b.position
), last_queued AS (
    SELECT job, arg_max(queue, position) AS queue, sum(moved) AS moves FROM queued GROUP BY job
), claimed AS (
    SELECT subject AS job, min(occurred) AS started, count(*) AS claims FROM job_claimed GROUP BY subject
), held AS (
    SELECT subject AS job, count(*) AS holds FROM job_held GROUP BY subject
), raised AS (
    SELECT subject AS job, count(*) AS escalations, min(occurred) AS escalated, arg_max(reason, position) AS escalation
    FROM job_escalated GROUP BY subject
), turned AS (
    SELECT subject AS job, max(occurred) AS reversed FROM decision_reversed GROUP BY subject
)
SELECT o.position, o.subject AS job, o.about, s.subject_kind, s.held_by AS platform, o.report, coalesce(m.reports, 0) AS reports,
    r.source, p.harm, split_part(p.harm, '.', 1) AS family, o.skill, o.language, r.jurisdictions[1] AS market,
    p.place.severity AS severity,
    CASE p.place.severity WHEN 0 THEN 'minor' WHEN 1 THEN 'low' WHEN 2 THEN 'serious' WHEN 3 THEN 'severe' WHEN 4
        THEN 'imminent' END AS severity_name,
    p.place.likelihood AS likelihood, p.place.virality AS virality, o.queue AS first_queue, q.queue, q.moves::BIGINT AS moves,
    p.received, o.occurred AS opened,
    CASE WHEN x.due < p.place.legal_due OR p.place.legal_due IS NULL
        THEN least(p.place.start_by, x.due - to_seconds(p.place.handling_seconds)) ELSE p.place.start_by END AS start_by,
    least(p.place.legal_due, x.due) AS legal_due, o.promised, least(p.place.legal_due, x.due, o.promised) AS due,
    c.started, coalesce(c.claims, 0) AS claims, coalesce(h.holds, 0) AS holds, coalesce(e.escalations, 0) AS escalations,
    e.escalated, e.escalation, d.decided, d.decision, coalesce(d.decisions, 0) AS decisions, d.verdict, t.reversed,
    o.parted_from, g.merged_into, g.merged_into IS NULL OR d.decided IS NOT NULL AS counts,
    CASE WHEN d.decided IS NOT NULL THEN 'decided' WHEN g.merged_into IS NOT NULL THEN 'merged'
        WHEN l.state IN ('open', 'resumed', 'escalated') THEN CASE WHEN a.asks THEN 'escalated' ELSE 'open' END
        ELSE l.state END AS state
FROM job_opened o
JOIN last_placed p ON p.job = o.subject
JOIN last_queued q ON q.job = o.subject
JOIN last_step l ON l.job = o.subject
LEFT JOIN members m ON m.job = o.subject
LEFT JOIN last_together g ON g.job = o.subject
LEFT JOIN last_asked a ON a.job = o.subject
LEFT JOIN pressed x ON x.job = o.subject
LEFT JOIN subject_seen s ON s.subject = o.about
LEFT JOIN report_received r ON r.subject = o.report
LEFT JOIN claimed c ON c.job = o.subject
LEFT JOIN held h ON h.job = o.subject
LEFT JOIN raised e ON e.job = o.subject
LEFT JOIN done d ON d.job = o.subject
LEFT JOIN turned t ON t.job = o.subject
