-- name: People at work
-- question: How many people had jobs in hand, and how many of them something severe or imminent?
-- grain: one person
-- unit: people
-- numerator: people who had a job in hand that ended in the period
-- denominator: none, it is a number
-- clock: the moment the job left the hand
-- exclusions: work other than on jobs. Who it was is never shown
-- owner: operations lead
-- guardrail: workforce/occupancy
-- version: 1
-- interval: none, because every one is counted and none is a sample
-- minimum: 5
SELECT
    bool_or(a.severity >= 3) AS grave
FROM assignments AS a
WHERE a.ended >= :start AND a.ended < :end
GROUP BY a.person
