-- taken: Which published files were taken in, and by whom.
SELECT p.name, p.digest, p.rows, p.first, p.last, p.taken, p.by, account.name AS person
FROM published p LEFT JOIN account ON account.person = p.by ORDER BY p.name;

-- taken_before: The digest of the file that a table was filled from.
SELECT digest FROM published WHERE name = %(name)s;
