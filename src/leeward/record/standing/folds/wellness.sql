-- opted_out: What somebody does not work on, all of it anew.
INSERT INTO wellbeing (person, avoids)
SELECT subject, harms FROM json_to_recordset(%(facts)s) AS f (subject uuid, harms text[])
ON CONFLICT (person) DO UPDATE SET avoids = excluded.avoids;

-- break_began: Nobody gives them work until then.
INSERT INTO wellbeing (person, break_began, break_until)
SELECT subject, occurred, until FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, until timestamptz)
ON CONFLICT (person) DO UPDATE SET break_began = excluded.break_began, break_until = excluded.break_until;

-- break_ended: They are back.
UPDATE wellbeing SET break_until = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE wellbeing.person = f.subject;
