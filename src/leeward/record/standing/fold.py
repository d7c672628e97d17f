"""Folds: what each kind of fact does to standing, as SQL beside each other in ``folds/<room>.sql``.

A fold reads ``%(facts)s``, a JSON array of facts of its kind in ledger order (header, ``position``, ``recorded`` and body in
one flat object). A kind may have several statements (``kind`` then ``kind.what``), run in the order of the file.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from leeward.record.facts import KINDS
from leeward.record.ledger.codec import Written
from leeward.record.standing.queries import Queries

_PACKAGE = "leeward.record.standing"

IN_CROWDS = frozenset(
    {
        "report_merged",
        "job_raised",
        "job_routed",
        "job_held",
        "lease_renewed",
        "clock_met",
        "clock_missed",
        "delivery_attempted",
        "label_put",
        "measure_defined",
        "period_closed",
    }
)
"""Kinds whose folds take several facts of one subject at once: they count them, take the last, or touch a row for each."""


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


def runs(facts: Iterable[Written]) -> Iterator[tuple[str, list[Written]]]:
    """Facts in ledger order, cut into runs that one statement may fold: of one kind, and each subject once.

    A statement changes a row once, whatever stands in its array: two facts of one subject are two steps, so a job that was
    resumed twice (from a hold, then from a lead) has to be folded twice. How facts are batched must not matter to standing.
    """
    run: list[Written] = []
    seen: set[object] = set()
    for one in facts:
        subject = one.recorded.fact.subject
        if run and (run[0].kind != one.kind or (subject in seen and one.kind not in IN_CROWDS)):
            yield run[0].kind, run
            run, seen = [], set()
        run.append(one)
        seen.add(subject)
    if run:
        yield run[0].kind, run
