"""What the pages of this room show, as structs. No behaviour."""

import msgspec

from leeward.frontline.reporters.reliability import Prior, Reliability
from leeward.record.terms.code import HarmCode, PlaceCode, ReasonCode
from leeward.record.terms.ids import FlaggerId, JobId, PersonId, ReporterId, ReportId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Capacity, Source, Verdict
from leeward.record.terms.reporter import ReporterState, Signal
from leeward.record.terms.severity import Severity


class FlaggerLine(msgspec.Struct, frozen=True, kw_only=True):
    """A trusted flagger of the register."""

    id: FlaggerId
    name: str
    account: PersonId
    known_as: tuple[ReporterId, ...]
    harms: tuple[HarmCode, ...]
    jurisdictions: tuple[PlaceCode, ...]
    coordinator: PlaceCode
    awarded: Moment
    until: Moment | None
    paused: Moment | None
    ended: Moment | None
    reason: ReasonCode | None
    upheld: int
    turned_down: int


class ReporterLine(msgspec.Struct, frozen=True, kw_only=True):
    """A reporter with whom the rule of misuse has to do."""

    reporter: ReporterId
    state: ReporterState
    since: Moment
    decided: int
    turned_down: int
    share: float | None
    low: float | None
    high: float | None
    warned_until: Moment | None
    until: Moment | None
    contested: Moment | None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a reporter stands, whole."""

    reporter: ReporterId
    state: ReporterState
    since: Moment
    found: Moment | None
    decided: int
    turned_down: int
    share: float | None
    low: float | None
    high: float | None
    dismissed: int
    warned: Moment | None
    warned_by: PersonId | None
    warned_until: Moment | None
    suspended: Moment | None
    suspended_by: PersonId | None
    until: Moment | None
    told: VaultRef | None
    contested: Moment | None
    contest: VaultRef | None
    heard: Moment | None
    reason: ReasonCode | None


class RecordLine(msgspec.Struct, frozen=True, kw_only=True):
    """A reporter's record with one source and class of harm, beside all reporters."""

    source: Source
    harm: HarmCode
    upheld: int
    turned_down: int
    not_enough: int
    reliability: Reliability
    prior: Prior


class HistoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """One report of a reporter and how it ended."""

    id: ReportId
    job: JobId | None
    about: SubjectId
    source: Source
    capacity: Capacity
    harm: HarmCode
    severity: Severity | None
    received: Moment
    verdict: Verdict | None
    state: str | None
    """``made``, ``undone`` or ``reversed``."""
    decided: Moment | None
    contact: VaultRef | None
    queue: str | None
    escalation: str | None


class ReporterView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page of a reporter shows."""

    id: ReporterId
    flagger: FlaggerLine | None
    standing: Standing | None
    records: tuple[RecordLine, ...]
    history: tuple[HistoryLine, ...]
    hidden: int
    """Reports that whoever looks may not know of."""
    reports: int
    more: bool
    can_name: tuple[ReportId, ...]
    """Reports that count for a warning, or after one for a suspension."""
    names: dict[PersonId, str]
    has_contact: bool


class BrigadeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A suspicion on a job."""

    job: JobId
    about: SubjectId
    signal: Signal
    reporters: int
    looked_at: int
    first: Moment
    last: Moment
    state: str
    severity: Severity
    queue: str


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What Art. 22(3), 24(1)(b) and our own report ask of a period."""

    begins: Moment
    ends: Moment
    flagger_notices: int
    flagger_upheld: int
    flagger_turned_down: int
    flagger_median_seconds: float | None
    found: int
    dismissed: int
    warned: int
    suspended: int
    lifted: int
    ended: int
    contested: int
    contest_lifted: int
    brigades: int
