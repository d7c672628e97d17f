-- name: Messages delivered
-- question: Of the messages to receivers of webhooks, how many arrived?
-- grain: one message that was tried
-- unit: share
-- numerator: a receiver had it, sooner or later
-- denominator: messages tried at least once
-- clock: the moment it began to wait
-- exclusions: messages that were not tried yet
-- owner: operations lead
-- guardrail: delivery/delivery_time_p95
-- version: 1
-- interval: wilson
-- minimum: 1
SELECT
    d.queued AS at,
    d.delivered IS NOT NULL AS hit,
    d.event AS event, d.endpoint AS endpoint
FROM deliveries AS d
WHERE d.attempts > 0
