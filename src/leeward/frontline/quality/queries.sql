-- Every read of the quality room. Each leans on an index that is named.

-- lookers: People for assignment: certification, how they are doing, the check in hand, what they have taken (person_pkey, exposure_pkey, looked_pkey, second_look_claimed_by, look_taken_by).
SELECT p.id, p.roles, p.skills, p.languages, p.severity_limit, w.*,
    held.id AS "check", held.lease_until,
    (SELECT count(*) FROM look_taken t WHERE t.person = p.id) AS looks,
    ARRAY(
        SELECT k.golden_set || '/' || k.golden_item FROM look_taken t JOIN second_look k ON k.id = t.look
        WHERE t.person = p.id AND k.golden_item IS NOT NULL ORDER BY 1
    ) AS golden
FROM person p
CROSS JOIN LATERAL wellbeing_of(p.id, %(day)s) w
LEFT JOIN second_look held ON held.claimed_by = p.id
WHERE (%(people)s::uuid[] IS NULL OR p.id = ANY (%(people)s)) AND p.departed IS NULL
ORDER BY p.joined, p.id;

-- candidate: One check as assignment sees it, with everybody who knows (second_look_pkey, decision_of_job, appeal_of_job).
SELECT k.id, k.state, k.seat, k.queue, k.language, greatest(k.first_severity, coalesce(j.severity, 0)) AS severity,
    coalesce(j.harm, k.harm) AS harm, j.escalation,
    k.claimed_by,
    ARRAY(
        SELECT decider FROM decision WHERE job = k.job
        UNION SELECT decided_by FROM appeal WHERE job = k.job AND decided_by IS NOT NULL
        UNION SELECT person FROM look_taken WHERE look = k.id
        UNION SELECT t.person FROM second_look o JOIN look_taken t ON t.look = o.id WHERE o.item = k.item
        UNION SELECT decider FROM decision WHERE about = k.about AND k.item IS NOT NULL
        ORDER BY 1
    ) AS knowing,
    ARRAY(SELECT person FROM look_recused WHERE look = k.id ORDER BY person) AS recused
FROM second_look k LEFT JOIN job j ON j.id = k.job WHERE k.id = %(look)s;

-- next_check: The first check this person may take: disputes and ties before fresh ones, decisions before samples, the graver first (second_look_next, second_look_of_item).
SELECT k.id FROM second_look k LEFT JOIN job j ON j.id = k.job
WHERE k.state = 'open' AND (%(any_queue)s OR k.queue = ANY (%(queues)s))
    AND greatest(k.first_severity, coalesce(j.severity, 0)) = ANY (%(severities)s)
    AND (%(every_language)s OR k.language = ANY (%(languages)s))
    AND (%(judges)s OR k.seat = 'peer')
    AND (%(hand_off)s OR (k.queue <> 'minor_gate' AND j.escalation IS DISTINCT FROM 'minor_gate'))
    AND coalesce(j.harm, k.harm) <> ALL (%(avoids)s::text[])
    AND split_part(coalesce(j.harm, k.harm), '.', 1) <> ALL (%(avoids)s::text[])
    AND NOT EXISTS (SELECT FROM look_recused r WHERE r.look = k.id AND r.person = %(who)s)
    AND NOT EXISTS (SELECT FROM look_taken t WHERE t.look = k.id AND t.person = %(who)s)
    AND NOT EXISTS (SELECT FROM decision d WHERE d.job = k.job AND d.decider = %(who)s)
    AND NOT EXISTS (SELECT FROM appeal a WHERE a.job = k.job AND a.decided_by = %(who)s)
    AND (k.item IS NULL OR NOT EXISTS (
        SELECT FROM second_look o JOIN look_taken t ON t.look = o.id WHERE o.item = k.item AND t.person = %(who)s
        UNION ALL SELECT FROM second_look o JOIN look_recused r ON r.look = o.id WHERE o.item = k.item AND r.person = %(who)s
        UNION ALL SELECT FROM decision d WHERE d.about = k.about AND d.decider = %(who)s
    ))
ORDER BY k.seat = 'peer', k.item IS NOT NULL, k.first_severity DESC, k.opened, k.id LIMIT 1;

-- head: One check as it stands (second_look_pkey).
SELECT id, draw, decision, job, about, decider, golden_set, golden_item, sample, item, kind, harm, clauses, texts, first_verdict, first_clause, first_severity, queue, language,
    source, automated, paired, opened, state, seat, claimed_by, claimed, lease_until, "right", verdict, clause, severity, grade, settled,
    settled_seat, settled_by, cause, disputed, dispute_note, heard
FROM second_look WHERE id = %(look)s;

-- looks_at_item: Every look at an item of a sample: who was asked, and what was found (second_look_of_item, look_taken_pkey).
SELECT k.id, k.state, k.seat, t.seat AS took, t.person, t.verdict, t.clause, t.severity
FROM second_look k LEFT JOIN look_taken t ON t.look = k.id WHERE k.item = %(item)s ORDER BY k.opened, k.id;

-- sampled: Whether an expert looks at an item of a sample whatever the others find (prevalence_item_pkey).
SELECT verified FROM prevalence_item WHERE id = %(item)s;

-- identifier: The platform's identifier of a subject (subject_pkey).
SELECT held_by, identifier FROM subject WHERE id = %(about)s;

-- looks_of_samples: Looks that are still waited for, of these samples (second_look_of_sample).
SELECT id FROM second_look WHERE sample = ANY (%(samples)s) AND state IN ('open', 'claimed') ORDER BY id;

-- looks_of: Who looked, and what each found (look_taken_pkey).
SELECT person, seat, verdict, clause, clause_version, severity, path, agrees, taken, seconds FROM look_taken
WHERE look = %(look)s ORDER BY taken, person;

-- blind: What is shown of a decision's subject to whoever looks again: nothing of who decided, or how (job_pkey, subject_pkey).
SELECT s.kind, s.held_by, s.identifier, j.clauses, j.harm FROM job j JOIN subject s ON s.id = j.about WHERE j.id = %(job)s;

-- texts: What was reported about a job, and what its subject said (report_of_job).
SELECT text, content FROM report WHERE job = %(job)s ORDER BY received, id LIMIT 50;

-- decision: The decision itself, for an expert's correction and for findings (decision_pkey).
SELECT d.id, d.job, d.about, d.decider, d.verdict, d.clause, d.clause_version, d.severity, d.path, d.measures, d.decided, d.state,
    d.queue, d.language, s.kind
FROM decision d JOIN subject s ON s.id = d.about WHERE d.id = %(decision)s;

-- stands: The decision in force on a job, the latest (decision_of_job).
SELECT id, verdict FROM decision WHERE job = %(job)s AND state = 'made' ORDER BY decided DESC, id DESC LIMIT 1;

-- strikes: The subject's strikes, without those of the decision that falls (strike_about).
SELECT weight AS count, expires AS expire, scope FROM strike
WHERE about = %(about)s AND decision <> %(decision)s AND reversed IS NULL AND forgiven IS NULL;

-- drawn_until: How far a plan has drawn (sample_end_pkey).
SELECT until FROM sample_end WHERE plan = %(plan)s;

-- first_decision: The day of the first decision there is (decision_decided).
SELECT min(decided) FROM decision;

-- drawable: Decisions of a span that stand and were not drawn before (decision_decided, second_look_of_decision).
SELECT d.id, d.job, d.about, d.decider, d.verdict, d.clause, d.severity, d.queue, d.language, d.source, d.automated_decision AS automated
FROM decision d
WHERE d.decided >= %(since)s AND d.decided < %(until)s AND d.state = 'made'
    AND NOT EXISTS (SELECT FROM second_look k WHERE k.decision = d.id)
ORDER BY d.decided, d.id;

-- leases_over: Checks in somebody's hand whose lease has run out (second_look_lease).
SELECT id, claimed_by FROM second_look WHERE state = 'claimed' AND lease_until <= %(moment)s ORDER BY lease_until, id LIMIT %(limit)s;

-- in_hand: The check somebody holds, for the ribbon (second_look_claimed_by).
SELECT id, lease_until FROM second_look WHERE claimed_by = %(who)s LIMIT 1;

-- waiting: How many checks wait, by seat (second_look_next).
SELECT seat, count(*) AS checks FROM second_look WHERE state = 'open' GROUP BY seat ORDER BY seat;

-- samples: What was planned and what was done in a span, by stratum (sample_stratum_until, second_look_of_draw).
SELECT s.plan, s.queue, s.clause, s.language, s.source, s.left_up, s.automated, sum(s.size)::integer AS size,
    sum(s.planned)::integer AS planned, coalesce(sum(done.achieved), 0)::integer AS achieved,
    coalesce(sum(done.right_ones), 0)::integer AS right_ones
FROM sample_stratum s
LEFT JOIN LATERAL (
    SELECT count(*) AS achieved, count(*) FILTER (WHERE k."right") AS right_ones FROM second_look k
    WHERE k.draw = s.draw AND k.settled IS NOT NULL AND k.queue = s.queue AND k.first_clause IS NOT DISTINCT FROM s.clause
        AND k.language = s.language AND k.source = s.source AND k.automated = s.automated
        AND (k.first_verdict <> 'violates') = s.left_up
) done ON true
WHERE s.until > %(since)s
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7;

-- settled: Decisions of which it is known whether they were right, for figures (second_look_settled).
SELECT k.id, k.decision, k.decider, k.first_verdict, k.first_clause, k.first_severity, k.verdict, k.clause, k.severity, k."right",
    k.grade, k.queue, k.language, k.source, k.automated, k.settled, k.cause, k.disputed, k.heard, p.joined
FROM second_look k LEFT JOIN person p ON p.id = k.decider
WHERE k.settled >= %(since)s AND k.decision IS NOT NULL AND (%(decider)s::uuid IS NULL OR k.decider = %(decider)s)
ORDER BY k.settled DESC, k.id DESC LIMIT %(limit)s;

-- ratings: Every verdict on every checked decision: the first, and each look (second_look_settled, look_taken_pkey).
SELECT k.id AS look, k.decider AS person, 'first' AS seat, k.first_verdict AS verdict, k.first_severity AS severity, k.queue,
    k.first_clause AS clause, k.verdict AS truth
FROM second_look k WHERE k.opened >= %(since)s AND k.decision IS NOT NULL
UNION ALL
SELECT k.id, t.person, t.seat, t.verdict, t.severity, k.queue, k.first_clause, k.verdict
FROM look_taken t JOIN second_look k ON k.id = t.look WHERE k.opened >= %(since)s AND k.decision IS NOT NULL
ORDER BY look, seat, person;

-- golden_taken: Golden items that were answered, by person (look_taken_by).
SELECT t.person, count(*)::integer AS items, count(*) FILTER (WHERE t.agrees)::integer AS passed
FROM look_taken t JOIN second_look k ON k.id = t.look
WHERE k.golden_item IS NOT NULL AND t.taken >= %(since)s AND (%(person)s::uuid IS NULL OR t.person = %(person)s)
GROUP BY t.person;

-- rules: How often what rules pointed at was a violation, among checked decisions: by rule and clause (second_look_settled).
SELECT r.value ->> 'rule' AS rule, r.value ->> 'clause' AS clause, count(*)::integer AS checked,
    count(*) FILTER (WHERE k.verdict = 'violates')::integer AS violations,
    count(*) FILTER (WHERE k.verdict = 'violates' AND k.clause = r.value ->> 'clause')::integer AS by_clause
FROM second_look k JOIN decision d ON d.id = k.decision CROSS JOIN LATERAL jsonb_array_elements(d.reasons) AS r (value)
WHERE k.settled >= %(since)s GROUP BY 1, 2 ORDER BY 1, 2;

-- keys: Answer keys that calibrations changed, the latest of each item (answer_key_pkey).
SELECT DISTINCT ON (golden_set, item) golden_set, item, path, verdict, severity FROM answer_key
ORDER BY golden_set, item, changed DESC;

-- key_changes: The answer keys that a calibration changed (answer_key_pkey).
SELECT golden_set, item, before, verdict, changed, changed_by FROM answer_key WHERE calibration = %(calibration)s ORDER BY changed, item;

-- calibrations: Sessions, the latest first (calibration_opened).
SELECT id, golden_set, clause, clause_version, items, people, opened, opened_by, round, discussed, closed, before, after
FROM calibration ORDER BY opened DESC, id DESC LIMIT %(limit)s OFFSET %(offset)s;

-- calibration: One session (calibration_pkey).
SELECT id, golden_set, clause, clause_version, items, people, opened, opened_by, round, discussed, closed, before, after
FROM calibration WHERE id = %(calibration)s;

-- answers: What was answered in a session (calibration_answer_pkey).
SELECT round, item, person, verdict, severity, agrees FROM calibration_answer
WHERE calibration = %(calibration)s ORDER BY round DESC, item, person;

-- last_calibration: The last closed calibration on a version of a policy (calibration_of_clause).
SELECT after FROM calibration WHERE clause = %(clause)s AND clause_version = %(version)s AND closed IS NOT NULL
ORDER BY closed DESC LIMIT 1;

-- acknowledged: Who read which version of which policy (acknowledgment_pkey).
SELECT person, clause, clause_version, acknowledged FROM acknowledgment ORDER BY clause, clause_version, person;

-- names: The names of people (account_pkey).
SELECT person, name FROM account WHERE person = ANY (%(people)s);

-- in_hands: The checks that these people hold (second_look_claimed_by).
SELECT id, claimed_by AS who FROM second_look WHERE claimed_by = ANY (%(people)s);
