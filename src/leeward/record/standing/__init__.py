"""How things stand: facts folded into tables, in the transaction that appends them."""
