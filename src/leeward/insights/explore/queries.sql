-- text_kept: Where these words of this person are kept already, and can still be opened.
SELECT k.text FROM (
    SELECT text FROM query_run WHERE person = %(person)s AND digest = %(digest)s
    UNION ALL
    SELECT text FROM saved_query WHERE person = %(person)s AND digest = %(digest)s
) AS k JOIN vault_text ON vault_text.ref = k.text JOIN vault_key ON vault_key.owner = vault_text.owner
WHERE vault_key.wrapped IS NOT NULL LIMIT 1;

-- words_of_saved: Whether a saved query has these words.
SELECT true FROM saved_query WHERE id = %(query)s AND digest = %(digest)s;

-- saved_named: One's own query of a name.
SELECT id, edition FROM saved_query WHERE person = %(person)s AND name = %(name)s;

-- saved_one: A saved query: whose it is, and whether it is shared.
SELECT person, shared FROM saved_query WHERE id = %(query)s;

-- history: What somebody asked lately, the latest first.
SELECT r.id, q.name, r.tables, r.outcome, r.rows, r.cut, r.milliseconds, r.ran
FROM query_run r LEFT JOIN saved_query q ON q.id = r.query
WHERE r.person = %(person)s ORDER BY r.ran DESC, r.id DESC LIMIT %(most)s;

-- saved: One's own queries and shared ones, by name.
SELECT q.id, q.person, account.name AS by, q.name, q.tables, q.shared, q.edition, q.saved
FROM saved_query q LEFT JOIN account ON account.person = q.person
WHERE q.person = %(person)s OR q.shared ORDER BY q.name, q.id LIMIT %(most)s;

-- text_of_saved: Where the words of a saved query are.
SELECT text FROM saved_query WHERE id = %(query)s;

-- text_of_run: Where the words of a run are, for who ran it.
SELECT text FROM query_run WHERE id = %(run)s AND person = %(person)s;
