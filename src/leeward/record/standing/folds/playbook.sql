-- playbook_applied: In force since.
INSERT INTO playbook_version (playbook, applied, actor)
SELECT playbook, occurred, actor FROM json_to_recordset(%(facts)s) AS f (playbook text, occurred timestamptz, actor uuid)
ON CONFLICT (playbook) DO UPDATE SET applied = excluded.applied, actor = excluded.actor;
