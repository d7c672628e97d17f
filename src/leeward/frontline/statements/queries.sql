-- Every read of the room of statements. Each leans on an index that is named.

-- restricted: What decisions with these actions imposed, and whose statement is not owed yet (action_pkey, statement_of_decision).
SELECT DISTINCT ON (a.decision) a.decision, a.job, a.effective
FROM action a WHERE a.id = ANY (%(actions)s) AND a.measure = ANY (%(measures)s)
    AND (a.quiet IS NULL OR a.known IS NOT NULL)
    AND NOT EXISTS (SELECT FROM statement s WHERE s.decision = a.decision)
ORDER BY a.decision, a.effective;

-- withheld: Decisions with these actions whose restrictions are all in force and lawfully quiet (action_pkey, action_of_decision).
SELECT a.decision, a.job, array_agg(DISTINCT a.quiet ORDER BY a.quiet) AS grounds
FROM action a WHERE a.measure = ANY (%(measures)s) AND a.state NOT IN ('undone', 'declined', 'lapsed')
    AND a.decision IN (SELECT asked.decision FROM action asked WHERE asked.id = ANY (%(actions)s))
GROUP BY a.decision, a.job
HAVING bool_and(a.known IS NULL AND a.quiet = ANY (%(lawful)s) AND a.state NOT IN ('grace', 'held')) ORDER BY a.decision;

-- any_owed: Whether some statement is to be drafted (statement_owed).
SELECT id FROM statement WHERE state = 'owed' LIMIT 1;

-- owed: Statements to be drafted, of decisions whose measures are all in force, the oldest first (statement_owed, action_of_decision).
SELECT s.id, s.decision, s.job, d.clause, d.clause_version, d.path, d.reasons, d.source, d.language, d.automated_detection,
    d.automated_decision, d.effective, x.first_seen, x.kind, x.identifier, m.imposed
FROM statement s JOIN decision d ON d.id = s.decision JOIN subject x ON x.id = d.about
CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('measure', a.measure, 'until', a.until) ORDER BY a.taken, a.id) AS imposed,
        bool_or(a.state IN ('grace', 'held')) AS waits
    FROM action a WHERE a.decision = s.decision AND a.state NOT IN ('undone', 'declined', 'lapsed')
        AND (a.quiet IS NULL OR a.known IS NOT NULL)
) m
WHERE s.state = 'owed' AND NOT m.waits
ORDER BY s.owed, s.id LIMIT %(limit)s;

-- due: Statements to send now, the oldest first (statement_next).
SELECT s.id, s.decision, s.job, s.attempts, s.text FROM statement s
WHERE s.state = 'ready' AND s.next_attempt <= %(moment)s
    AND NOT EXISTS (SELECT FROM statement_taken t WHERE t.statement = s.id AND t.until > %(moment)s)
ORDER BY s.next_attempt, s.id LIMIT %(limit)s;

-- told_to_wait: Whether the database told us to send nothing for a while (statement_next).
SELECT id FROM statement WHERE state = 'ready' AND next_attempt > %(moment)s AND status = 429 LIMIT 1;

-- take: Mark statements as being sent; only those that nobody else is sending.
INSERT INTO statement_taken AS t (statement, until)
SELECT id, %(until)s FROM unnest(%(statements)s::uuid[]) AS asked (id) ORDER BY id
ON CONFLICT (statement) DO UPDATE SET until = excluded.until WHERE t.until <= %(moment)s
RETURNING statement;

-- give_back: They were sent.
DELETE FROM statement_taken WHERE statement = ANY (%(statements)s);

-- still_ready: Those of these statements that nobody dealt with meanwhile (statement_pkey).
SELECT id FROM statement WHERE id = ANY (%(statements)s) AND state = 'ready';

-- statement: One statement with its decision (statement_pkey, decision_pkey).
SELECT s.id, s.decision, s.job, s.state, d.clause, d.measures, s.owed, s.attempts, s.status, s.attempted, s.next_attempt, s.accepted,
    s.problems, d.clause_version, d.source, d.path, d.reasons, d.playbook, s.payload, s.public, s.text, s.answer
FROM statement s JOIN decision d ON d.id = s.decision WHERE s.id = %(statement)s;

-- lines: Statements in a state, the newest first (statement_by_state).
SELECT s.id, s.decision, s.job, s.state, d.clause, d.measures, s.owed, s.attempts, s.status, s.attempted, s.next_attempt, s.accepted,
    s.problems
FROM (
    SELECT * FROM statement WHERE state = %(state)s ORDER BY owed DESC, id DESC LIMIT %(limit)s OFFSET %(offset)s
) s JOIN decision d ON d.id = s.decision ORDER BY s.owed DESC, s.id DESC;

-- ready_texts: Where the texts of statements lie that wait to be sent, the oldest first (statement_by_state).
SELECT text FROM statement WHERE state = 'ready' ORDER BY owed, id LIMIT %(limit)s;

-- states: How many statements stand where, up to a limit each (statement_by_state).
SELECT asked.state, counted.n AS statements FROM unnest(%(states)s::text[]) AS asked (state) CROSS JOIN LATERAL (
    SELECT count(*) AS n FROM (SELECT FROM statement s WHERE s.state = asked.state LIMIT 10001) AS few
) AS counted;
