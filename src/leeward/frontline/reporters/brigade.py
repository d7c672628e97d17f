"""Reports that look concerted (Q65), named from what stands: never more than a reason to look closer."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from leeward.playbook.model import BrigadeRule
from leeward.record.terms.ids import JobId, ReporterId, ReportId, SubjectId
from leeward.record.terms.reporter import Signal
from leeward.record.terms.sketch import likeness


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One report of the crowd around a subject."""

    id: ReportId
    about: SubjectId
    reporter: ReporterId
    new: bool
    """Whoever sent it never reported before these hours."""
    sketch: str | None


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What was suspected before on a job."""

    job: JobId
    signal: Signal
    reporters: int


class Suspicion(msgspec.Struct, frozen=True, kw_only=True):
    """A signal, the reports that show it, and by how many people out of how many reports."""

    signal: Signal
    reports: tuple[ReportId, ...]
    reporters: int
    of: int


def fewest(rule: BrigadeRule) -> int:
    """Below so many reports no crowd can show anything."""
    return min(rule.new_reporters, rule.same_words, rule.same_circle)


def suspicions(rule: BrigadeRule, crowd: Sequence[Told], circle: Iterable[ReporterId]) -> list[Suspicion]:
    """What a crowd on one subject shows. ``circle`` are those of it who reported another subject together."""
    together = set(circle)
    shown = {
        Signal.MANY_NEW: ([each for each in crowd if each.new], rule.new_reporters),
        Signal.SAME_WORDS: (alike(crowd, rule.likeness), rule.same_words),
        Signal.SAME_CIRCLE: ([each for each in crowd if each.reporter in together], rule.same_circle),
    }
    return [_suspicion(signal, told, len(crowd)) for signal, (told, least) in shown.items() if _people(told) >= least]


def claiming(rule: BrigadeRule, report: ReportId, claims: int) -> Suspicion | None:
    """That whoever says to be the person depicted says so of many subjects."""
    if claims < rule.claims:
        return None
    return Suspicion(signal=Signal.MANY_CLAIMS, reports=(report,), reporters=1, of=claims)


def alike(crowd: Sequence[Told], least: float) -> list[Told]:
    """The largest group of reports, each nearly the same as another of the group, by any number of people."""
    leader = {each.id: each.id for each in crowd if each.sketch}

    def root(report: ReportId) -> ReportId:
        while leader[report] != report:
            report = leader[report]
        return report

    for one, other in combinations([each for each in crowd if each.sketch], 2):
        assert one.sketch is not None
        assert other.sketch is not None
        if root(one.id) != root(other.id) and likeness(one.sketch, other.sketch) >= least:
            leader[root(other.id)] = root(one.id)
    groups: dict[ReportId, list[Told]] = {}
    for each in crowd:
        if each.sketch:
            groups.setdefault(root(each.id), []).append(each)
    return max(groups.values(), key=_people, default=[])


def is_news(found: Suspicion, known: Mapping[Signal, Known]) -> bool:
    """Whether a suspicion is worth a fact: new on its job, or shown by twice as many people as when it was last written down."""
    before = known.get(found.signal)
    return before is None or found.reporters >= 2 * before.reporters


def _people(told: Iterable[Told]) -> int:
    return len({each.reporter for each in told})


def _suspicion(signal: Signal, told: Sequence[Told], of: int) -> Suspicion:
    return Suspicion(signal=signal, reports=tuple(each.id for each in told), reporters=_people(told), of=of)
