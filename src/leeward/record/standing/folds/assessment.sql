-- report_assessed: What the playbook made of the report.
UPDATE report SET
    playbook = f.playbook, reasons = f.reasons, clauses = f.clauses, severity = f.severity, likelihood = f.likelihood,
    harm = f.harm
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, playbook text, reasons jsonb, clauses text[], severity smallint, likelihood double precision, harm text
) WHERE report.id = f.subject;

-- signal_raised: An event matched rules.
INSERT INTO signal (event, event_kind, about, playbook, reasons, raised)
SELECT event, event_kind, about, playbook, reasons, occurred
FROM json_to_recordset(%(facts)s) AS f (
    event uuid, event_kind text, about uuid, playbook text, reasons jsonb, occurred timestamptz
);
