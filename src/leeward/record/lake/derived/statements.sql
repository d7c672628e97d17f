-- One row for each statement of reasons that a restriction asks for.
-- position BIGINT: The place in the ledger of the fact that it is owed; no two rows have the same.
-- statement VARCHAR: The statement; also its number in the database, for good.
-- decision VARCHAR: The decision.
-- job VARCHAR: The job.
-- harm VARCHAR: The class of harm of the job.
-- family VARCHAR: The family of that harm.
-- owed TIMESTAMPTZ: When the decision that asks for it came into force.
-- drafted TIMESTAMPTZ: When it was last found sound and ready.
-- blocked TIMESTAMPTZ: When it was last found that it cannot leave the house as it is.
-- problems BIGINT: How many things were wrong with it then.
-- attempts BIGINT: How many attempts to send it did not end in its acceptance.
-- accepted TIMESTAMPTZ: When the database took it.
-- accepted_seconds DOUBLE: From owed to accepted.
WITH drafted AS (
    SELECT subject AS statement, max(occurred) AS drafted FROM statement_drafted GROUP BY subject
), blocked AS (
    SELECT subject AS statement, max(occurred) AS blocked, arg_max(len(problems), position) AS problems
    FROM statement_blocked GROUP BY subject
), tried AS (
    SELECT subject AS statement, count(*) AS attempts FROM statement_attempted GROUP BY subject
), accepted AS (
    SELECT subject AS statement, min(occurred) AS accepted FROM statement_accepted GROUP BY subject
)
SELECT o.position, o.subject AS statement, o.decision, o.job, j.harm, j.family, o.occurred AS owed, d.drafted, b.blocked, b.problems,
    coalesce(t.attempts, 0) AS attempts, a.accepted, greatest(0, epoch(a.accepted) - epoch(o.occurred)) AS accepted_seconds
FROM statement_owed o
LEFT JOIN jobs j ON j.job = o.job
LEFT JOIN drafted d ON d.statement = o.subject
LEFT JOIN blocked b ON b.statement = o.subject
LEFT JOIN tried t ON t.statement = o.subject
LEFT JOIN accepted a ON a.statement = o.subject
