"""What a predicate may name besides the fields of its event: windows, lists and other rules.

One frozen, hashable object, so that reading the same text with the same things known is a dictionary look-up.
"""

from dataclasses import dataclass, field

from leeward.playbook.model import Playbook
from leeward.playbook.rules.kinds import Type
from leeward.record.terms.code import EventKind


@dataclass(frozen=True, slots=True)
class Window:
    """A named window of ``windows.toml``: the events of one kind that share ``by``, in the last so many microseconds."""

    name: str
    by: str
    """The field whose value is the key. An event without it is in no window."""
    last_microseconds: int
    late_microseconds: int
    """How far behind the latest event of its key one may be and still count."""


@dataclass(frozen=True, slots=True)
class WordList:
    """A named list of ``lists/``. Two of one name and digest are the same; the entries are not looked at to find out."""

    name: str
    digest: str
    """SHA-256 of the file."""
    entries: frozenset[str] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Known:
    """What rules of one kind of event may name, each sorted by its name."""

    windows: tuple[Window, ...] = ()
    lists: tuple[WordList, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    """Code and text of the other rules of this kind."""


NOTHING = Known()
"""Only the fields of the event."""


@dataclass(frozen=True, slots=True)
class Feature:
    """An aggregate over a window that a predicate reads like a field, e.g. ``count(DISTINCT recipient_id) OVER account_day``."""

    name: str
    """Its canonical text: the name of the column, and of the key in an event."""
    function: str
    """``count``, ``count_distinct``, ``sum``, ``min`` or ``max``."""
    field: str | None
    """What it aggregates; None for ``count(*)``."""
    window: Window
    type: Type


def known_of(playbook: Playbook, kind: EventKind) -> Known:
    """What the rules of ``kind`` may name in this playbook."""
    return NOTHING
