-- playbook_in_force: The playbook that was applied last.
SELECT playbook FROM playbook_version ORDER BY applied DESC LIMIT 1;
