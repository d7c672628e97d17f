-- name: Tries a message
-- question: How many tries does a message take?
-- grain: one message that was tried
-- unit: tries
-- numerator: tries so far
-- denominator: messages tried at least once
-- clock: the moment it began to wait
-- exclusions: messages that were not tried yet
-- owner: operations lead
-- guardrail: delivery/delivered
-- version: 1
-- statistic: mean
-- interval: bootstrap
-- minimum: 1
SELECT
    d.queued AS at,
    d.attempts AS value,
    d.event AS event, d.endpoint AS endpoint
FROM deliveries AS d
WHERE d.attempts > 0
