-- hold_placed: Erasure has to wait.
INSERT INTO hold (id, owner, kind, basis, placed, until)
SELECT subject, owner, hold_kind, basis, occurred, until
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, owner uuid, hold_kind text, basis text, occurred timestamptz, until timestamptz
);

-- hold_released: It no longer does.
UPDATE hold SET released = f.occurred
FROM json_to_recordset(%(facts)s) AS f (hold uuid, occurred timestamptz) WHERE hold.id = f.hold;
