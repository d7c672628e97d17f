-- One row each time somebody took a job: who had it in hand, from when to when, and how that ended.
-- position BIGINT: The place in the ledger of the claim; no two rows have the same.
-- job VARCHAR: The job.
-- person VARCHAR: Who had it.
-- claimed TIMESTAMPTZ: When they took it.
-- ended TIMESTAMPTZ: When they gave it back or decided it; none while they still have it.
-- ending VARCHAR: How it ended: decided, skipped, held, escalated, released or expired.
-- seconds DOUBLE: How long they had it; none while they still have it.
-- queue VARCHAR: The queue of the job.
-- harm VARCHAR: The class of harm of the job.
-- family VARCHAR: The family of that harm.
-- language VARCHAR: The language of the job.
-- severity TINYINT: The severity of the job, from 0 to 4.
-- severity_name VARCHAR: The same as a word.
WITH happened AS (
    SELECT subject AS job, position, occurred, actor, TRUE AS claims, NULL AS ending FROM job_claimed
    UNION ALL
    SELECT subject, position, occurred, actor, FALSE, ending FROM lease_ended
), paired AS (
    SELECT job, position, actor, occurred, claims, lead(claims) OVER next AS next_claims,
    lead(occurred) OVER next AS next_occurred,
        lead(ending) OVER next AS next_ending
    FROM happened WINDOW next AS (PARTITION BY job ORDER BY position)
)
SELECT p.position, p.job, p.actor AS person, p.occurred AS claimed,
    CASE WHEN NOT p.next_claims THEN p.next_occurred END AS ended,
    CASE WHEN NOT p.next_claims THEN p.next_ending END AS ending,
    CASE WHEN NOT p.next_claims THEN greatest(0, epoch(p.next_occurred) - epoch(p.occurred)) END AS seconds,
    j.queue, j.harm, j.family, j.language, j.severity, j.severity_name
FROM paired p JOIN jobs j ON j.job = p.job
WHERE p.claims
