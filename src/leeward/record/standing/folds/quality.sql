-- sample_drawn: The plan of a draw, stratum by stratum.
INSERT INTO sample_stratum (draw, plan, since, until, drawn, place, queue, clause, language, source, left_up, automated, size, planned)
SELECT f.subject, f.plan, f.since, f.until, f.occurred, s.place, s.queue, s.clause, s.language, s.source, s.left_up, s.automated,
    s.size, s.planned
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, plan text, since timestamptz, until timestamptz, occurred timestamptz, strata json
), ROWS FROM (json_to_recordset(f.strata) AS (
    queue text, clause text, language text, source text, left_up boolean, automated boolean, size integer, planned integer
)) WITH ORDINALITY AS s (queue, clause, language, source, left_up, automated, size, planned, place);

-- sample_drawn.end: How far a plan has drawn.
INSERT INTO sample_end AS e (plan, until)
SELECT plan, max(until) FROM json_to_recordset(%(facts)s) AS f (plan text, until timestamptz) GROUP BY plan
ON CONFLICT (plan) DO UPDATE SET until = greatest(e.until, excluded.until);

-- check_opened: It waits for a peer.
INSERT INTO second_look (
    id, draw, decision, job, about, decider, first_verdict, first_clause, first_severity, queue, language, source, automated,
    paired, opened, state, seat
)
SELECT subject, draw, decision, job, about, decider, verdict, clause, severity, queue, language, source, automated, paired, occurred,
    'open', 'peer'
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, draw uuid, decision uuid, job uuid, about uuid, decider uuid, verdict text, clause text, severity smallint,
    queue text, language text, source text, automated boolean, paired boolean, occurred timestamptz
);

-- label_opened: One look at an item of a sample waits.
INSERT INTO second_look (
    id, sample, item, about, kind, harm, clauses, texts, first_severity, queue, language, automated, paired, opened, state, seat
)
SELECT subject, sample, item, about, kind, harm, clauses, texts, severity, queue, language, false, false, occurred, 'open', seat
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, sample uuid, item uuid, about uuid, kind text, harm text, clauses text[], texts uuid[], severity smallint,
    queue text, language text, occurred timestamptz, seat text
);

-- label_withdrawn: Nobody has to look at it any more.
UPDATE second_look SET state = 'withdrawn', claimed_by = NULL, claimed = NULL, lease_until = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE second_look.id = f.subject;

-- golden_placed: It is in the hand of whom it was put before.
INSERT INTO second_look (
    id, golden_set, golden_item, first_verdict, first_clause, first_severity, queue, language, automated, paired, opened, state,
    seat, claimed_by, claimed, lease_until
)
SELECT subject, "set", item, verdict, clause, severity, queue, language, false, false, occurred, 'claimed', 'peer', "to", occurred,
    lease_until
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, "set" text, item text, verdict text, clause text, severity smallint, queue text, language text,
    occurred timestamptz, "to" uuid, lease_until timestamptz
);

-- check_claimed: Somebody holds it.
UPDATE second_look SET state = 'claimed', claimed_by = f.actor, claimed = f.occurred, lease_until = f.lease_until
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz, lease_until timestamptz)
WHERE second_look.id = f.subject;

-- check_released.exposure: The time with a decision's texts open counts for whoever held it.
INSERT INTO exposure AS e (person, day, severity, seconds, items)
SELECT f.holder, (f.occurred AT TIME ZONE 'UTC')::date, k.first_severity,
    sum(greatest(0, extract(epoch FROM f.occurred - k.claimed))::integer), count(*)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, holder uuid, occurred timestamptz)
JOIN second_look k ON k.id = f.subject AND k.golden_item IS NULL
GROUP BY 1, 2, 3
ON CONFLICT (person, day, severity) DO UPDATE SET seconds = e.seconds + excluded.seconds, items = e.items + excluded.items;

-- check_released.looked: What somebody had open last.
INSERT INTO looked (person, ended, work, began, severity, harm)
SELECT f.holder, f.occurred, k.id, least(coalesce(k.claimed, f.occurred), f.occurred), k.first_severity, coalesce(job.harm, k.harm)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, holder uuid, occurred timestamptz) JOIN second_look k ON k.id = f.subject
    LEFT JOIN job ON job.id = k.job
WHERE coalesce(job.harm, k.harm) IS NOT NULL
ON CONFLICT (person, ended, work) DO NOTHING;

-- check_released.recused: Who steps back from it does not get it again.
INSERT INTO look_recused (look, person)
SELECT subject, holder FROM json_to_recordset(%(facts)s) AS f (subject uuid, holder uuid, recused boolean) WHERE recused
ON CONFLICT (look, person) DO NOTHING;

-- check_released: Nobody holds it; a golden item was for one person, and goes.
UPDATE second_look SET state = CASE WHEN golden_item IS NULL THEN 'open' ELSE 'withdrawn' END, claimed_by = NULL, claimed = NULL,
    lease_until = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE second_look.id = f.subject;

-- check_escalated.exposure: The time with a decision's texts open counts for whoever held it.
INSERT INTO exposure AS e (person, day, severity, seconds, items)
SELECT f.actor, (f.occurred AT TIME ZONE 'UTC')::date, k.first_severity,
    sum(greatest(0, extract(epoch FROM f.occurred - k.claimed))::integer), count(*)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz)
JOIN second_look k ON k.id = f.subject AND k.golden_item IS NULL
GROUP BY 1, 2, 3
ON CONFLICT (person, day, severity) DO UPDATE SET seconds = e.seconds + excluded.seconds, items = e.items + excluded.items;

-- check_escalated.looked: What somebody had open last.
INSERT INTO looked (person, ended, work, began, severity, harm)
SELECT f.actor, f.occurred, k.id, least(coalesce(k.claimed, f.occurred), f.occurred), k.first_severity, coalesce(job.harm, k.harm)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz) JOIN second_look k ON k.id = f.subject
    LEFT JOIN job ON job.id = k.job
WHERE coalesce(job.harm, k.harm) IS NOT NULL
ON CONFLICT (person, ended, work) DO NOTHING;

-- check_escalated.recused: Whoever passed it up does not get it again.
INSERT INTO look_recused (look, person) SELECT subject, actor FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid)
WHERE true ON CONFLICT (look, person) DO NOTHING;

-- check_escalated: An expert is asked.
UPDATE second_look SET state = 'open', seat = 'expert', claimed_by = NULL, claimed = NULL, lease_until = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE second_look.id = f.subject;

-- look_taken.exposure: The time with a decision's texts open counts for whoever held it.
INSERT INTO exposure AS e (person, day, severity, seconds, items)
SELECT f.actor, (f.occurred AT TIME ZONE 'UTC')::date, k.first_severity,
    sum(greatest(0, extract(epoch FROM f.occurred - k.claimed))::integer), count(*)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz)
JOIN second_look k ON k.id = f.subject AND k.golden_item IS NULL
GROUP BY 1, 2, 3
ON CONFLICT (person, day, severity) DO UPDATE SET seconds = e.seconds + excluded.seconds, items = e.items + excluded.items;

-- look_taken.looked: What somebody had open last.
INSERT INTO looked (person, ended, work, began, severity, harm)
SELECT f.actor, f.occurred, k.id, least(coalesce(k.claimed, f.occurred), f.occurred), k.first_severity, coalesce(job.harm, k.harm)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz) JOIN second_look k ON k.id = f.subject
    LEFT JOIN job ON job.id = k.job
WHERE coalesce(job.harm, k.harm) IS NOT NULL
ON CONFLICT (person, ended, work) DO NOTHING;

-- look_taken.look: What one person found.
INSERT INTO look_taken (look, person, seat, verdict, clause, clause_version, severity, path, agrees, taken, seconds, note)
SELECT f.subject, f.actor, f.seat, f.verdict, f.clause, f.clause_version, f.severity, f.path, f.agrees, f.occurred,
    greatest(0, extract(epoch FROM f.occurred - k.claimed))::integer, f.note
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, actor uuid, seat text, verdict text, clause text, clause_version integer, severity smallint, path jsonb,
    agrees boolean, occurred timestamptz, note uuid
) JOIN second_look k ON k.id = f.subject;

-- look_taken: A peer who differs, or a pair for the ceiling, calls an expert; an expert of a pair calls the other one. A label is one look.
UPDATE second_look SET claimed_by = NULL, claimed = NULL, lease_until = NULL,
    state = CASE WHEN f.seat = 'pair' OR second_look.item IS NOT NULL THEN 'settled' ELSE 'open' END,
    seat = CASE
        WHEN second_look.item IS NOT NULL THEN second_look.seat
        WHEN f.seat = 'peer' THEN 'expert'
        WHEN f.seat = 'expert' THEN 'pair'
        ELSE second_look.seat
    END
FROM json_to_recordset(%(facts)s) AS f (subject uuid, seat text) WHERE second_look.id = f.subject;

-- check_settled: It is known whether it was right. A pair is still looked at by the other expert.
UPDATE second_look SET "right" = f."right", verdict = f.verdict, clause = f.clause, severity = f.severity, grade = f.grade,
    settled = f.occurred, settled_seat = f.seat, settled_by = f.actor,
    state = CASE WHEN f.seat = 'expert' AND second_look.paired THEN 'open' ELSE 'settled' END,
    heard = CASE WHEN f.seat = 'dispute' THEN f.occurred ELSE second_look.heard END
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, actor uuid, occurred timestamptz, "right" boolean, verdict text, clause text, severity smallint, grade text,
    seat text
) WHERE second_look.id = f.subject;

-- cause_named: Why it was wrong.
UPDATE second_look SET cause = f.cause, cause_by = f.actor
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, cause text) WHERE second_look.id = f.subject;

-- finding_disputed: Another expert is asked.
UPDATE second_look SET state = 'open', seat = 'dispute', disputed = f.occurred, dispute_note = f.note
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, note uuid) WHERE second_look.id = f.subject;

-- calibration_opened: People are asked.
INSERT INTO calibration (id, golden_set, clause, clause_version, items, people, opened, opened_by, round)
SELECT subject, "set", clause, clause_version, items, people, occurred, actor, 'before'
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, "set" text, clause text, clause_version integer, items text[], people uuid[], occurred timestamptz, actor uuid
);

-- calibration_answered: One answer of one person.
INSERT INTO calibration_answer (calibration, round, item, person, verdict, severity, path, agrees, answered)
SELECT subject, round, item, actor, verdict, severity, path, agrees, occurred
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, round text, item text, actor uuid, verdict text, severity smallint, path jsonb, agrees boolean,
    occurred timestamptz
);

-- calibration_discussed: The second round.
UPDATE calibration SET round = 'after', discussed = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE calibration.id = f.subject;

-- answer_key_changed: The key of an item, until its file says the same.
INSERT INTO answer_key (golden_set, item, path, verdict, severity, before, changed, changed_by, calibration)
SELECT "set", item, path, verdict, severity, before, occurred, actor, subject
FROM json_to_recordset(%(facts)s) AS f (
    "set" text, item text, path jsonb, verdict text, severity smallint, before text, occurred timestamptz, actor uuid, subject uuid
);

-- calibration_closed: How far people agreed, before and after.
UPDATE calibration SET closed = f.occurred, before = f.before, after = f.after
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, before jsonb, after jsonb)
WHERE calibration.id = f.subject;

-- policy_acknowledged: Who read which version.
INSERT INTO acknowledgment (person, clause, clause_version, acknowledged)
SELECT actor, clause, clause_version, occurred
FROM json_to_recordset(%(facts)s) AS f (actor uuid, clause text, clause_version integer, occurred timestamptz)
WHERE true
ON CONFLICT (person, clause, clause_version) DO NOTHING;
