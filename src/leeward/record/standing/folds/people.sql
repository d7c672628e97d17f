-- person_joined: Somebody works here.
INSERT INTO person (id, roles, skills, languages, severity_limit, joined)
SELECT subject, roles, skills, languages, severity_limit, occurred
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, roles text[], skills text[], languages text[], severity_limit smallint, occurred timestamptz
);

-- person_changed: What somebody may do and can do.
UPDATE person SET roles = f.roles, skills = f.skills, languages = f.languages, severity_limit = f.severity_limit
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, roles text[], skills text[], languages text[], severity_limit smallint
) WHERE person.id = f.subject;

-- person_left: Somebody works here no more.
UPDATE person SET departed = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE person.id = f.subject;
