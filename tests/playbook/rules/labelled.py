"""What labels mean, said once more and as plainly as can be: each event looks at everything that was done before it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from leeward.playbook.model import FieldType as F
from leeward.playbook.rules.known import Mark
from leeward.playbook.rules.labels import Change

START = datetime(2026, 1, 31, tzinfo=UTC)
FIELDS = {"account": F.ID, "target": F.ID, "reach": F.INTEGER}
LABELS = ("asked", "warned")
MARKS = tuple(Mark(f"has_label({field}, '{label}')", field, label) for field in ("account", "target") for label in LABELS)

Event = tuple[Mapping[str, object], datetime]


def values(events: Sequence[Event], changes: Sequence[Change]) -> list[dict[str, bool | None]]:
    """The value of every mark for each event; events stand at the positions 1, 2, 3 ..."""
    return [
        {mark.name: _stands(event.get(mark.field), mark.label, occurred, position, changes) for mark in MARKS}
        for position, (event, occurred) in enumerate(events, 1)
    ]


def _stands(key: object, label: str, occurred: datetime, position: int, changes: Sequence[Change]) -> bool | None:
    if key is None:
        return None
    before = [each for each in changes if each.id == key and each.label == label and each.after < position]
    last_taken = max((n for n, each in enumerate(before) if each.until is None), default=-1)
    return any(occurred < each.until for each in before[last_taken + 1 :] if each.until is not None)


def moments() -> st.SearchStrategy[datetime]:
    """Few enough that labels end just when something occurs, and events occur out of order."""
    return st.integers(0, 12).map(lambda n: START + timedelta(seconds=n))


def events(most: int = 25) -> st.SearchStrategy[list[Event]]:
    """Events of few accounts."""
    ids = st.sampled_from([None, "a", "b", "c"])
    fields = st.fixed_dictionaries({"account": ids, "target": ids, "reach": st.sampled_from([None, 1, 5, 9])})
    return st.lists(st.tuples(fields, moments()), max_size=most)


@st.composite
def changes(draw: st.DrawFn, most: int = 20) -> list[Change]:
    """Puts and takes in the order in which they were written, some of them after the last event."""
    afters = sorted(draw(st.lists(st.integers(0, 27), max_size=most)))
    ends = st.one_of(st.none(), moments())
    pick = st.tuples(st.sampled_from("abc"), st.sampled_from((*LABELS, "other")), ends)
    return [Change(key, label, after, until) for after in afters for key, label, until in [draw(pick)]]
