-- One row each time somebody went through the policy's questions again: at a decision drawn for a second look, or a golden item.
-- check_id: The check, or the golden item as it was placed.
-- golden: Whether it was an item with a known answer.
-- person: Who looked.
-- seat: As what: peer, expert, pair or dispute.
-- looked: When.
-- verdict: Where the questions led.
-- violates: Whether that is a violation.
-- severity: The severity that was found, from 0 to 4.
-- agrees: Whether it agrees with the decision, or with the key of a golden item.
-- decision: The decision that was looked at again; none of a golden item.
-- first_person: Who had decided.
-- first_verdict: How the decision had ended, or the key of a golden item.
-- queue: The queue of the decision or the item.
-- language: Its language.
-- item_set: The set of a golden item.
SELECT l.subject AS check_id, g.subject IS NOT NULL AS golden, l.actor AS person, l.seat, l.occurred AS looked, l.verdict,
    l.verdict = 'violates' AS violates, l.severity, l.agrees, c.decision, c.decider AS first_person,
    coalesce(c.verdict, g.verdict) AS first_verdict, coalesce(c.queue, g.queue) AS queue,
    coalesce(c.language, g.language) AS language, g."set" AS item_set
FROM look_taken l
LEFT JOIN check_opened c ON c.subject = l.subject
LEFT JOIN golden_placed g ON g.subject = l.subject
