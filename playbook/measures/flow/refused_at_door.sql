-- name: Refused at the door
-- question: Of all that somebody sent, how much was turned away before it became a report?
-- grain: one report taken or refused
-- unit: share
-- numerator: refused: media, missing fields, too large
-- denominator: received and refused
-- clock: the attempt
-- exclusions: none
-- owner: operations lead
-- guardrail: flow/intake
-- version: 1
-- interval: wilson
-- minimum: 10
WITH arrived AS (
    SELECT r.occurred AS at, FALSE AS hit, r.door AS door FROM report_received AS r
    UNION ALL
    SELECT f.occurred AS at, TRUE AS hit, f.door AS door FROM report_refused AS f
)
SELECT a.at AS at, a.hit AS hit, a.door AS door
FROM arrived AS a
