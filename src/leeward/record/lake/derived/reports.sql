-- One row a report: what was said by whom, what the playbook made of it, and where it led.
-- position BIGINT: The place in the ledger of its receipt; no two rows have the same.
-- report VARCHAR: The report.
-- about VARCHAR: The subject that it is about.
-- subject_kind VARCHAR: What that is: account, content, listing, conversation, group, device, payment.
-- platform VARCHAR: Who holds it.
-- reporter VARCHAR: Who reported; somebody anonymous is somebody new each time.
-- source VARCHAR: By which kind of intake: user_report, notice, trusted_flagger, authority_order, law_enforcement, partner, proactive.
-- proactive BOOLEAN: Whether our own rules raised it, and no person.
-- capacity VARCHAR: In what capacity somebody reports.
-- door VARCHAR: Through which door it came.
-- named_harm VARCHAR: The class of harm as the reporter named it.
-- harm VARCHAR: The class of harm as it was last assessed.
-- family VARCHAR: The family of that harm: what stands before the first dot.
-- severity TINYINT: From 0 (minor) to 4 (imminent), as last assessed.
-- severity_name VARCHAR: The same as a word.
-- likelihood DOUBLE: From 0 to 1, as last assessed.
-- language VARCHAR: Language of what was reported.
-- market VARCHAR: The first of the jurisdictions that it concerns.
-- reach BIGINT: Views or recipients so far, as the platform said when it was reported.
-- received TIMESTAMPTZ: When it was received. All clocks begin here.
-- incomplete TIMESTAMPTZ: When a legal notice was found to lack something.
-- cured TIMESTAMPTZ: When what was missing had arrived.
-- withdrawn TIMESTAMPTZ: When whoever reported asked no longer.
-- job VARCHAR: The job that it belongs to.
-- merged BOOLEAN: Whether it joined a job that was open already.
-- decision VARCHAR: The last decision on it that was not undone.
-- decided TIMESTAMPTZ: When it was first decided, by a decision that was not undone.
-- verdict VARCHAR: How the last decision ended: violates, no_violation or not_enough.
WITH assessed AS (
    SELECT subject AS report, position, harm, severity, likelihood FROM report_assessed
    UNION ALL
    SELECT subject, position, harm, severity, likelihood FROM report_reassessed
), last_assessed AS (
    SELECT report, arg_max(harm, position) AS harm, arg_max(severity, position) AS severity,
        arg_max(likelihood, position) AS likelihood
    FROM assessed GROUP BY report
), listed AS (
    SELECT unnest(reports) AS report, decision, occurred, verdict, position FROM job_decided
    WHERE decision NOT IN (SELECT decision FROM decision_undone)
), last_decided AS (
    SELECT report, min(occurred) AS decided, arg_max(decision, position) AS decision, arg_max(verdict, position) AS verdict
    FROM listed GROUP BY report
), lacking AS (
    SELECT subject AS report, min(occurred) AS incomplete FROM notice_found_incomplete GROUP BY subject
), made_good AS (
    SELECT subject AS report, max(occurred) AS cured FROM notice_cured GROUP BY subject
), gone AS (
    SELECT subject AS report, min(occurred) AS withdrawn FROM notice_withdrawn GROUP BY subject
)
SELECT r.position, r.subject AS report, r.about, s.subject_kind, s.held_by AS platform, r.reporter, r.source,
    r.source = 'proactive' AS proactive, r.capacity, r.door, r.harm AS named_harm, coalesce(a.harm, r.harm) AS harm,
    split_part(coalesce(a.harm, r.harm), '.', 1) AS family, a.severity,
    CASE a.severity WHEN 0 THEN 'minor' WHEN 1 THEN 'low' WHEN 2 THEN 'serious' WHEN 3 THEN 'severe' WHEN 4 THEN 'imminent' END
        AS severity_name,
    a.likelihood, r.language, r.jurisdictions[1] AS market, r.reach, r.occurred AS received, l.incomplete, m.cured, g.withdrawn,
    j.job, coalesce(j.merged, FALSE) AS merged, d.decision, d.decided, d.verdict
FROM report_received r
LEFT JOIN subject_seen s ON s.subject = r.about
LEFT JOIN last_assessed a ON a.report = r.subject
LEFT JOIN report_jobs j ON j.report = r.subject
LEFT JOIN last_decided d ON d.report = r.subject
LEFT JOIN lacking l ON l.report = r.subject
LEFT JOIN made_good m ON m.report = r.subject
LEFT JOIN gone g ON g.report = r.subject
