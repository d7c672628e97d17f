-- One row for each consequence of a decision, with what became of it.
-- position BIGINT: The place in the ledger of the fact that took it; no two rows have the same.
-- action VARCHAR: The action.
-- about VARCHAR: The subject.
-- subject_kind VARCHAR: What that is.
-- platform VARCHAR: Who holds it.
-- job VARCHAR: The job.
-- decision VARCHAR: The decision.
-- measure VARCHAR: The step of the ladder.
-- clause VARCHAR: The clause of the policy.
-- harm VARCHAR: The class of harm of the job.
-- family VARCHAR: The family of that harm.
-- queue VARCHAR: The queue in which it was decided.
-- severity TINYINT: The severity as decided, from 0 to 4.
-- severity_name VARCHAR: The same as a word.
-- taken TIMESTAMPTZ: When it was decided.
-- effective TIMESTAMPTZ: Not before this moment does it leave the house.
-- until TIMESTAMPTZ: When it ends by itself, as last extended; none when it has no end.
-- strikes BIGINT: How many strikes it brought.
-- quiet VARCHAR: The ground on which the person is not told; none when they are.
-- held TIMESTAMPTZ: When it began to wait for a second person.
-- held_for VARCHAR: Why it waits: irreversible, high_profile or quiet.
-- confirmed TIMESTAMPTZ: When a second person agreed.
-- refused TIMESTAMPTZ: When a second person said no, or none came in time.
-- in_force TIMESTAMPTZ: When it came into force.
-- told TIMESTAMPTZ: When a receiver of webhooks first had it.
-- reversed TIMESTAMPTZ: When it was taken back.
-- reversal VARCHAR: Why.
-- over TIMESTAMPTZ: When it expired, or somebody ended it before its time.
WITH held AS (
    SELECT subject AS action, min(occurred) AS held, arg_max(reason, position) AS held_for FROM action_held GROUP BY subject
), confirmed AS (
    SELECT subject AS action, min(occurred) AS confirmed, arg_max("until",
    position) AS until FROM action_confirmed GROUP BY subject
), said_no AS (
    SELECT subject AS action, occurred FROM action_declined UNION ALL SELECT subject, occurred FROM action_lapsed
), refused AS (
    SELECT action, min(occurred) AS refused FROM said_no GROUP BY action
), in_force AS (
    SELECT subject AS action, min(occurred) AS in_force FROM action_came_into_force GROUP BY subject
), extended AS (
    SELECT subject AS action, arg_max("until", position) AS until FROM action_extended GROUP BY subject
), reversed AS (
    SELECT subject AS action, min(occurred) AS reversed, arg_max(reason,
    position) AS reversal FROM action_reversed GROUP BY subject
), finished AS (
    SELECT subject AS action, occurred FROM action_expired UNION ALL SELECT subject, occurred FROM action_ended
), over AS (
    SELECT action, min(occurred) AS over FROM finished GROUP BY action
), told AS (
    SELECT q.action, min(t.occurred) AS told
    FROM delivery_queued q JOIN delivery_attempted t ON t.subject = q.subject
    WHERE t.delivered AND q.event = 'action.in_force' GROUP BY q.action
)
SELECT a.position, a.subject AS action, a.about, d.subject_kind, d.platform, a.job, a.decision, a.measure, a.clause, d.harm,
    d.family, d.queue,
    d.severity, d.severity_name, a.occurred AS taken, a.effective, coalesce(x.until, c.until, a."until") AS until, a.strikes,
    a.quiet, h.held, h.held_for, c.confirmed, n.refused, f.in_force, t.told, r.reversed, r.reversal, o.over
FROM action_taken a
LEFT JOIN decisions d ON d.decision = a.decision
LEFT JOIN held h ON h.action = a.subject
LEFT JOIN confirmed c ON c.action = a.subject
LEFT JOIN refused n ON n.action = a.subject
LEFT JOIN in_force f ON f.action = a.subject
LEFT JOIN extended x ON x.action = a.subject
LEFT JOIN told t ON t.action = a.subject
LEFT JOIN reversed r ON r.action = a.subject
LEFT JOIN over o ON o.action = a.subject
