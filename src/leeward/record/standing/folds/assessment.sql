-- report_assessed: What the playbook made of the report.
UPDATE report SET
    playbook = f.playbook, reasons = f.reasons, clauses = f.clauses, severity = f.severity, likelihood = f.likelihood,
    named = coalesce(report.named, report.harm), harm = f.harm
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, playbook text, reasons jsonb, clauses text[], severity smallint, likelihood double precision, harm text
) WHERE report.id = f.subject;

-- report_reassessed: What the playbook makes of it with what came to be known.
UPDATE report SET
    playbook = f.playbook, reasons = f.reasons, clauses = f.clauses, severity = f.severity, likelihood = f.likelihood, harm = f.harm
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, playbook text, reasons jsonb, clauses text[], severity smallint, likelihood double precision, harm text
) WHERE report.id = f.subject;

-- signal_raised: An event matched rules.
INSERT INTO signal (event, event_kind, about, playbook, reasons, raised)
SELECT event, event_kind, about, playbook, reasons, occurred
FROM json_to_recordset(%(facts)s) AS f (
    event uuid, event_kind text, about uuid, playbook text, reasons jsonb, occurred timestamptz
);

-- job_decided.reporter: How the reports ended goes to the record of who sent them.
INSERT INTO reporter AS r (id, upheld, turned_down)
SELECT report.reporter, count(*) FILTER (WHERE f.verdict = 'violates'), count(*) FILTER (WHERE f.verdict = 'no_violation')
FROM json_to_recordset(%(facts)s) AS f (reports uuid[], verdict text), unnest(f.reports) AS told (id)
JOIN report ON report.id = told.id
WHERE f.verdict IN ('violates', 'no_violation')
GROUP BY report.reporter
ON CONFLICT (id) DO UPDATE SET upheld = r.upheld + excluded.upheld, turned_down = r.turned_down + excluded.turned_down;

-- decision_undone.reporter: The decision counts no more for them.
UPDATE reporter SET upheld = reporter.upheld - f.upheld, turned_down = reporter.turned_down - f.turned_down
FROM (
    SELECT report.reporter, count(*) FILTER (WHERE d.verdict = 'violates') AS upheld,
        count(*) FILTER (WHERE d.verdict = 'no_violation') AS turned_down
    FROM json_to_recordset(%(facts)s) AS f (decision uuid) JOIN decision d ON d.id = f.decision AND d.state = 'made',
        unnest(d.reports) AS told (id)
    JOIN report ON report.id = told.id
    GROUP BY report.reporter
) f WHERE reporter.id = f.reporter;

-- decision_reversed.reporter: The decision counts no more for them.
UPDATE reporter SET upheld = reporter.upheld - f.upheld, turned_down = reporter.turned_down - f.turned_down
FROM (
    SELECT report.reporter, count(*) FILTER (WHERE d.verdict = 'violates') AS upheld,
        count(*) FILTER (WHERE d.verdict = 'no_violation') AS turned_down
    FROM json_to_recordset(%(facts)s) AS f (decision uuid) JOIN decision d ON d.id = f.decision AND d.state = 'made',
        unnest(d.reports) AS told (id)
    JOIN report ON report.id = told.id
    GROUP BY report.reporter
) f WHERE reporter.id = f.reporter;

-- report_assessed.rules: How often each rule matched by the hour; what its signal brought along was counted with the signal.
INSERT INTO rule_hour AS h (rule, version, hour, shadow, matches, first, last, playbook)
SELECT r.rule, r.rule_version, date_trunc('hour', f.occurred, 'UTC'), false, count(*), min(f.occurred), max(f.occurred),
    (array_agg(f.playbook ORDER BY f.position))[1]
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, subject uuid, occurred timestamptz, playbook text, reasons json
) JOIN report ON report.id = f.subject LEFT JOIN signal ON signal.event = report.signal,
    json_to_recordset(f.reasons) AS r (rule text, rule_version text)
WHERE signal.reasons IS NULL OR NOT signal.reasons @> jsonb_build_array(jsonb_build_object('rule', r.rule))
GROUP BY 1, 2, 3
ON CONFLICT (rule, version, hour, shadow) DO UPDATE
    SET matches = h.matches + excluded.matches, first = least(h.first, excluded.first), last = greatest(h.last, excluded.last);

-- report_assessed.pairs: Which rules matched the same report; pairs that its signal brought along were counted with the signal.
INSERT INTO rule_pair AS p (rule, beside, day, matches)
SELECT a.rule, b.rule, date_trunc('day', f.occurred, 'UTC')::date, count(*)
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, reasons json)
    JOIN report ON report.id = f.subject LEFT JOIN signal ON signal.event = report.signal,
    json_to_recordset(f.reasons) AS a (rule text), json_to_recordset(f.reasons) AS b (rule text)
WHERE json_array_length(f.reasons) > 1 AND a.rule < b.rule AND (
    signal.reasons IS NULL
    OR NOT signal.reasons @> jsonb_build_array(jsonb_build_object('rule', a.rule), jsonb_build_object('rule', b.rule))
)
GROUP BY 1, 2, 3
ON CONFLICT (rule, beside, day) DO UPDATE SET matches = p.matches + excluded.matches;

-- signal_raised.rules: How often each rule matched by the hour.
INSERT INTO rule_hour AS h (rule, version, hour, shadow, matches, first, last, playbook)
SELECT r.rule, r.rule_version, date_trunc('hour', f.occurred, 'UTC'), false, count(*), min(f.occurred), max(f.occurred),
    (array_agg(f.playbook ORDER BY f.position))[1]
FROM json_to_recordset(%(facts)s) AS f (position bigint, occurred timestamptz, playbook text, reasons json),
    json_to_recordset(f.reasons) AS r (rule text, rule_version text)
GROUP BY 1, 2, 3
ON CONFLICT (rule, version, hour, shadow) DO UPDATE
    SET matches = h.matches + excluded.matches, first = least(h.first, excluded.first), last = greatest(h.last, excluded.last);

-- signal_raised.pairs: Which rules matched the same event.
INSERT INTO rule_pair AS p (rule, beside, day, matches)
SELECT a.rule, b.rule, date_trunc('day', f.occurred, 'UTC')::date, count(*)
FROM json_to_recordset(%(facts)s) AS f (occurred timestamptz, reasons json),
    json_to_recordset(f.reasons) AS a (rule text), json_to_recordset(f.reasons) AS b (rule text)
WHERE a.rule < b.rule GROUP BY 1, 2, 3
ON CONFLICT (rule, beside, day) DO UPDATE SET matches = p.matches + excluded.matches;

-- shadow_matched.rules: How often each rule in shadow matched by the hour.
INSERT INTO rule_hour AS h (rule, version, hour, shadow, matches, first, last, playbook)
SELECT r.rule, r.rule_version, date_trunc('hour', f.occurred, 'UTC'), true, count(*), min(f.occurred), max(f.occurred),
    (array_agg(f.playbook ORDER BY f.position))[1]
FROM json_to_recordset(%(facts)s) AS f (position bigint, occurred timestamptz, playbook text, reasons json),
    json_to_recordset(f.reasons) AS r (rule text, rule_version text)
GROUP BY 1, 2, 3
ON CONFLICT (rule, version, hour, shadow) DO UPDATE
    SET matches = h.matches + excluded.matches, first = least(h.first, excluded.first), last = greatest(h.last, excluded.last);

-- shadow_matched: What it was that they matched.
INSERT INTO shadow_match (subject, rule, version, conjuncts, matched)
SELECT f.subject, r.rule, r.rule_version, r.conjuncts, f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, reasons json),
    json_to_recordset(f.reasons) AS r (rule text, rule_version text, conjuncts integer[])
ON CONFLICT (subject, rule) DO NOTHING;

-- rule_failed: How often it raised.
INSERT INTO rule_failure AS r (rule, version, error, failures, first, last)
SELECT rule, rule_version, error, sum(failures), min(occurred), max(occurred)
FROM json_to_recordset(%(facts)s) AS f (rule text, rule_version text, error text, failures bigint, occurred timestamptz)
GROUP BY 1, 2, 3
ON CONFLICT (rule, version, error) DO UPDATE SET failures = r.failures + excluded.failures, last = excluded.last;

-- job_decided.rules: How the decision ended goes to the record of the rules that matched, in shadow or not.
INSERT INTO rule_verdict AS v (rule, version, verdict, decisions)
SELECT m.rule, m.rule_version, f.verdict, count(*)
FROM json_to_recordset(%(facts)s) AS f (reports uuid[], verdict text, reasons json),
    LATERAL (
        SELECT r.rule, r.rule_version FROM json_to_recordset(f.reasons) AS r (rule text, rule_version text)
        UNION
        SELECT s.rule, s.version FROM unnest(f.reports) AS told (id) JOIN report ON report.id = told.id
            JOIN shadow_match s ON s.subject IN (report.id, report.signal)
    ) m
GROUP BY 1, 2, 3
ON CONFLICT (rule, version, verdict) DO UPDATE SET decisions = v.decisions + excluded.decisions;

-- decision_undone.rules: The decision counts no more for them.
UPDATE rule_verdict AS v SET decisions = v.decisions - f.n
FROM (
    SELECT m.rule, m.rule_version, d.verdict, count(*) AS n
    FROM json_to_recordset(%(facts)s) AS f (decision uuid) JOIN decision d ON d.id = f.decision AND d.state = 'made',
        LATERAL (
            SELECT r.rule, r.rule_version FROM jsonb_to_recordset(d.reasons) AS r (rule text, rule_version text)
            UNION
            SELECT s.rule, s.version FROM unnest(d.reports) AS told (id) JOIN report ON report.id = told.id
                JOIN shadow_match s ON s.subject IN (report.id, report.signal)
        ) m
    GROUP BY 1, 2, 3
) f WHERE v.rule = f.rule AND v.version = f.rule_version AND v.verdict = f.verdict;

-- decision_reversed.rules: The decision counts no more for them.
UPDATE rule_verdict AS v SET decisions = v.decisions - f.n
FROM (
    SELECT m.rule, m.rule_version, d.verdict, count(*) AS n
    FROM json_to_recordset(%(facts)s) AS f (decision uuid) JOIN decision d ON d.id = f.decision AND d.state = 'made',
        LATERAL (
            SELECT r.rule, r.rule_version FROM jsonb_to_recordset(d.reasons) AS r (rule text, rule_version text)
            UNION
            SELECT s.rule, s.version FROM unnest(d.reports) AS told (id) JOIN report ON report.id = told.id
                JOIN shadow_match s ON s.subject IN (report.id, report.signal)
        ) m
    GROUP BY 1, 2, 3
) f WHERE v.rule = f.rule AND v.version = f.rule_version AND v.verdict = f.verdict;
