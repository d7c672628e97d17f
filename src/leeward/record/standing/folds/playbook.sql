-- playbook_applied: In force since.
INSERT INTO playbook_version (playbook, applied, actor)
SELECT DISTINCT ON (playbook) playbook, occurred, actor
FROM json_to_recordset(%(facts)s) AS f (position bigint, playbook text, occurred timestamptz, actor uuid)
ORDER BY playbook, position DESC
ON CONFLICT (playbook) DO UPDATE SET applied = excluded.applied, actor = excluded.actor;
