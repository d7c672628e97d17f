-- One row a decision, with what came before it and what became of it.
-- position BIGINT: The place in the ledger of the decision; no two rows have the same.
-- decision VARCHAR: The decision.
-- job VARCHAR: The job.
-- about VARCHAR: The subject.
-- subject_kind VARCHAR: What that is.
-- platform VARCHAR: Who holds it.
-- person VARCHAR: Who decided.
-- decided TIMESTAMPTZ: When.
-- verdict VARCHAR: How it ended: violates, no_violation or not_enough.
-- violates BOOLEAN: Whether a violation was found.
-- clause VARCHAR: The clause of the policy, where one was found.
-- clause_version BIGINT: Its version.
-- severity TINYINT: From 0 (minor) to 4 (imminent), as decided.
-- severity_name VARCHAR: The same as a word.
-- harm VARCHAR: The class of harm that the job was handled as.
-- family VARCHAR: The family of that harm.
-- queue VARCHAR: The queue it was decided in.
-- language VARCHAR: The language of the job.
-- market VARCHAR: The market of the job.
-- source VARCHAR: The kind of intake behind it.
-- measures VARCHAR[]: What was chosen to be done, as steps of the ladder.
-- restricts BOOLEAN: Whether anything was chosen to be done.
-- reports BIGINT: How many reports it answers.
-- first_seen TIMESTAMPTZ: When the first report or signal of it came in.
-- received TIMESTAMPTZ: When the first report of the job was received.
-- claimed TIMESTAMPTZ: When whoever decided had taken the job.
-- handling_seconds DOUBLE: From then to the decision.
-- action_seconds DOUBLE: From first_seen to the decision.
-- views BIGINT: How many had seen it when it was decided, as the platform said.
-- automated_detection BOOLEAN: Whether a rule or a match found it.
-- automated_decision BOOLEAN: Whether no person decided.
-- first_reported TIMESTAMPTZ: When somebody who is not ourselves first reported the subject; none when nobody did.
-- proactive BOOLEAN: Whether it was decided before anybody but ourselves had reported the subject.
-- previous_violation TIMESTAMPTZ: When the same subject was last found to violate before, by a decision that stands.
-- undone TIMESTAMPTZ: When whoever decided took it back within the grace period.
-- reversed TIMESTAMPTZ: When it was overturned.
-- reversal VARCHAR: Why.
-- reversed_by VARCHAR: What overturned it: appeal, quality or other.
-- stands BOOLEAN: Whether it was neither undone nor overturned.
-- appealed TIMESTAMPTZ: When somebody first appealed it.
WITH undone AS (
    SELECT decision, min(occurred) AS undone FROM decision_undone GROUP BY decision
), reversed AS (
    SELECT decision, min(occurred) AS reversed, arg_max(reason, position) AS reversal FROM decision_reversed GROUP BY decision
), overturned AS (
    SELECT DISTINCT decision FROM appeal_took_effect WHERE outcome <> 'upheld'
), corrected AS (
    SELECT DISTINCT decision FROM correction_ordered
), appealed AS (
    SELECT decision, min(occurred) AS appealed FROM appeal_received GROUP BY decision
), outsiders AS (
    SELECT about, min(occurred) AS first_reported FROM report_received WHERE source <> 'proactive' GROUP BY about
), held AS (
    SELECT d.decision, d.about, d.position, d.verdict = 'violates' AND u.undone IS NULL AND r.reversed IS NULL AS counts,
        d.occurred
    FROM job_decided d LEFT JOIN undone u ON u.decision = d.decision LEFT JOIN reversed r ON r.decision = d.decision
), before AS (
    SELECT decision, max(CASE WHEN counts THEN occurred END) OVER (
        PARTITION BY about ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS previous_violation
    FROM held
)
SELECT d.position, d.decision, d.subject AS job, d.about, j.subject_kind, j.platform, d.actor AS person, d.occurred AS decided, d.verdict,
    d.verdict = 'violates' AS violates, d.clause, d.clause_version, d.severity, d.severity_name, j.harm, j.family, d.queue,
    d.language, j.market, d.source, d.measures, len(d.measures) > 0 AS restricts, len(d.reports) AS reports, d.first_seen,
    j.received, d.claimed, greatest(0, epoch(d.occurred) - epoch(d.claimed)) AS handling_seconds,
    greatest(0, epoch(d.occurred) - epoch(d.first_seen)) AS action_seconds, d.views_at_action AS views, d.automated_detection,
    d.automated_decision, o.first_reported, o.first_reported IS NULL OR o.first_reported >= d.occurred AS proactive,
    b.previous_violation, u.undone, r.reversed, r.reversal,
    CASE WHEN r.reversed IS NULL THEN NULL WHEN v.decision IS NOT NULL THEN 'appeal' WHEN c.decision IS NOT NULL THEN 'quality'
        ELSE 'other' END AS reversed_by,
    u.undone IS NULL AND r.reversed IS NULL AS stands, a.appealed
FROM job_decided d
JOIN jobs j ON j.job = d.subject
JOIN before b ON b.decision = d.decision
LEFT JOIN undone u ON u.decision = d.decision
LEFT JOIN reversed r ON r.decision = d.decision
LEFT JOIN overturned v ON v.decision = d.decision
LEFT JOIN corrected c ON c.decision = d.decision
LEFT JOIN appealed a ON a.decision = d.decision
LEFT JOIN outsiders o ON o.about = d.about
