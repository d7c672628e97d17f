-- anybody_can_sign_in: Whether somebody who works here has a password.
SELECT EXISTS (
    SELECT FROM account a JOIN person p ON p.id = a.person WHERE p.departed IS NULL AND a.password IS NOT NULL
);

-- forget_newcomers: Links for a first person who never came; there is only one at a time.
DELETE FROM account a WHERE a.password IS NULL AND NOT EXISTS (SELECT FROM person p WHERE p.id = a.person);

-- open_account: An account with a link and no password yet; nothing happens when the login is taken.
INSERT INTO account (person, login, name, invitation, invitation_expires)
VALUES (%(person)s, %(login)s, %(name)s, %(invitation)s, %(expires)s)
ON CONFLICT (login) DO NOTHING;

-- invite: A new link for somebody who works here; the one before is over.
UPDATE account SET invitation = %(invitation)s, invitation_expires = %(expires)s
FROM person p
WHERE account.person = %(person)s AND p.id = account.person AND p.departed IS NULL;

-- invited: The account a link leads to, while it holds.
SELECT a.person, a.login, a.name, p.id IS NULL AS newcomer
FROM account a LEFT JOIN person p ON p.id = a.person
WHERE a.invitation = %(invitation)s AND a.invitation_expires > %(now)s AND p.departed IS NULL
FOR UPDATE OF a;

-- peek_invited: The same, only to look.
SELECT a.person, a.login, a.name, p.id IS NULL AS newcomer
FROM account a LEFT JOIN person p ON p.id = a.person
WHERE a.invitation = %(invitation)s AND a.invitation_expires > %(now)s AND p.departed IS NULL;

-- login_taken: Whether somebody else has this login.
SELECT EXISTS (SELECT FROM account WHERE login = %(login)s AND person <> %(person)s);

-- come_in: Name, login and password of whoever used a link; the link is over.
UPDATE account
SET name = %(name)s, login = %(login)s, password = %(password)s, invitation = NULL, invitation_expires = NULL
WHERE person = %(person)s;

-- account_of_login: Who signs in under this login, and what is kept of the password.
SELECT a.person, a.login, a.name, a.password
FROM account a JOIN person p ON p.id = a.person
WHERE a.login = %(login)s AND p.departed IS NULL;

-- account_of: The account of a person.
SELECT a.person, a.login, a.name, a.password
FROM account a JOIN person p ON p.id = a.person
WHERE a.person = %(person)s AND p.departed IS NULL;

-- set_password: Another password.
UPDATE account SET password = %(password)s WHERE person = %(person)s;

-- rename: Another name.
UPDATE account SET name = %(name)s WHERE person = %(person)s;

-- close_account: Nobody can sign in here any more; the name stays for the history.
UPDATE account SET password = NULL, invitation = NULL, invitation_expires = NULL WHERE person = %(person)s;

-- take_attempt: One token from a bucket that fills by the second; below zero it was refused, and it never sinks under -1.
INSERT INTO sign_in_bucket AS b (name, tokens, filled) VALUES (%(name)s, %(burst)s - 1, %(now)s)
ON CONFLICT (name) DO UPDATE SET
    tokens = greatest(
        least(%(burst)s, b.tokens + extract(epoch FROM %(now)s - b.filled) * %(per_second)s::double precision) - 1, -1
    ),
    filled = %(now)s
RETURNING tokens;

-- refund_attempt: Somebody did get in; this attempt did not count.
UPDATE sign_in_bucket SET tokens = tokens + 1 WHERE name = %(name)s;

-- forget_attempts: Somebody did get in; the attempts before are forgotten.
DELETE FROM sign_in_bucket WHERE name = %(name)s;

-- anything_over: Whether a session or a bucket waits to be swept out.
SELECT
    EXISTS (SELECT FROM session WHERE expires <= %(now)s OR seen <= %(idle_since)s)
    OR EXISTS (SELECT FROM sign_in_bucket WHERE filled < %(before)s);

-- forget_old_attempts: Buckets that are full again.
DELETE FROM sign_in_bucket WHERE filled < %(before)s;

-- people: Everybody, those who work here first, by name.
SELECT
    p.id, a.name, a.login, p.roles, p.skills, p.languages, p.severity_limit, p.joined, p.departed,
    a.password IS NOT NULL AS has_password,
    a.invitation_expires,
    (SELECT max(s.seen) FROM session s WHERE s.person = p.id) AS seen
FROM person p JOIN account a ON a.person = p.id
WHERE CASE %(which)s
    WHEN 'left' THEN p.departed IS NOT NULL
    WHEN 'invited' THEN p.departed IS NULL AND a.password IS NULL
    ELSE p.departed IS NULL
END
AND (%(role)s::text IS NULL OR %(role)s = ANY (p.roles))
ORDER BY lower(a.name), p.id
LIMIT %(limit)s OFFSET %(offset)s;

-- person: One of them.
SELECT
    p.id, a.name, a.login, p.roles, p.skills, p.languages, p.severity_limit, p.joined, p.departed,
    a.password IS NOT NULL AS has_password,
    a.invitation_expires,
    (SELECT max(s.seen) FROM session s WHERE s.person = p.id) AS seen
FROM person p JOIN account a ON a.person = p.id
WHERE p.id = %(person)s;

-- standing_of: What somebody may and can do, as it stands under the pen.
SELECT roles, skills, languages, severity_limit FROM person WHERE id = %(person)s AND departed IS NULL;

-- other_admins: How many others can let people in.
SELECT count(*) FROM person WHERE departed IS NULL AND 'admin' = ANY (roles) AND id <> %(person)s;

-- issue_key: A key, of which only the digest is kept.
INSERT INTO api_key (id, digest, person, name, permissions, created, expires)
VALUES (%(id)s, %(digest)s, %(person)s, %(name)s, %(permissions)s, %(now)s, %(expires)s);

-- keys_of: The keys of a person, the latest first.
SELECT id, name, permissions, created, expires, revoked, last_used
FROM api_key WHERE person = %(person)s ORDER BY revoked IS NOT NULL, created DESC;

-- revoke_key: This key works no more; nothing happens when it did not already.
UPDATE api_key SET revoked = %(now)s WHERE id = %(key)s AND person = %(person)s AND revoked IS NULL;

-- live_keys_of: The keys of a person that still work.
SELECT id FROM api_key WHERE person = %(person)s AND revoked IS NULL;
