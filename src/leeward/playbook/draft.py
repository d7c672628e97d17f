"""A playbook as it was read, before it is checked: all that fitted, and the place of everything."""

from collections.abc import Iterable

import msgspec

from leeward.playbook.board import Board
from leeward.playbook.diagnostics import Diagnostic, Location
from leeward.playbook.document import Document
from leeward.playbook.measures.gauge import Gauge, Target
from leeward.playbook.model import (
    ActivityKind,
    Awareness,
    Bank,
    ClockRow,
    EntryList,
    GoldenSet,
    Harm,
    LadderStep,
    Limits,
    Measure,
    NamedLabel,
    NamedWindow,
    Policy,
    Quality,
    Queue,
    ReporterRules,
    RoutingCase,
    Rule,
    SecondPerson,
    Staffing,
    StartByRule,
    StatementTexts,
    Words,
)
from leeward.playbook.shape import Places
from leeward.record.terms.code import Code


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The playbook's own name and version."""

    name: Words
    version: Words


class RoleEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What a role may do."""

    may: tuple[Code, ...]
    hides: tuple[Code, ...] = ()
    """Columns of the lake's tables that are empty for it where it asks the lake, e.g. ``person``."""
    without: dict[Code, tuple[Code, ...]] = {}
    """Rows it does not see there: column -> values, e.g. ``queue = ["minor_gate"]``."""


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """All of access.toml."""

    role: dict[str, RoleEntry]
    skill: dict[str, Words]
    """What somebody can be certified for, and what it means."""


class Draft(msgspec.Struct, kw_only=True):
    """What the files hold. Lists keep duplicates, in the order of the files, so that a check can name them."""

    documents: dict[str, Document] = msgspec.field(default_factory=dict)
    places: Places = msgspec.field(default_factory=Places)
    findings: list[Diagnostic] = msgspec.field(default_factory=list)
    header: Header | None = None
    activity: list[ActivityKind] = msgspec.field(default_factory=list)
    harms: list[Harm] = msgspec.field(default_factory=list)
    policies: list[Policy] = msgspec.field(default_factory=list)
    rules: list[Rule] = msgspec.field(default_factory=list)
    lists: list[EntryList] = msgspec.field(default_factory=list)
    queues: list[Queue] = msgspec.field(default_factory=list)
    routing: list[RoutingCase] = msgspec.field(default_factory=list)
    start_by: StartByRule | None = None
    clocks: list[ClockRow] = msgspec.field(default_factory=list)
    awareness: list[Awareness] = msgspec.field(default_factory=list)
    limits: Limits | None = None
    access: Access | None = None
    measures: list[Measure] = msgspec.field(default_factory=list)
    steps: list[LadderStep] = msgspec.field(default_factory=list)
    second_person: SecondPerson = SecondPerson()
    windows: list[NamedWindow] = msgspec.field(default_factory=list)
    labels: list[NamedLabel] = msgspec.field(default_factory=list)
    banks: list[Bank] = msgspec.field(default_factory=list)
    statements: StatementTexts | None = None
    reporters: ReporterRules | None = None
    quality: Quality | None = None
    golden: list[GoldenSet] = msgspec.field(default_factory=list)
    staffing: Staffing | None = None
    gauges: list[Gauge] = msgspec.field(default_factory=list)
    targets: list[Target] = msgspec.field(default_factory=list)
    boards: list[Board] = msgspec.field(default_factory=list)
    blind: set[str] = msgspec.field(default_factory=set)
    """Sorts of things of which some could not be read at all, so that nobody can say whether a mention of one leads anywhere."""
    named: dict[str, set[str]] = msgspec.field(default_factory=dict)
    """Every code that the files give to a thing (``harm``, ``clause``, ``queue`` ...), also of those that did not fit otherwise:
    an error in a queue must not make each mention of it look wrong too."""

    def at(self, read: msgspec.Struct, *inside: str | int) -> Location:
        """The place of a struct, or of a value inside it."""
        return self.places.of(read, *inside)

    def key(self, read: msgspec.Struct, *inside: str | int) -> Location:
        """The place of a key inside a struct."""
        return self.places.key(read, *inside)

    def name(self, what: str, codes: Iterable[object]) -> None:
        """These codes are taken by things of this sort."""
        self.named.setdefault(what, set()).update(code for code in codes if isinstance(code, str))

    def known(self, what: str) -> set[str]:
        """All codes of this sort."""
        return self.named.get(what, set())
