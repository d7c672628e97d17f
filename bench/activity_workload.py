"""Activity for the benchmark: events of nineteen fields about accounts, two hundred rules on them, as requests of a thousand.

The rules are those of ``rule_workload``, each thinned by one more condition, so that about one event in a thousand matches any:
with more, a queue of people would be what limits. The condition is arithmetic, so that no index over fields or words makes
the rule before it cheaper.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pyarrow

from bench.rule_workload import FIELDS, events, rules
from leeward.playbook.model import ActivityKind, FieldType, Playbook, Rule
from leeward.record.terms.code import EventKind
from leeward.record.terms.subject import SubjectKind

KIND = EventKind("bench_event")
BATCH = 1_000
ACCOUNTS, RECIPIENTS = 20_000, 50_000
TEXTS = ("text", "urls")
_THINNED = "({when}) AND draw * 2 + 1 = 15"  # ``draw`` is one of 0 to 499
_NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
Event = dict[str, Any]


def playbook_with(playbook: Playbook, count: int) -> Playbook:
    """The same playbook with the benchmark's kind of activity and ``count`` rules on it, and no other rules."""
    clause = next(iter(playbook.policies))
    kind = ActivityKind(
        kind=KIND,
        doc="Something an account did.",
        subject=SubjectKind.ACCOUNT,
        subject_field="account_id",
        fields={"account_id": FieldType.ID, "recipient_id": FieldType.ID, "draw": FieldType.INTEGER, **FIELDS},
    )
    thinned: list[Rule] = [
        msgspec.structs.replace(each, on=KIND, clause=clause, when=_THINNED.format(when=each.when)) for each in rules(count)
    ]
    return msgspec.structs.replace(
        playbook, activity={**playbook.activity, KIND: kind}, rules={each.code: each for each in thinned}
    )


class Stream:
    """Events without an end, in batches: the fields of twenty thousand made-up ones, under numbers of their own."""

    def __init__(self, *, text: bool) -> None:
        self._made = events(20_000)
        if not text:
            self._made = [{name: value for name, value in each.items() if name not in TEXTS} for each in self._made]
        self._number = 0

    def batch(self, *, accounts: int = ACCOUNTS, fresh: int = 2) -> list[Event]:
        """The next thousand events; ``fresh`` of them are about accounts never seen before."""
        first, self._number = self._number, self._number + BATCH
        return [self._event(number, accounts, number - first < fresh) for number in range(first, first + BATCH)]

    def _event(self, number: int, accounts: int, fresh: bool) -> Event:
        account = f"new-{number}" if fresh else f"account-{number * 7_919 % accounts}"
        fields: Event = {"account_id": account, "recipient_id": f"account-{number * 104_729 % RECIPIENTS}"}
        fields["draw"] = number * 31 % 500
        fields |= {name: value for name, value in self._made[number % len(self._made)].items() if value is not None}
        occurred = _NOON + timedelta(milliseconds=number % 10_000_000 * 30)
        return {"kind": KIND, "platform": "bench", "id": f"E-{number}", "occurred": occurred, "fields": fields}


def everybody() -> Iterator[list[Event]]:
    """Batches that name every account once, so that later ones bring no news of subjects."""
    for first in range(0, ACCOUNTS, BATCH):
        yield [
            {"kind": KIND, "platform": "bench", "id": f"first-{n}", "occurred": _NOON, "fields": {"account_id": f"account-{n}"}}
            for n in range(first, first + BATCH)
        ]


def as_ndjson(batch: Sequence[Event]) -> bytes:
    """A batch as NDJSON."""
    return b"\n".join(msgspec.json.encode(each) for each in batch)


def as_arrow(batch: Sequence[Event]) -> bytes:
    """A batch as an Arrow stream; kind and platform go in the query."""
    rows = [{"id": each["id"], "occurred": each["occurred"], **each["fields"]} for each in batch]
    kinds = {"account_id": FieldType.ID, "recipient_id": FieldType.ID, "draw": FieldType.INTEGER, **FIELDS}
    named = [("id", pyarrow.string()), ("occurred", pyarrow.timestamp("us", "UTC"))]
    named += [(name, _arrow(kind)) for name, kind in kinds.items() if any(name in row for row in rows)]
    table = pyarrow.Table.from_pylist(rows, schema=pyarrow.schema(named))
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def _arrow(kind: FieldType) -> Any:
    simple = {
        FieldType.INTEGER: pyarrow.int64(),
        FieldType.FLOAT: pyarrow.float64(),
        FieldType.BOOLEAN: pyarrow.bool_(),
        FieldType.TIMESTAMP: pyarrow.timestamp("us", "UTC"),
    }
    element = simple.get(kind.element, pyarrow.string())
    return pyarrow.list_(element) if kind.is_list else element
