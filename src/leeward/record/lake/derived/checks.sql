-- One row for each decision that was drawn to be looked at again by somebody who does not know it.
-- position BIGINT: The place in the ledger of the fact that drew it; no two rows have the same.
-- check_id VARCHAR: The check.
-- draw VARCHAR: The draw that it came from.
-- plan VARCHAR: The sampling plan of quality.toml.
-- decision VARCHAR: The decision.
-- job VARCHAR: Its job.
-- person VARCHAR: Who had decided.
-- verdict VARCHAR: How the decision had ended.
-- violates BOOLEAN: Whether it had found a violation.
-- clause VARCHAR: The clause of the decision.
-- severity TINYINT: The severity of the decision, from 0 to 4.
-- severity_name VARCHAR: The same as a word.
-- queue VARCHAR: The queue it was decided in.
-- language VARCHAR: Its language.
-- source VARCHAR: The kind of intake behind it.
-- automated BOOLEAN: Whether no person had decided.
-- paired BOOLEAN: Whether two experts look as well, for the ceiling.
-- weight DOUBLE: How many decisions of its stratum it stands for.
-- opened TIMESTAMPTZ: When it was drawn.
-- decided_right BOOLEAN: Whether the decision was right; none while that is not known.
-- settled TIMESTAMPTZ: When that was known, the last time.
-- settled_verdict VARCHAR: The verdict that it should have been.
-- settled_severity TINYINT: The severity that it should have been.
-- grade VARCHAR: How bad the mistake was: critical, major or minor.
-- settled_by VARCHAR: Who had the last word: peer, expert, pair or dispute.
-- disputed TIMESTAMPTZ: When whoever decided did not agree with the finding.
-- cause VARCHAR: Why the decision was wrong.
-- corrected TIMESTAMPTZ: When it was ordered that it is put right.
WITH strata AS (
    SELECT subject AS draw, plan, unnest(strata) AS s FROM sample_drawn
), settled AS (
    SELECT subject AS check_id, max(occurred) AS settled, arg_max("right", position) AS decided_right,
        arg_max(verdict, position) AS settled_verdict, arg_max(severity, position) AS settled_severity,
        arg_max_null(grade, position) AS grade, arg_max(seat, position) AS settled_by
    FROM check_settled GROUP BY subject
), disputed AS (
    SELECT subject AS check_id, max(occurred) AS disputed FROM finding_disputed GROUP BY subject
), caused AS (
    SELECT subject AS check_id, arg_max(cause, position) AS cause FROM cause_named GROUP BY subject
), corrected AS (
    SELECT subject AS check_id, max(occurred) AS corrected FROM correction_ordered GROUP BY subject
)
SELECT o.position, o.subject AS check_id, o.draw, t.plan, o.decision, o.job, o.decider AS person, o.verdict, o.verdict = 'violates' AS violates,
    o.clause, o.severity, o.severity_name, o.queue, o.language, o.source, o.automated, o.paired,
    t.s.size / nullif(t.s.planned, 0) AS weight, o.occurred AS opened, s.decided_right, s.settled, s.settled_verdict,
    s.settled_severity, s.grade, s.settled_by, d.disputed, c.cause, k.corrected
FROM check_opened o
LEFT JOIN strata t ON t.draw = o.draw AND t.s.queue = o.queue AND t.s.clause IS NOT DISTINCT FROM o.clause
    AND t.s.language = o.language AND t.s.source = o.source AND t.s.left_up = (o.verdict <> 'violates')
    AND t.s.automated = o.automated
LEFT JOIN settled s ON s.check_id = o.subject
LEFT JOIN disputed d ON d.check_id = o.subject
LEFT JOIN caused c ON c.check_id = o.subject
LEFT JOIN corrected k ON k.check_id = o.subject
