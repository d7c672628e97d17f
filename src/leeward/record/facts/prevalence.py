"""How much of what happens violates: samples of activity that nobody reported, and what their labels came to (Q22)."""

import msgspec

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import (
    ClauseCode,
    Digest,
    EventKind,
    FieldCode,
    HarmCode,
    LanguageCode,
    QueueCode,
    ReasonCode,
    ValueCode,
)
from leeward.record.terms.ids import EventId, SampleId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.prevalence import Basis, Design
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """One stratum of a sample: how many events there were, what they weigh, how many of them were drawn."""

    size: int
    weight: float
    """Events, or what the field they are weighed by adds up to."""
    planned: int
    expected: float
    """The share that the score let expect."""


class PrevalenceSampled(Fact, frozen=True, kw_only=True):
    """Events of a span were drawn to be labelled blind. ``subject`` is the sample; with the seed it can be drawn again."""

    design: Design
    event_kind: EventKind
    harm: HarmCode | None
    """The harm, or all harms beneath it, that is looked for; None for every one."""
    clauses: tuple[ClauseCode, ...]
    """Its clauses: what is asked first."""
    since: Moment
    until: Moment
    score: FieldCode
    """What the design leans on: ``rules``, or a field of the event."""
    weighed_by: FieldCode | None
    """The field that says what an event counts for, such as views; None where each counts as one."""
    segments: tuple[FieldCode, ...]
    looks: int
    """Blind looks at each event."""
    seed: Digest
    playbook: Digest
    bands: tuple[Band, ...]
    size: int
    planned: int


class PrevalenceItemDrawn(Fact, frozen=True, kw_only=True):
    """An event is to be labelled by people who know nothing of it. ``subject`` is the item."""

    sample: SampleId
    event: EventId
    about: SubjectId
    kind: SubjectKind
    harm: HarmCode
    clauses: tuple[ClauseCode, ...]
    queue: QueueCode
    severity: Severity
    language: LanguageCode
    looks: int
    verified: bool
    """An expert looks whatever the others find: by these it is known what labels miss."""
    band: int
    chance: float
    """Of being drawn."""
    weight: float
    """What it stands for: what it counts for, over the chance."""
    segments: tuple[ValueCode | None, ...]
    texts: tuple[VaultRef, ...]


class PrevalenceEstimated(Fact, frozen=True, kw_only=True):
    """What a sample came to when it was closed. ``subject`` is the sample. It never changes."""

    basis: Basis
    value: float | None
    low: float | None
    high: float | None
    seen: float
    """The share before it was corrected."""
    labels: int
    positives: int
    sensitivity: float | None
    false: float | None


class PrevalenceSampleClosed(Fact, frozen=True, kw_only=True):
    """No more labels are taken for a sample. ``subject`` is the sample."""

    reason: ReasonCode
