"""Where facts are kept and sealed: one append-only table, one writer at a time, a signed Merkle tree over it."""
