-- name: Time to delivery, 95 in a hundred
-- question: Within how many seconds do messages arrive?
-- grain: one delivered message
-- unit: seconds
-- numerator: seconds from the moment it began to wait until a receiver had it
-- denominator: messages delivered
-- clock: the moment it began to wait
-- exclusions: messages that never arrived: see those delivered
-- owner: operations lead
-- guardrail: delivery/delivered
-- version: 1
-- statistic: p95
-- interval: quantile
-- minimum: 1
SELECT
    d.queued AS at,
    d.delivery_seconds AS value,
    d.event AS event, d.endpoint AS endpoint
FROM deliveries AS d
WHERE d.delivered IS NOT NULL
