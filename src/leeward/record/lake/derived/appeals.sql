-- One row an appeal that was taken in, with the decision it is about. Appeals that were turned away are in appeal_refused.
-- position BIGINT: The place in the ledger of its receipt; no two rows have the same.
-- appeal VARCHAR: The appeal.
-- decision VARCHAR: The decision that is appealed.
-- job VARCHAR: Its job.
-- about VARCHAR: The subject.
-- appellant VARCHAR: Who appeals: recipient or notifier.
-- door VARCHAR: Through which door it came.
-- language VARCHAR: Its language.
-- severity TINYINT: The severity of what was decided, from 0 to 4.
-- severity_name VARCHAR: The same as a word.
-- queue VARCHAR: The queue in which the decision was made.
-- harm VARCHAR: The class of harm of the job.
-- family VARCHAR: The family of that harm.
-- source VARCHAR: The kind of intake behind the decision.
-- automated_decision BOOLEAN: Whether no person had decided.
-- first_person VARCHAR: Who had decided.
-- first_verdict VARCHAR: How the decision had ended.
-- appealed_after_seconds DOUBLE: From the decision to the appeal.
-- expedited BOOLEAN: Whether it is heard before others.
-- received TIMESTAMPTZ: When it was received.
-- start_by TIMESTAMPTZ: By when somebody should have started.
-- due TIMESTAMPTZ: By when a decision is promised.
-- started TIMESTAMPTZ: When somebody first took it.
-- person VARCHAR: Who decided the appeal.
-- decided TIMESTAMPTZ: When; none while it is open, or after it was undone.
-- outcome VARCHAR: How: upheld, overturned or partly.
-- overturned BOOLEAN: Whether the decision did not stand as it was: overturned or partly.
-- effective TIMESTAMPTZ: When it took effect.
-- withdrawn TIMESTAMPTZ: When whoever appealed asked no longer.
-- late TIMESTAMPTZ: When the promised moment passed without a decision.
WITH undone AS (
    SELECT subject AS appeal, max(position) AS position FROM appeal_undone GROUP BY subject
), heard AS (
    SELECT d.subject AS appeal, arg_max(d.actor, d.position) AS person, arg_max(d.occurred, d.position) AS decided,
        arg_max(d.outcome, d.position) AS outcome
    FROM appeal_decided d LEFT JOIN undone u ON u.appeal = d.subject
    WHERE u.position IS NULL OR u.position < d.position GROUP BY d.subject
), taken AS (
    SELECT subject AS appeal, occurred FROM appeal_claimed UNION ALL SELECT subject, occurred FROM appeal_assigned
), started AS (
    SELECT appeal, min(occurred) AS started FROM taken GROUP BY appeal
), effective AS (
    SELECT subject AS appeal, max(occurred) AS effective FROM appeal_took_effect GROUP BY subject
), withdrawn AS (
    SELECT subject AS appeal, min(occurred) AS withdrawn FROM appeal_withdrawn GROUP BY subject
), late AS (
    SELECT subject AS appeal, min(occurred) AS late FROM appeal_fell_late GROUP BY subject
)
SELECT a.position, a.subject AS appeal, a.decision, a.job, a.about, a.appellant, a.door, a.language, a.severity,
    a.severity_name, d.queue,
    d.harm, d.family, d.source, d.automated_decision, d.person AS first_person, d.verdict AS first_verdict,
    greatest(0, epoch(a.occurred) - epoch(d.decided)) AS appealed_after_seconds, a.expedited, a.occurred AS received,
    a.start_by,
    a.due, s.started, h.person, h.decided, h.outcome, h.outcome <> 'upheld' AS overturned, e.effective, w.withdrawn, l.late
FROM appeal_received a
LEFT JOIN decisions d ON d.decision = a.decision
LEFT JOIN started s ON s.appeal = a.subject
LEFT JOIN heard h ON h.appeal = a.subject
LEFT JOIN effective e ON e.appeal = a.subject
LEFT JOIN withdrawn w ON w.appeal = a.subject
LEFT JOIN late l ON l.appeal = a.subject
