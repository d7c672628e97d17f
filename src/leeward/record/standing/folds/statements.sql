-- statement_owed: It waits to be drafted.
INSERT INTO statement (id, decision, job, state, owed)
SELECT subject, decision, job, 'owed', occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, decision uuid, job uuid, occurred timestamptz);

-- statement_drafted: It waits to be sent, from the first attempt.
UPDATE statement SET state = 'ready', text = f.text, payload = f.payload, problems = NULL, attempts = 0, status = NULL,
    next_attempt = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, text uuid, payload text, occurred timestamptz) WHERE statement.id = f.subject;

-- statement_blocked: It stays, until somebody changes what is wrong.
UPDATE statement SET state = 'blocked', text = NULL, payload = NULL, problems = f.problems, next_attempt = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid, problems jsonb) WHERE statement.id = f.subject;

-- statement_attempted: How it went.
UPDATE statement SET state = f.state, attempts = f.attempt, status = f.status, attempted = f.occurred,
    next_attempt = f.next_attempt, answer = f.answer
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, state text, attempt integer, status integer, occurred timestamptz, next_attempt timestamptz, answer uuid
) WHERE statement.id = f.subject;

-- statement_accepted: It is published.
UPDATE statement SET state = 'accepted', accepted = f.occurred, public = f.public, next_attempt = NULL, answer = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, public uuid) WHERE statement.id = f.subject;

-- statement_reopened: It is drafted once more.
UPDATE statement SET state = 'owed', next_attempt = NULL, answer = NULL
FROM json_to_recordset(%(facts)s) AS f (subject uuid) WHERE statement.id = f.subject;
