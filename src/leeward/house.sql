-- playbook_in_force: The playbook that was applied last.
SELECT playbook FROM playbook_version ORDER BY applied DESC LIMIT 1;

-- person_called: Who has this login and still works here.
SELECT account.person FROM account JOIN person ON person.id = account.person
WHERE account.login = %(login)s AND person.departed IS NULL;

-- roles_of: The roles of somebody who works here.
SELECT roles FROM person WHERE id = %(person)s AND departed IS NULL;
