"""Activity for the benchmark: events of eighteen fields about accounts, two hundred rules on them, as requests of a thousand.

The rules are those of ``rule_workload`` of which few events match: with more than some in a thousand, the people who would have
to look are what limits, not the machine. Of each kind of rule those with the rarest conditions are taken from a larger lot;
the four kinds that match often have one condition more each. Nothing is added that all rules share, which an index could exploit.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pyarrow

from bench.rule_workload import FIELDS, LABELS, events, rules
from leeward.playbook.model import ActivityKind, FieldType, NamedWindow, Playbook, Rule
from leeward.playbook.rules import compile_rules
from leeward.record.terms.code import EventKind
from leeward.record.terms.subject import SubjectKind

KIND = EventKind("bench_event")
BATCH = 1_000
ACCOUNTS, RECIPIENTS = 20_000, 50_000
TEXTS = ("text", "urls")
_KINDS, _LOT = 10, 10  # kinds of rules in ``rule_workload``; how many are made for one that is taken
_WINDOWS = (
    NamedWindow(name="account_hour", on=KIND, by="account_id", last="1 hour"),
    NamedWindow(name="recipient_day", on=KIND, by="recipient_id", last="24 hours"),
)
_OVER_WINDOWS = (
    "count(DISTINCT recipient_id) OVER account_hour >= 60 AND NOT verified",
    "count(*) OVER recipient_day >= 400 AND sum(reports) OVER recipient_day >= 9",
)
_NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
Event = dict[str, Any]


def playbook_with(playbook: Playbook, count: int, *, windows: bool) -> Playbook:
    """The same playbook with the benchmark's kind of activity and ``count`` rules on it, and no other rules.

    With ``windows`` two of them count over windows: by account over an hour, by recipient over a day.
    """
    clause = next(iter(playbook.policies))
    kind = ActivityKind(
        kind=KIND,
        doc="Something an account did.",
        subject=SubjectKind.ACCOUNT,
        subject_field="account_id",
        fields={"account_id": FieldType.ID, "recipient_id": FieldType.ID, **FIELDS},
    )
    chosen = [msgspec.structs.replace(each, on=KIND, clause=clause) for each in _rare(count)]
    if windows:
        chosen[-2:] = [msgspec.structs.replace(rule, when=when) for rule, when in zip(chosen[-2:], _OVER_WINDOWS, strict=True)]
    return msgspec.structs.replace(
        playbook,
        activity={**playbook.activity, KIND: kind},
        rules={each.code: each for each in chosen},
        windows=_WINDOWS if windows else (),
    )


def _rare(count: int) -> list[Rule]:
    """``count`` rules, a tenth of each kind, of those made the ones that match the fewest events."""
    lot = [_rarer(number, each) for number, each in enumerate(rules(count * _LOT))]
    compiled = compile_rules(lot, FIELDS)
    matched = [0] * len(lot)
    for event in events(5_000, seed=5):
        mask = compiled.mask(event)
        while mask:
            matched[(mask & -mask).bit_length() - 1] += 1
            mask &= mask - 1
    found: list[Rule] = []
    for kind in range(_KINDS):
        found += [lot[n] for n in sorted(range(kind, len(lot), _KINDS), key=matched.__getitem__)[: -(-count // _KINDS)]]
    return found[:count]


def _rarer(number: int, rule: Rule) -> Rule:
    """Rules of labels, languages, expressions and ratios match often: they ask for something more."""
    other = next(each for each in (LABELS[number * 7 % 60], LABELS[0], LABELS[1]) if f"'{each}'" not in rule.when)
    more = {
        2: f"reports > {4 + number % 5}",
        4: f"list_contains(labels, '{other}')",
        6: f"account_age_days < {2 + number % 7}",
        9: f"score > 0.9{number % 9}",
    }
    extra = more.get(number % _KINDS)
    return rule if extra is None else msgspec.structs.replace(rule, when=f"({rule.when}) AND {extra}")


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
    kinds = {"account_id": FieldType.ID, "recipient_id": FieldType.ID, **FIELDS}
    named = [("id", pyarrow.string()), ("occurred", pyarrow.timestamp("us", "UTC"))]
    named += [(name, _arrow(kind)) for name, kind in kinds.items() if any(name in row for row in rows)]
    table = pyarrow.Table.from_pylist(rows, schema=pyarrow.schema(named))
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def _arrow(kind: FieldType) -> Any:
    simple = {
        FieldType.INTEGER: pyarrow.int64(),
        FieldType.FLOAT: pyarrow.float64(),
        FieldType.BOOLEAN: pyarrow.bool_(),
        FieldType.TIMESTAMP: pyarrow.timestamp("us", "UTC"),
    }
    element = simple.get(kind.element, pyarrow.string())
    return pyarrow.list_(element) if kind.is_list else element
