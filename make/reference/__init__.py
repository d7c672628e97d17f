"""Writes docs/reference/ from the code, so that it cannot be wrong: `make docs`. A law test says when a page is stale."""
