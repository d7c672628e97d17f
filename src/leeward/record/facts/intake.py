"""What happens at the door."""

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import (
    Digest,
    ElementCode,
    EventKind,
    HarmCode,
    LanguageCode,
    PlaceCode,
    ReasonCode,
    SourceCode,
)
from leeward.record.terms.ids import EventId, Position, ReporterId, ReportId, SubjectId, VaultRef
from leeward.record.terms.report import Capacity, Source
from leeward.record.terms.subject import MediaReference, SubjectKind


class SubjectSeen(Fact, frozen=True, kw_only=True):
    """A subject was named for the first time. ``subject`` is its id."""

    subject_kind: SubjectKind
    held_by: SourceCode
    external: Digest
    """Keyed digest of the platform's own identifier; the raw value is in the vault."""
    identifier: VaultRef
    media: tuple[MediaReference, ...] = ()


class MediaNamed(Fact, frozen=True, kw_only=True):
    """A report named media of a subject that nobody had named before. ``subject`` is the subject."""

    media: tuple[MediaReference, ...]


class ReportReceived(Fact, frozen=True, kw_only=True):
    """Somebody told us something. ``subject`` is the report; ``occurred`` is the moment of receipt, which no one edits (Q04)."""

    about: SubjectId
    reporter: ReporterId
    source: Source
    capacity: Capacity
    door: SourceCode
    harm: HarmCode
    """The class of harm as the reporter named it."""
    language: LanguageCode
    jurisdictions: tuple[PlaceCode, ...]
    elements: tuple[ElementCode, ...] = ()
    """The legal elements the notice carries (FIELD 1.2), from which its validity is computed."""
    idempotency: Digest
    text: VaultRef | None = None
    """What the person who reports says."""
    content: VaultRef | None = None
    """What the subject itself said, as it was when it was reported."""
    contact: VaultRef | None = None
    reach: int = 0
    """Views or recipients so far, as the platform says."""
    signal: EventId | None = None
    """The activity event that raised it, when our own rules did."""
    text_sketch: Digest | None = None
    """Sixteen least hashes of what the person wrote (MinHash, 16 bits each), which near copies share; no words are kept in it."""
    content_sketch: Digest | None = None
    """The same of what the subject said."""


class ReportRefused(Fact, frozen=True, kw_only=True):
    """Something was turned away at the door, and why (Q01). ``subject`` is a fresh id; nothing of the content is kept."""

    door: SourceCode
    reason: ReasonCode
    element: ElementCode
    """The field that was at fault."""


class FlaggerClaimUnproven(Fact, frozen=True, kw_only=True):
    """A notice said to be a trusted flagger's, and the register does not bear it out. ``subject`` is the report: it was taken as
    an ordinary notice, at its place in time (Q25)."""

    reason: ReasonCode
    """``unknown``, ``paused``, ``ended``, ``not_yet``, ``harm`` or ``place``."""


class ActivityReceived(Fact, frozen=True, kw_only=True):
    """A batch of platform activity was taken in. ``subject`` is the batch."""

    door: SourceCode
    event_kind: EventKind
    first: Position
    """The place of its first event in the order of arrival; the others follow without a gap."""
    events: int
    digest: Digest
    """SHA-256 of the batch as it was stored, so that a lost row can be proven."""


class NoticeFoundIncomplete(Fact, frozen=True, kw_only=True):
    """A legal notice lacks mandatory elements (Q03). ``subject`` is the report; receipt stays the clock's start."""

    instrument: SourceCode
    missing: tuple[ElementCode, ...]


class CaseOpened(Fact, frozen=True, kw_only=True):
    """Somebody sent a notice by the public form, and can come back to it. ``subject`` is the case."""

    reports: tuple[ReportId, ...]
    """One for each place that was named, in the order in which they were."""
    hashes: tuple[MediaReference, ...] = ()
    """Digital fingerprints that whoever reported made on their own device; media of each place, too, so that banks are asked."""


class NoticeWithdrawn(Fact, frozen=True, kw_only=True):
    """Whoever reported asks no longer. ``subject`` is the report. No clock stops by it, and nothing is decided."""

    reason: ReasonCode


class AppealRequested(Fact, frozen=True, kw_only=True):
    """Whoever sent a notice asks on its case page that somebody else looks again. ``subject`` is the report."""

    language: LanguageCode
    idempotency: Digest
    text: VaultRef | None = None


class NoticeSupplemented(Fact, frozen=True, kw_only=True):
    """Whoever sent a notice added something: a missing element, or words. ``subject`` is the report."""

    elements: tuple[ElementCode, ...] = ()
    text: VaultRef | None = None


class NoticeCured(Fact, frozen=True, kw_only=True):
    """What was missing arrived. ``subject`` is the report."""

    instrument: SourceCode
    elements: tuple[ElementCode, ...]
