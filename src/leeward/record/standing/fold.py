"""Folds: what each kind of fact does to standing, as SQL beside each other in ``folds/<room>.sql``.

A fold reads ``%(facts)s``, a JSON array of facts of its kind in ledger order (header, ``position``, ``recorded`` and body in
one flat object). A kind may have several statements (``kind`` then ``kind.what``), run in the order of the file.
"""

from functools import cache
from importlib.resources import files

from leeward.record.facts import KINDS
from leeward.record.standing.queries import Queries

_PACKAGE = "leeward.record.standing"


@cache
def _all() -> dict[str, tuple[bytes, ...]]:
    table: dict[str, list[bytes]] = {}
    for entry in sorted((files(_PACKAGE) / "folds").iterdir(), key=lambda file: file.name):
        if entry.name.endswith(".sql"):
            for name, sql in Queries(entry.read_text("utf-8"), entry.name).statements.items():
                table.setdefault(name.partition(".")[0], []).append(sql.encode())
    if unknown := table.keys() - KINDS.keys():
        raise ValueError(f"folds for unknown kinds of fact: {', '.join(sorted(unknown))}")
    return {kind: tuple(statements) for kind, statements in table.items()}


def folds_of(kind: str) -> tuple[bytes, ...]:
    """The statements that fold this kind, in order; none for facts that change no table."""
    return _all().get(kind, ())
