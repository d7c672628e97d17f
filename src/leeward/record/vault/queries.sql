-- hold_is_on: Whether this hold exists and was not released.
SELECT true FROM hold WHERE id = %(hold)s AND released IS NULL;

-- holds_on: The holds on an owner that stand at this moment.
SELECT id, kind, basis, until FROM hold
WHERE owner = %(owner)s AND released IS NULL AND (until IS NULL OR until > %(now)s) ORDER BY placed;

-- shred_texts: Take an owner's ciphertexts away.
DELETE FROM vault_text WHERE owner = %(owner)s;

-- destroy_key: Empty an owner's data key; without it no backup of the ciphertexts opens.
UPDATE vault_key SET wrapped = NULL, erased = %(now)s WHERE owner = %(owner)s AND wrapped IS NOT NULL;

-- keys_of_older_generations: Data keys that an older master key wraps.
SELECT owner, wrapped, generation FROM vault_key
WHERE wrapped IS NOT NULL AND generation < %(generation)s ORDER BY generation, owner LIMIT %(most)s;

-- wrap_anew: Put the new wrapping in the place of the old.
UPDATE vault_key SET wrapped = fresh.wrapped, generation = %(generation)s
FROM unnest(%(owners)s::uuid[], %(wrapped)s::bytea[]) AS fresh (owner, wrapped) WHERE vault_key.owner = fresh.owner;
