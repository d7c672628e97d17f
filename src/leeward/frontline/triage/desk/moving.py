"""What people do with where a job belongs: transfer, split, merge, and take it back while nothing else has happened."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec

from leeward.frontline.triage import parting, placing, reasons, refusals
from leeward.frontline.triage.desk.listening import Q
from leeward.frontline.triage.parting import Gathered
from leeward.frontline.triage.placing import Assessed
from leeward.frontline.triage.routes import Routes
from leeward.frontline.triage.rows import MovingRow, ReportRow
from leeward.frontline.triage.views import Moved, MoveView, ReportChoice
from leeward.playbook.care import strain
from leeward.playbook.certified import MINOR_GATE, Certified, certification_gap, may_see
from leeward.playbook.model import Playbook, Queue
from leeward.record.facts import Fact
from leeward.record.facts.triage import JobMerged, JobOpened, JobParted, JobRouted, JobSplit
from leeward.record.ledger.codec import Row as FactRow
from leeward.record.ledger.codec import read as read_fact
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import QueueCode, ReasonCode
from leeward.record.terms.ids import JobId, PersonId, ReportId, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.report import JobState

MOST_AT_ONCE = 50
"""So many jobs are merged at once."""


def transfer(record: Record, playbook: Playbook, who: PersonId, job: JobId, queue: str, reason: str) -> Moved:
    """Put a job into another queue, where it stays while that queue can take it. Who holds it gives it back by that.

    Its receipt and its clocks stay; an escalation ends. Raises NotAReason, NoSuchJob, NotToBeMoved, NotYours, LeadsOnly or
    CannotGoThere.
    """
    why = reasons.known(reason, reasons.TRANSFER)
    with record.writing() as tx:
        tx.take_pen()
        moment = this_moment()
        person, found = _movable(tx, playbook, who, job, moment)
        tx.append([_routed(found, who, _target(playbook, person, found, queue), why, moment)])
    return Moved(job=job, queue=QueueCode(queue))


def split(record: Record, playbook: Playbook, who: PersonId, job: JobId, reports: Sequence[ReportId], reason: str) -> Moved:
    """Make a job of its own of some of a job's reports. Both keep the earliest receipt, each report its clocks.

    Raises NotAReason, NoSuchJob, NotToBeMoved, NotYours, LeadsOnly or CannotBeSplit.
    """
    why, going = reasons.known(reason, reasons.SPLIT), tuple(dict.fromkeys(reports))
    with record.writing() as tx:
        tx.take_pen()
        moment = this_moment()
        person, found = _movable(tx, playbook, who, job, moment)
        if MINOR_GATE in (found.queue, found.escalation) and not person.lead:
            raise refusals.LeadsOnly(remedy="Somebody concerned may be a minor; a lead says which part is not.")
        own = [ReportId(row["id"]) for row in tx.rows(Q.reports_in, {"job": job})]
        _check_split(own, going)
        part, facts = _split(playbook, found, who, _both(tx, playbook, found, own, going), going, why, moment)
        tx.append(facts)
    return Moved(job=job, queue=found.queue, part=part)


def merge(record: Record, playbook: Playbook, who: PersonId, job: JobId, others: Sequence[JobId], reason: str) -> Moved:
    """Decide other jobs with this one. It is as grave as the gravest of them, received with the earliest, due with the earliest.

    On one subject they become one job again; otherwise each subject gets its own decision, made by the same answers. Raises
    NotAReason, NoSuchJob, NotToBeMoved, NotYours, LeadsOnly or CannotBeMerged.
    """
    why, coming = reasons.known(reason, reasons.MERGE), list(dict.fromkeys(others))
    if not 0 < len(coming) <= MOST_AT_ONCE or job in coming:
        raise refusals.CannotBeMerged(remedy=f"Name from one to {MOST_AT_ONCE} other jobs.")
    with record.writing() as tx:
        tx.take_pen()
        moment = this_moment()
        person = _person(tx, who, moment)
        known = _rows(tx, [job, *coming])
        for each in (job, *coming):
            _refuse_unless_movable(playbook, person, each, known.get(each))
        if not person.lead and who not in {row.claimed_by for row in known.values()}:
            raise refusals.NotYours(remedy="Take one of them first, or ask a lead.")
        queue = known[job].queue
        for each in coming:
            tx.append(_merged(tx, playbook, person, known[job], known[each], why, moment))
            known |= _rows(tx, [job])
            queue = known[job].queue
    return Moved(job=job, queue=queue)


def take_back(record: Record, playbook: Playbook, who: PersonId, job: JobId) -> Moved:
    """Undo the last transfer, split or merge of a job while nothing else has happened to it: by who did it, or a lead.

    Raises NoSuchJob, NotToBeMoved, NotYours, LeadsOnly or NothingToUndo.
    """
    with record.writing() as tx:
        tx.take_pen()
        moment = this_moment()
        person, found = _movable(tx, playbook, who, job, moment, alone=False)
        row = tx.one(Q.last_move, {"job": job}, into=FactRow)
        fact = read_fact(row).fact if row is not None else None
        if fact is None or (fact.actor != who and not person.lead):
            raise refusals.NothingToUndo("Somebody else did the last thing to it.", remedy="A lead can take it back.")
        facts = _back(tx, playbook, person, found, fact, moment)
        tx.append(facts)
        now = _rows(tx, [job])[job]
    return Moved(job=job, queue=now.queue)


def move_view(look: Look, playbook: Playbook, who: PersonId, job: JobId) -> MoveView:
    """A job, as somebody decides where it belongs. Raises NoSuchJob."""
    person, found = _person(look, who, this_moment()), _rows(look, [job]).get(job)
    try:
        row = _refuse_unless_movable(playbook, person, job, found)
        refused = "" if person.lead or row.claimed_by == who else "Take it first, or ask a lead."
    except (refusals.NotToBeMoved, refusals.LeadsOnly) as problem:
        assert found is not None, "else there is no such job"
        row, refused = found, str(problem)
    gate = MINOR_GATE in (row.queue, row.escalation) and not person.lead
    fits = [each.code for each in playbook.queues if each.severities[0] <= row.place.severity <= each.severities[1]]
    return MoveView(
        job=row.id, state=row.state, queue=row.queue, harm=row.harm, language=row.language, severity=row.place.severity,
        start_by=row.place.start_by, legal_due=row.place.legal_due, chosen=row.chosen, parted_from=row.parted_from,
        merged_into=row.merged_into,
        reports=tuple(msgspec.convert(each, ReportChoice) for each in look.rows(Q.reports_to_choose, {"job": job})),
        followers=tuple(JobId(each["id"]) for each in look.rows(Q.followers, {"job": job})),
        parts=tuple(JobId(each["id"]) for each in look.rows(Q.parts_of, {"job": job})),
        queues=() if gate else tuple(code for code in fits if code != row.queue),
        undo="" if refused and row.merged_into is not None else _can_take_back(look, who, job, lead=person.lead),
        refused=refused,
    )  # fmt: skip


def _can_take_back(look: Look, who: PersonId, job: JobId, *, lead: bool) -> str:
    row = look.one(Q.last_move, {"job": job}, into=FactRow)
    fact = read_fact(row).fact if row is not None else None
    moved = isinstance(fact, JobSplit | JobMerged) or (isinstance(fact, JobRouted) and fact.left is not None)
    if fact is None or row is None or not moved or (fact.actor != who and not lead):
        return ""
    return str(row.kind)


def _back(look: Look, playbook: Playbook, person: Certified, found: MovingRow, fact: Fact, moment: Moment) -> list[Fact]:
    who, undone = person.id, reasons.UNDONE
    if isinstance(fact, JobRouted) and fact.left is not None:
        return [_routed(found, who, _target(playbook, person, found, fact.left), undone, moment)]
    if isinstance(fact, JobSplit):
        part = _rows(look, [fact.part]).get(fact.part)
        untouched = part is not None and part.state is JobState.OPEN and part.reports == len(fact.reports)
        if part is None or not untouched:
            raise refusals.NothingToUndo("Something happened to the other part.", remedy="Merge the two instead.")
        return _joined(playbook, found, part, fact.reports, who, undone, moment)
    if isinstance(fact, JobMerged):
        return _parted(look, playbook, found, fact, who, moment)
    raise refusals.NothingToUndo(remedy="Only the last transfer, split or merge can be taken back.")


def _movable(
    look: Look, playbook: Playbook, who: PersonId, job: JobId, moment: Moment, *, alone: bool = True
) -> tuple[Certified, MovingRow]:
    """Who moves, and the job, which may be moved by them. ``alone``: it is not enough to have done the last thing to it."""
    person, found = _person(look, who, moment), _rows(look, [job]).get(job)
    row = _refuse_unless_movable(playbook, person, job, found)
    if alone and not person.lead and row.claimed_by != who:
        raise refusals.NotYours(remedy="Take it first, or ask a lead.")
    return person, row


def _person(look: Look, who: PersonId, moment: Moment) -> Certified:
    row = look.one(Q.mover, {"who": who, "day": moment.date()})
    if row is None:
        raise refusals.LeadsOnly("Nobody of that id works here.")
    return msgspec.convert(row, Certified)


def _rows(look: Look, jobs: Sequence[JobId]) -> dict[JobId, MovingRow]:
    rows = msgspec.convert(look.rows(Q.moving, {"jobs": list(jobs)}), list[MovingRow])
    return {row.id: row for row in rows}


def _refuse_unless_movable(playbook: Playbook, person: Certified, job: JobId, found: MovingRow | None) -> MovingRow:
    if found is None or not may_see(person, found.queue, found.escalation, playbook):
        raise refusals.NoSuchJob(f"There is no job {job} for you.", remedy="Find it by its number.")
    if found.state is JobState.DECIDED:
        raise refusals.NotToBeMoved(f"Job {str(job)[-8:]} is decided.", remedy="A lead can reverse the decision.")
    if found.merged_into is not None:
        raise refusals.NotToBeMoved(f"It is decided with job {found.merged_into}.", remedy="Take that merge back first.")
    if found.claimed_by not in (None, person.id):
        raise refusals.NotToBeMoved(
            f"Somebody has job {str(job)[-8:]} in hand.", remedy="Ask them to give it back, or wait for the end of their lease."
        )
    return found


def _target(playbook: Playbook, person: Certified, found: MovingRow, code: str) -> Queue:
    queue = next((each for each in playbook.queues if each.code == code), None)
    if queue is None:
        raise refusals.CannotGoThere(f"There is no queue {code}.", remedy="All queues: /queues.")
    if queue.code == found.queue:
        raise refusals.CannotGoThere("It is there already.")
    low, high = queue.severities
    if not low <= found.place.severity <= high:
        raise refusals.CannotGoThere(
            f"{queue.name} takes severity {int(low)} to {int(high)}; this is {int(found.place.severity)}.",
            remedy="Choose another queue, or escalate it.",
        )
    if MINOR_GATE in (found.queue, found.escalation) and not person.lead:
        raise refusals.LeadsOnly(remedy="Somebody concerned may be a minor; a lead says that nobody is.")
    return queue


def _routed(found: MovingRow, who: PersonId, queue: Queue, why: ReasonCode, moment: Moment) -> JobRouted:
    return JobRouted(
        subject=found.id, actor=who, occurred=moment, queue=queue.code, skill=queue.skill, reason=why, left=found.queue,
        place=parting.in_queue(found.place, queue),
    )  # fmt: skip


def _check_split(own: Sequence[ReportId], going: Sequence[ReportId]) -> None:
    if not going:
        raise refusals.CannotBeSplit("No report was chosen.", remedy="Choose the reports that become a job of their own.")
    if strange := set(going) - set(own):
        raise refusals.CannotBeSplit(f"Report {min(map(str, strange))} is not of this job.", remedy="Choose reports of this job.")
    if len(going) == len(own):
        raise refusals.CannotBeSplit("Nothing would be left of it.", remedy="Leave at least one report, or transfer the job.")


def _both(
    look: Look, playbook: Playbook, found: MovingRow, own: Sequence[ReportId], going: Sequence[ReportId]
) -> tuple[tuple[Assessed, ...], Gathered, Gathered]:
    """The reports that stay, what they are as one job, and what those that go are."""
    stay = [each for each in own if each not in going]
    left, kept = _gather(look, playbook, stay, found.place.received)
    _, gone = _gather(look, playbook, [each for each in own if each in going], found.place.received)
    return left, kept, gone


def _gather(
    look: Look, playbook: Playbook, reports: Sequence[ReportId], received: Moment | None
) -> tuple[tuple[Assessed, ...], Gathered]:
    rows = look.rows(Q.reports, {"reports": list(reports)}, into=ReportRow)
    dues: Mapping[ReportId, Moment] = {row["report"]: row["due"] for row in look.rows(Q.legal_dues, {"reports": list(reports)})}
    assessed = tuple(row.assessed(playbook) for row in rows)
    return assessed, parting.gathered(playbook, Routes(playbook.queues), assessed, dues, received)


def _split(
    playbook: Playbook, found: MovingRow, who: PersonId, both: tuple[tuple[Assessed, ...], Gathered, Gathered],
    going: tuple[ReportId, ...], why: ReasonCode, moment: Moment,
) -> tuple[JobId, list[Fact]]:  # fmt: skip
    left, kept, gone = both
    part, harms = JobId(new_id()), [harm for each in left for harm in each.harms]
    routes = Routes(playbook.queues)
    harm = parting.reading(harms, found.harm, kept.harm)
    elsewhere = harm != found.harm or routes.outgrown(found.queue, kept.place.severity)
    moves, here = _follows(routes, found, kept.queue if elsewhere else None, who, why, moment)
    opened = JobOpened(
        subject=part, actor=who, occurred=moment, about=found.about, report=going[0], queue=gone.queue.code, harm=gone.harm,
        clauses=gone.clauses, skill=gone.queue.skill, language=gone.language, place=gone.place,
        promised=gone.place.received + timedelta(minutes=gone.queue.sla_minutes), parted_from=found.id,
    )  # fmt: skip
    cut = JobSplit(
        subject=found.id, actor=who, occurred=moment, part=part, reports=going, reason=why,
        place=parting.in_queue(kept.place, here or kept.queue), clauses=kept.clauses, harm=harm,
    )  # fmt: skip
    return part, [opened, *moves, cut]


def _merged(
    look: Look, playbook: Playbook, person: Certified, stays: MovingRow, other: MovingRow, why: ReasonCode, moment: Moment
) -> list[Fact]:
    _refuse_unless_alike(look, playbook, person, stays, other, moment)
    reports: tuple[ReportId, ...] = ()
    if stays.about == other.about:
        reports = tuple(ReportId(row["id"]) for row in look.rows(Q.reports_in, {"job": other.id}))
    return _joined(playbook, stays, other, reports, person.id, why, moment)


def _follows(
    routes: Routes, found: MovingRow, queue: Queue | None, who: PersonId, why: ReasonCode, moment: Moment
) -> tuple[list[Fact], Queue | None]:
    """The move of an open job, for which nobody chose its queue, to ``queue`` if that is another; and where it is then."""
    here = routes.named(found.queue)
    free = found.state is JobState.OPEN and not found.chosen
    if queue is None or not free or queue.code == found.queue:
        return [], here
    return [JobRouted(subject=found.id, actor=who, occurred=moment, queue=queue.code, skill=queue.skill, reason=why)], queue


def _refuse_unless_alike(
    look: Look, playbook: Playbook, person: Certified, stays: MovingRow, other: MovingRow, moment: Moment
) -> None:
    if (MINOR_GATE in (stays.queue, stays.escalation)) != (MINOR_GATE in (other.queue, other.escalation)):
        raise refusals.CannotBeMerged("In one of them somebody may be a minor.", remedy="Work on them apart.")
    if stays.language != other.language:
        raise refusals.CannotBeMerged(
            f"One is in {stays.language}, the other in {other.language}: not everybody reads both.",
            remedy="Decide each by itself.",
        )
    if look.one(Q.followers, {"job": other.id}) is not None:
        raise refusals.CannotBeMerged(f"Job {str(other.id)[-8:]} holds others.", remedy="Merge this one into that.")
    if stays.about == other.about and stays.parted_from is not None and other.parted_from is None:
        raise refusals.CannotBeMerged("This one is a part of the other.", remedy="Merge it into the whole.")
    if stays.claimed_by != person.id:
        return
    if look.one(Q.passed_by, {"jobs": [other.id], "who": person.id}) is not None:
        raise refusals.CannotBeMerged(
            "You passed the other one on.", remedy="Somebody else looks at it; give this one back first."
        )
    if gap := certification_gap(person, playbook, other.queue, other.language, other.place.severity):
        raise refusals.CannotBeMerged(gap, remedy="Give this one back first; a lead can merge them.")
    if strain(person, playbook.limits, other.place.severity, other.harm, moment) is not None:
        raise refusals.CannotBeMerged(
            "The other one is not for you now.", remedy="Give this one back first; a lead can merge them."
        )


def _joined(
    playbook: Playbook, stays: MovingRow, other: MovingRow, reports: tuple[ReportId, ...], who: PersonId, why: ReasonCode,
    moment: Moment,
) -> list[Fact]:  # fmt: skip
    """What a merge is: the job that stays goes to the other's queue where that stands further up, or it outgrew its own."""
    routes, job = Routes(playbook.queues), stays.as_job
    place, clauses = parting.together(playbook, job, other.as_job)
    queue = routes.named(other.queue)
    sooner = queue is not None and (routes.precedes(queue, stays.queue) or routes.outgrown(stays.queue, place.severity))
    moves, _ = _follows(routes, stays, queue if sooner else None, who, placing.MERGED, moment)
    resumes: list[Fact] = [placing.resumed(job, moment)] if placing.must_resume(job, place) else []
    merged = JobMerged(
        subject=stays.id, actor=who, occurred=moment, job=other.id, reports=reports, reason=why, place=place, clauses=clauses,
        harm=other.harm if moves else stays.harm,
    )  # fmt: skip
    return [*moves, *resumes, merged]


def _parted(look: Look, playbook: Playbook, found: MovingRow, fact: JobMerged, who: PersonId, moment: Moment) -> list[Fact]:
    """What taking a merge back is: the job that stayed stands as its own reports, and what else is merged into it, make it."""
    other = _rows(look, [fact.job]).get(fact.job)
    if other is None or other.merged_into != found.id:
        raise refusals.NothingToUndo(remedy="It is not merged any more.")
    routes = Routes(playbook.queues)
    own = [ReportId(row["id"]) for row in look.rows(Q.reports_in, {"job": found.id})]
    assessed, kept = _gather(look, playbook, [each for each in own if each not in fact.reports], None)
    place, clauses = kept.place, kept.clauses
    more = [JobId(row["id"]) for row in look.rows(Q.followers, {"job": found.id}) if row["id"] != other.id]
    for row in _rows(look, more).values():
        job = msgspec.structs.replace(found.as_job, place=place, clauses=clauses)
        place, clauses = parting.together(playbook, job, row.as_job)
    harm = parting.reading([harm for each in assessed for harm in each.harms], found.harm, kept.harm)
    elsewhere = harm != found.harm or routes.outgrown(found.queue, place.severity)
    moves, here = _follows(routes, found, kept.queue if elsewhere else None, who, reasons.UNDONE, moment)
    parted = JobParted(
        subject=found.id, actor=who, occurred=moment, job=other.id, reports=fact.reports, reason=reasons.UNDONE,
        place=parting.in_queue(place, here or kept.queue), clauses=clauses, harm=harm,
    )  # fmt: skip
    return [*moves, parted]
