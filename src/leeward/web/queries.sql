-- What the door asks on every request. Sessions, keys and preferences are not folded from facts.

-- session_of: The live session of a token's digest; absolute and idle expiry are both asked here.
SELECT id, person, csrf, created, seen, expires
FROM session
WHERE digest = %(digest)s AND expires > %(now)s AND seen > %(idle_since)s;

-- person_of: Somebody who works here today, with their name and preferences.
SELECT
    p.id, p.roles, p.skills, p.languages, p.severity_limit, a.name, a.login,
    coalesce((SELECT json_object_agg(f.key, f.value) FROM preference f WHERE f.person = p.id), '{}') AS preferences
FROM person p JOIN account a ON a.person = p.id
WHERE p.id = %(person)s AND p.departed IS NULL;

-- see_session: This session was used just now.
UPDATE session SET seen = %(now)s WHERE id = %(session)s AND seen < %(now)s;

-- begin_session: A fresh session.
INSERT INTO session (id, digest, person, csrf, created, seen, expires)
VALUES (%(id)s, %(digest)s, %(person)s, %(csrf)s, %(now)s, %(now)s, %(expires)s);

-- turn_session: The same session under a new token and form token.
UPDATE session SET digest = %(digest)s, csrf = %(csrf)s, seen = %(now)s WHERE id = %(session)s;

-- end_session: One session ends.
DELETE FROM session WHERE id = %(session)s;

-- end_sessions_of: All sessions of a person end, but for one that may be kept.
DELETE FROM session WHERE person = %(person)s AND id IS DISTINCT FROM %(but)s RETURNING id, person;

-- end_stale_sessions: Sessions that nobody can use any more.
DELETE FROM session WHERE expires <= %(now)s OR seen <= %(idle_since)s RETURNING id, person;

-- sessions_of: Where a person is signed in, the latest first.
SELECT id, person, csrf, created, seen, expires
FROM session
WHERE person = %(person)s AND expires > %(now)s AND seen > %(idle_since)s
ORDER BY seen DESC;

-- key_of: The live API key of a digest.
SELECT id, person, permissions, expires, last_used
FROM api_key
WHERE digest = %(digest)s AND revoked IS NULL AND (expires IS NULL OR expires > %(now)s);

-- use_key: This key was used just now.
UPDATE api_key SET last_used = %(now)s WHERE id = %(key)s;

-- keep_preference: What a person prefers.
INSERT INTO preference (person, key, value) VALUES (%(person)s, %(key)s, %(value)s)
ON CONFLICT (person, key) DO UPDATE SET value = excluded.value;
