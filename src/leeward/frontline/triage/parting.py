"""Jobs that people move, split and merge: where each stands afterwards. Pure: places and facts out of what stands.

Nothing that people do to a job gives it more time: both parts keep the earliest receipt, every report keeps its clocks, a job
that takes another one in is as grave as the graver and due with the earlier.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec

from leeward.frontline.triage.placing import Assessed, Job, place_of
from leeward.frontline.triage.routes import Routes
from leeward.playbook.model import Playbook, Queue
from leeward.playbook.order import merged
from leeward.record.facts.triage import JobRaised, StartBy
from leeward.record.terms.code import ClauseCode, HarmCode, LanguageCode
from leeward.record.terms.ids import ReportId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import PLAYBOOK


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """Some reports, as one job."""

    queue: Queue
    harm: HarmCode
    clauses: tuple[ClauseCode, ...]
    language: LanguageCode
    """That of most of them; of two, that of the earliest report."""
    place: StartBy


def gathered(
    playbook: Playbook,
    routes: Routes,
    reports: Sequence[Assessed],
    dues: Mapping[ReportId, Moment],
    received: Moment | None = None,
) -> Gathered:
    """What ``reports``, the earliest first, are as one job; received at ``received`` where that is earlier.

    ``dues`` are the earliest due moments of the law for those that have one.
    """
    graver = sorted(reports, key=lambda each: -each.severity)
    harms = tuple(dict.fromkeys(harm for each in graver for harm in each.harms))
    queue, harm = routes.first(harms, graver[0].severity, frozenset(each.source for each in reports))
    place = place_of(playbook, reports[0], queue, dues.get(reports[0].id))
    for each in reports[1:]:
        place = merged(playbook.start_by, place, place_of(playbook, each, queue, dues.get(each.id)), queue.handling_minutes)
    spoken = [each.language for each in reports]
    return Gathered(
        queue=queue,
        harm=harm,
        clauses=tuple(dict.fromkeys(clause for each in graver for clause in each.clauses)),
        language=max(spoken, key=spoken.count),
        place=received_at(place, received),
    )


def received_at(place: StartBy, received: Moment | None) -> StartBy:
    """The place with an earlier receipt: it starts earlier by as much."""
    if received is None or received >= place.received:
        return place
    start = min(place.start_by, received + timedelta(seconds=place.allowance_seconds))
    return msgspec.structs.replace(place, received=received, start_by=start)


def in_queue(place: StartBy, queue: Queue) -> StartBy:
    """The place in another queue, which needs its own time for handling: never later."""
    handling = queue.handling_minutes * 60
    start = place.start_by
    if place.legal_due is not None:
        start = min(start, place.legal_due - timedelta(seconds=handling))
    return msgspec.structs.replace(place, handling_seconds=handling, start_by=start)


def together(playbook: Playbook, stays: Job, other: Job) -> tuple[StartBy, tuple[ClauseCode, ...]]:
    """The place of the job that stays when another is decided with it, and the clauses of both, the graver one's first."""
    first, second = (other, stays) if other.place.severity > stays.place.severity else (stays, other)
    handling = max(stays.place.handling_seconds, other.place.handling_seconds) // 60
    place = merged(playbook.start_by, stays.place, other.place, handling)
    return place, tuple(dict.fromkeys((*first.clauses, *second.clauses)))


def lifted(playbook: Playbook, stays: Job, other: Job, report: ReportId, now: Moment) -> JobRaised | None:
    """The fact that a job moved forward by a report on the one that is decided with it; None where nothing changed."""
    place, clauses = together(playbook, stays, other)
    if place == stays.place and clauses == stays.clauses:
        return None
    return JobRaised(subject=stays.id, actor=PLAYBOOK, occurred=now, report=report, place=place, clauses=clauses, harm=stays.harm)


def reading(harms: Sequence[HarmCode], harm: HarmCode, found: HarmCode) -> HarmCode:
    """The harm that what is left of a job is handled as: the one it had, if a report still speaks for it."""
    return harm if harm in harms else found
