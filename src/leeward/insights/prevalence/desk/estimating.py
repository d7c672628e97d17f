"""What the labels of a sample come to, as they stand: all together, by band, by harm and by segment; small parts are hidden."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from leeward.insights.prevalence import correction, estimates, intervals
from leeward.insights.prevalence.correction import Answers, Corrected, Process
from leeward.insights.prevalence.refusals import NoSuchSample
from leeward.insights.prevalence.views import BandLine, Item, Part, Sample, Seen
from leeward.insights.prevalence.wanted import within
from leeward.record.ledger.look import Look
from leeward.record.standing.queries import read_queries
from leeward.record.terms.ids import SampleId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Verdict

if TYPE_CHECKING:
    from numpy.random import Generator

Q = read_queries("leeward.insights.prevalence")
KNOWN_FOR = timedelta(days=365)
"""So far back answers on known items say how people label now."""
LEAST_LABELS = 30
"""A part with fewer labels is hidden: it says nothing, and may say something of somebody."""
LATEST = 200
_DRAWS = 10_000


def samples(look: Look, *, limit: int = LATEST) -> tuple[Sample, ...]:
    """Samples, the latest first."""
    return tuple(msgspec.convert(look.rows(Q.samples, {"sample": None, "limit": limit}), list[Sample]))


def sample_of(look: Look, sample: SampleId) -> Sample:
    """One sample. Raises NoSuchSample."""
    row = look.one(Q.samples, {"sample": sample, "limit": 1})
    if row is None:
        raise NoSuchSample(f"There is no sample {sample}.", remedy="`leeward prevalence list` names them.")
    return msgspec.convert(row, Sample)


def seen(look: Look, sample: SampleId, moment: Moment) -> Seen:
    """Everything about one sample: of a closed one as of then. Raises NoSuchSample."""
    one = sample_of(look, sample)
    items = msgspec.convert(look.rows(Q.items, {"sample": sample}), list[Item])
    peers, experts, of_clauses = answers(look, one, one.closed or moment)
    labelled = [item for item in items if item.verdict is not None]
    process, positive = Process(looks=one.looks, confirmed=True), _positive(one.harm)
    found = _all(one, labelled, process, peers, experts, positive) if labelled else None
    return Seen(
        sample=one, estimate=_fixed(one) or (found.corrected if found else None), seen=found.value if found else None,
        plain=found.plain if found else None, labels=len(labelled), positives=sum(positive(item) for item in labelled),
        undecided=sum(item.verdict is Verdict.NOT_ENOUGH for item in labelled), bands=_bands(one, labelled, positive),
        parts=tuple(_parts(one, labelled, process, peers, experts)), peers=peers, experts=experts, of_clauses=of_clauses,
        effect=_effect(found) if found else None,
    )  # fmt: skip


def answers(look: Look, one: Sample, until: Moment) -> tuple[Answers, Answers, bool]:
    """How peers and experts answer what is known, and whether that is of the sample's clauses alone; else it is of all."""
    asked = {"since": until - KNOWN_FOR, "until": until}
    rows = [*look.rows(Q.golden_answers, asked), *look.rows(Q.verified_answers, asked)]
    own = [row for row in rows if row["clause"] in one.clauses]
    peers = _counted(row for row in own if not row["expert"])
    if peers.enough:
        return peers, _counted(row for row in own if row["expert"]), True
    return _counted(row for row in rows if not row["expert"]), _counted(row for row in rows if row["expert"]), False


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    corrected: Corrected
    value: float
    plain: tuple[float, float]
    labels: int
    positives: int


def _all(
    one: Sample, items: Sequence[Item], process: Process, peers: Answers, experts: Answers, positive: Callable[[Item], bool],
    *, part: bool = False,
) -> _Found:  # fmt: skip
    rng = _rng(one)
    ends = estimates.shares(_strata(one, items, positive, part=part), rng, _DRAWS)
    return _Found(
        corrected=correction.correct(ends, process, peers, experts, rng), value=ends.value, plain=estimates.interval(ends),
        labels=ends.labels, positives=ends.positives,
    )  # fmt: skip


def _strata(one: Sample, items: Sequence[Item], positive: Callable[[Item], bool], *, part: bool) -> list[estimates.Labelled]:
    """The bands of a sample as far as they are labelled. Of a part nobody knows how many there are: it is one stratum."""
    groups = [items] if part else [[item for item in items if item.band == number] for number in range(len(one.bands))]
    strata = []
    for number, group in enumerate(groups):
        weights = [item.weight for item in group]
        whole = sum(weights)
        strata.append(
            estimates.Labelled(
                positives=tuple(item.weight for item in group if positive(item)), labels=len(group), weight=whole,
                squares=sum(weight * weight for weight in weights), greatest=max(weights, default=0.0),
                size=whole if part else one.bands[number].weight,
                fraction=0.0 if part else min(1.0, len(group) / max(1, one.bands[number].size)),
            )
        )  # fmt: skip
    return strata


def _parts(one: Sample, items: Sequence[Item], process: Process, peers: Answers, experts: Answers) -> Iterable[Part]:
    """By harm among all, then by each segment among its own."""
    harms = sorted({item.harm for item in items if item.verdict is Verdict.VIOLATES and item.harm})
    for harm in harms if len(harms) > 1 else []:
        positive = _positive(harm)
        whole = _all(one, items, process, peers, experts, positive) if len(items) >= LEAST_LABELS else None
        hits = sum(map(positive, items))
        yield Part(what="harm", name=harm, labels=len(items), positives=hits, found=whole.corrected if whole else None)
    positive = _positive(one.harm)
    for place, field in enumerate(one.segments):
        groups: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            groups[item.segments[place] or ""].append(item)
        hidden = _hidden({name: len(group) for name, group in groups.items()})
        for name, group in sorted(groups.items()):
            if name in hidden:
                yield Part(what=field, name=name or "not said", labels=None, positives=None, found=None)
                continue
            found = _all(one, group, process, peers, experts, positive, part=True).corrected
            hits = sum(map(positive, group))
            yield Part(what=field, name=name or "not said", labels=len(group), positives=hits, found=found)


def _hidden(labels: Mapping[str, int]) -> set[str]:
    """The parts that are too small to show; where that is one alone, the next smallest too, or all but it would give it away."""
    order = sorted(labels, key=lambda name: (labels[name], name))
    small = [name for name in order if labels[name] < LEAST_LABELS]
    return set(order[:2] if len(small) == 1 else small)


def _positive(harm: str | None) -> Callable[[Item], bool]:
    return lambda item: item.verdict is Verdict.VIOLATES and within(item.harm or "", harm)


def _bands(one: Sample, items: Sequence[Item], positive: Callable[[Item], bool]) -> tuple[BandLine, ...]:
    return tuple(
        BandLine(
            number=number, size=band.size, expected=band.expected, planned=band.planned,
            done=sum(item.band == number for item in items),
            positives=sum(item.band == number and positive(item) for item in items),
        )
        for number, band in enumerate(one.bands)
    )  # fmt: skip


def _fixed(one: Sample) -> Corrected | None:
    """What a closed sample came to when it was closed."""
    if one.closed is None or one.basis is None:
        return None
    return Corrected(
        value=one.value, low=one.low, high=one.high, basis=one.basis, sensitivity=one.sensitivity, false=one.false
    )  # fmt: skip


def _effect(found: _Found) -> float | None:
    """The width beside that of Wilson's for as many labels, drawn simply, with the same share."""
    low, high = intervals.wilson(min(found.labels, round(found.value * found.labels)), found.labels)
    return (found.plain[1] - found.plain[0]) / (high - low) if high > low else None


def _counted(rows: Iterable[Mapping[str, Any]]) -> Answers:
    violating = found = harmless = left = 0
    for row in rows:
        if row["truth"] == Verdict.VIOLATES:
            violating += row["answers"]
            found += row["answers"] * (row["said"] == Verdict.VIOLATES)
        elif row["truth"] == Verdict.NO_VIOLATION:
            harmless += row["answers"]
            left += row["answers"] * (row["said"] == Verdict.NO_VIOLATION)
    return Answers(violating=violating, found=found, harmless=harmless, left=left)


def _rng(one: Sample) -> "Generator":
    """The same numbers whoever asks."""
    import numpy as np

    return np.random.default_rng(int(one.seed[:16], 16))
