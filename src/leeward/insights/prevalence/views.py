"""What the desk and the pages of prevalence hand each other, as structs. No behaviour."""

import msgspec

from leeward.insights.prevalence.correction import Answers, Corrected
from leeward.record.facts.prevalence import Band
from leeward.record.terms.ids import PersonId, SampledId, SampleId
from leeward.record.terms.moment import Moment
from leeward.record.terms.prevalence import Basis, Design
from leeward.record.terms.report import Verdict


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """A sample as it stands: a row of ``samples``."""

    id: SampleId
    design: Design
    event_kind: str
    harm: str | None
    clauses: tuple[str, ...]
    since: Moment
    until: Moment
    score: str
    weighed_by: str | None
    segments: tuple[str, ...]
    looks: int
    seed: str
    bands: tuple[Band, ...]
    size: int
    planned: int
    drawn: Moment
    drawn_by: PersonId
    by: str | None
    closed: Moment | None
    basis: Basis | None
    value: float | None
    low: float | None
    high: float | None
    seen: float | None
    labels: int | None
    positives: int | None
    sensitivity: float | None
    false: float | None
    done: int
    """Items that are labelled."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One drawn event: a row of ``items``."""

    id: SampledId
    band: int
    chance: float
    weight: float
    segments: tuple[str | None, ...]
    verdict: Verdict | None
    harm: str | None


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a sample, and what it comes to. ``found`` and the counts are None where it is hidden because it is small."""

    what: str
    name: str
    labels: int | None
    positives: int | None
    found: Corrected | None


class BandLine(msgspec.Struct, frozen=True, kw_only=True):
    """One band: planned beside achieved."""

    number: int
    size: int
    expected: float
    planned: int
    done: int
    positives: int


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One sample with everything that is known of it."""

    sample: Sample
    estimate: Corrected | None
    """None while nothing is labelled."""
    seen: float | None
    plain: tuple[float, float] | None
    """The interval before the mistakes are taken out."""
    labels: int
    positives: int
    undecided: int
    """Labels that could not be decided; they count as no violation."""
    bands: tuple[BandLine, ...]
    parts: tuple[Part, ...]
    peers: Answers
    experts: Answers
    of_clauses: bool
    """Whether what is known of mistakes is of these clauses; else it is of all."""
    effect: float | None
    """How wide the interval is beside a simple sample's of as many labels."""
