-- report_assessed: What the playbook made of the report.
UPDATE report SET
    playbook = f.playbook, reasons = f.reasons, clauses = f.clauses, severity = f.severity, likelihood = f.likelihood,
    named = coalesce(report.named, report.harm), harm = f.harm
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
