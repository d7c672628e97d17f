"""Activity as a frame to draw samples from: which events there were in a span, with the fields that a design leans on; and the
rules that pointed at each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from leeward.record.lake.activity import REF, Types
from leeward.record.lake.reading import Lake
from leeward.record.terms.moment import Moment

if TYPE_CHECKING:
    import pyarrow

POINTED = ("signal_raised", "shadow_matched")
"""Facts that say which rules matched an event, whether anything followed or not."""


def frame(lake: Lake, kind: str, types: Types, fields: Sequence[str], *, since: Moment, until: Moment) -> "pyarrow.Table":
    """The events of a kind that occurred from ``since`` up to ``until``: ``event_id``, ``about`` and ``fields``, by their id.

    An event is there once, whatever was sent twice. ``fields`` are names of ``types`` whose values are no text.
    """
    import duckdb  # late: it takes a moment, and most commands ask nothing

    chosen = "".join(f', any_value("{name}") AS "{name}"' for name in fields)
    span = f"occurred >= TIMESTAMPTZ '{since.isoformat()}' AND occurred < TIMESTAMPTZ '{until.isoformat()}'"
    with duckdb.connect(config={"threads": 2}) as connection:
        found: pyarrow.Table = connection.sql(
            f"SELECT event_id, any_value(about) AS about{chosen} FROM {lake.activity(kind, types)} WHERE {span} "
            "GROUP BY event_id ORDER BY event_id"
        ).to_arrow_table()
        return found


def texts(lake: Lake, kind: str, types: Types, events: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Where the texts of these events are in the vault, in the order of the fields."""
    import duckdb
    import pyarrow

    named = [name + REF for name, each in types.items() if each.startswith("text")]
    if not named or not events:
        return {}
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.register("wanted", pyarrow.table({"event_id": [str(each) for each in events]}))
        columns = ", ".join(f'any_value("{name}")' for name in named)
        rows = connection.execute(
            f"SELECT event_id, {columns} FROM {lake.activity(kind, types)} WHERE event_id IN (SELECT event_id FROM wanted) "
            "GROUP BY event_id"
        ).fetchall()
    return {UUID(event): tuple(UUID(ref) for ref in _flat(refs)) for event, *refs in rows}


def pointed_at(lake: Lake, kind: str) -> Mapping[UUID, frozenset[str]]:
    """Event -> the rules that matched it, for every event of a kind that any matched."""
    import duckdb

    found: dict[UUID, set[str]] = defaultdict(set)
    for told in POINTED:
        source = lake.facts(told)
        if source is None:
            continue
        with duckdb.connect(config={"threads": 2}) as connection:
            rows = connection.execute(
                f"SELECT subject, list_transform(reasons, lambda each: each.rule) FROM {source} WHERE event_kind = $kind",
                {"kind": kind},
            ).fetchall()
        for event, rules in rows:
            found[UUID(event)].update(rules)
    return {event: frozenset(rules) for event, rules in found.items()}


def _flat(refs: Iterable[Any]) -> Iterable[str]:
    for ref in refs:
        yield from ref if isinstance(ref, list) else [ref] if ref is not None else []
