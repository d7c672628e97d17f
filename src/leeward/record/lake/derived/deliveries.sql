-- One row a message to a receiver of webhooks.
-- position BIGINT: The place in the ledger of the fact that queued it; no two rows have the same.
-- delivery VARCHAR: The message.
-- endpoint VARCHAR: The receiver.
-- event VARCHAR: What it tells.
-- decision VARCHAR: The decision that it is about.
-- action VARCHAR: The action, where it is about one.
-- appeal VARCHAR: The appeal, where it is about one.
-- queued TIMESTAMPTZ: When it began to wait.
-- attempts BIGINT: How many times it was tried.
-- delivered TIMESTAMPTZ: When the receiver first had it.
-- delivery_seconds DOUBLE: From queued to delivered.
-- milliseconds BIGINT: How long the last attempt took.
-- status BIGINT: HTTP status of the last attempt; 0 when there was no answer.
-- dead BOOLEAN: Whether it was given up: the last attempt failed, and no other follows.
WITH tried AS (
    SELECT subject AS delivery, count(*) AS attempts, min(CASE WHEN delivered THEN occurred END) AS delivered,
        arg_max(milliseconds, position) AS milliseconds, arg_max(status, position) AS status,
        arg_max(NOT delivered AND next_attempt IS NULL, position) AS dead
    FROM delivery_attempted GROUP BY subject
)
SELECT q.position, q.subject AS delivery, q.endpoint, q.event, q.decision, q.action, q.appeal, q.occurred AS queued,
    coalesce(t.attempts, 0) AS attempts, t.delivered, greatest(0, epoch(t.delivered) - epoch(q.occurred)) AS delivery_seconds,
    t.milliseconds, t.status, coalesce(t.dead, FALSE) AS dead
FROM delivery_queued q LEFT JOIN tried t ON t.delivery = q.subject
