"""What a predicate may name besides the fields of its event: windows, lists and other rules.

One frozen, hashable object, so that reading the same text with the same things known is a dictionary look-up.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from leeward.playbook.model import REPORT, EntryList, NamedWindow, Playbook, Rule
from leeward.playbook.rules.kinds import Type
from leeward.record.terms.code import EventKind
from leeward.record.terms.report import Capacity, Source
from leeward.record.terms.subject import SubjectKind

MICROSECOND = timedelta(microseconds=1)
_LENGTH = re.compile(r"(\d{1,6}) (second|minute|hour|day)s?", re.ASCII)
_UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Window:
    """A named window of ``windows.toml``: the events of one kind that share ``by``, in the last so many microseconds."""

    name: str
    by: str
    """The field whose value is the key. An event without it is in no window."""
    last_microseconds: int
    late_microseconds: int
    """How far behind the latest event of its key one may be and still count."""
    keys: int = 1_000_000
    entries: int = 5_000_000
    entries_per_key: int = 20_000
    """What is remembered at once."""


@dataclass(frozen=True, slots=True)
class WordList:
    """A named list of ``lists/``. Two of one name and digest are the same; the entries are not looked at to find out."""

    name: str
    digest: str
    """SHA-256 of the file."""
    entries: frozenset[str] = field(compare=False, repr=False)
    bits: int = field(default=0, compare=False)
    """How long each entry is when all are digests of one length in hexadecimal; else 0."""

    def empty(self) -> "WordList":
        """Its name and digest alone, for what is kept long: the entries may be a million."""
        return replace(self, entries=frozenset())


@dataclass(frozen=True, slots=True)
class Known:
    """What rules of one kind of event may name, each sorted by its name."""

    windows: tuple[Window, ...] = ()
    lists: tuple[WordList, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    """Code and text of the rules of this kind."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """Code and kind of the rules of other kinds, to say so when one is named."""
    windows_elsewhere: tuple[tuple[str, str], ...] = ()
    """Name and kind of the windows of other kinds, to say so, too."""
    vocabulary: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Fields that hold one of a few words, and these: no other is ever equal."""
    labels: tuple[str, ...] = ()
    """Names of labels."""

    def for_text(self, sql: str) -> "Known":
        """As much of it as the text of a predicate can come to. What is left out cannot change what the text means."""
        words = sql.lower()
        labels = self.labels if "has_label" in words else ()
        if "rule" in words:
            return replace(self, lists=tuple(each.empty() for each in self.lists))
        lists = tuple(each.empty() for each in self.lists) if "in_list" in words or "in_bank" in words else ()
        if "over" in words:
            return replace(self, lists=lists, rules=(), elsewhere=(), labels=labels)
        return Known(lists=lists, vocabulary=self.vocabulary, labels=labels)


_OF_REPORTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("source", tuple(each.value for each in Source)),
    ("capacity", tuple(each.value for each in Capacity)),
    ("subject_kind", tuple(each.value for each in SubjectKind)),
)
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


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether a label stands, which a predicate reads like a field: ``has_label(account_id, 'fee_asked')``."""

    name: str
    """Its canonical text: the name of the column, and of the key in an event."""
    field: str
    """The field whose id it is about."""
    label: str


def known_of(playbook: Playbook, kind: EventKind) -> Known:
    """What the rules of ``kind`` may name in this playbook."""
    lists = playbook.lists.values()
    return known_from(playbook.rules.values(), lists, kind, playbook.windows, playbook.harms, playbook.labels)


def known_from(
    rules: Iterable[Rule],
    lists: Iterable[EntryList],
    kind: EventKind,
    windows: Iterable[NamedWindow] = (),
    harms: Iterable[str] = (),
    labels: Iterable[str] = (),
) -> Known:
    """The same of a playbook that is still being checked. Windows that are not sound are left out."""
    by_code = sorted(rules, key=lambda rule: rule.code)
    by_name = sorted(lists, key=lambda each: each.name)
    named = sorted(windows, key=lambda each: each.name)
    return Known(
        windows=tuple(window for each in named if each.on == kind and (window := _window(each)) is not None),
        lists=tuple(WordList(each.name, each.digest, each.entries, each.bits) for each in by_name),
        rules=tuple((str(rule.code), rule.when) for rule in by_code if rule.on == kind),
        elsewhere=tuple((str(rule.code), str(rule.on)) for rule in by_code if rule.on != kind),
        windows_elsewhere=tuple((str(each.name), str(each.on)) for each in named if each.on != kind),
        vocabulary=(("harm", tuple(sorted(harms))), *_OF_REPORTS) if kind == REPORT else (),
        labels=tuple(sorted(labels)),
    )


def length(words: str) -> timedelta | None:
    """How long ``24 hours`` is; None where that says no length of at least a second."""
    found = _LENGTH.fullmatch(words)
    span = int(found[1]) * _UNITS[found[2]] if found else timedelta(0)
    return span or None


def _window(named: NamedWindow) -> Window | None:
    last, late = length(named.last), length(named.late)
    if last is None or late is None:
        return None
    return Window(
        named.name,
        named.by,
        last // MICROSECOND,
        late // MICROSECOND,
        keys=named.keys,
        entries=named.entries,
        entries_per_key=named.entries_per_key,
    )
