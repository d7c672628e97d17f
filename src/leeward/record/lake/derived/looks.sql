-- One row each time somebody went through the policy's questions again: at a decision drawn for a second look, or a golden item.
-- position BIGINT: The place in the ledger of the look; no two rows have the same.
-- check_id VARCHAR: The check, or the golden item as it was placed.
-- golden BOOLEAN: Whether it was an item with a known answer.
-- person VARCHAR: Who looked.
-- seat VARCHAR: As what: peer, expert, pair or dispute.
-- looked TIMESTAMPTZ: When.
-- verdict VARCHAR: Where the questions led.
-- violates BOOLEAN: Whether that is a violation.
-- severity TINYINT: The severity that was found, from 0 to 4.
-- agrees BOOLEAN: Whether it agrees with the decision, or with the key of a golden item.
-- decision VARCHAR: The decision that was looked at again; none of a golden item.
-- first_person VARCHAR: Who had decided.
-- first_verdict VARCHAR: How the decision had ended, or the key of a golden item.
-- queue VARCHAR: The queue of the decision or the item.
-- language VARCHAR: Its language.
-- item_set VARCHAR: The set of a golden item.
SELECT l.position, l.subject AS check_id, g.subject IS NOT NULL AS golden, l.actor AS person, l.seat, l.occurred AS looked, l.verdict,
    l.verdict = 'violates' AS violates, l.severity, l.agrees, c.decision, c.decider AS first_person,
    coalesce(c.verdict, g.verdict) AS first_verdict, coalesce(c.queue, g.queue) AS queue,
    coalesce(c.language, g.language) AS language, g."set" AS item_set
FROM look_taken l
LEFT JOIN check_opened c ON c.subject = l.subject
LEFT JOIN golden_placed g ON g.subject = l.subject
