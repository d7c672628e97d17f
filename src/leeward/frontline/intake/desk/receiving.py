"""Taking in reports, and what else happens at the door; what is answered is on disk."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

import msgspec

from leeward.frontline.intake import recognised, validity
from leeward.frontline.intake.arrival import Problem, Receipt, ReporterIn, ReportIn, check, is_refusal
from leeward.frontline.intake.identity import subject_of
from leeward.frontline.intake.signalled import reports_of, reports_of_samples
from leeward.frontline.intake.validity import Validity
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.assessment import SignalRaised
from leeward.record.facts.intake import FlaggerClaimUnproven, MediaNamed, ReportReceived, ReportRefused, SubjectSeen
from leeward.record.facts.quality import LabelSettled
from leeward.record.facts.triage import JobOpened, ReportMerged
from leeward.record.ledger.record import Hearing, Listeners, Record, Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import Digest, ElementCode, HarmCode, LanguageCode, PlaceCode, ReasonCode, SourceCode
from leeward.record.terms.ids import JobId, OwnerId, PersonId, ReporterId, ReportId, SubjectId, VaultRef, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.report import Source
from leeward.record.terms.reporter import reporter_of
from leeward.record.terms.sketch import sketches
from leeward.record.terms.subject import MediaReference

Q = read_queries("leeward.frontline.intake")
Current = Callable[[], Playbook]


class Prepared(msgspec.Struct):
    """A report that may come in, with everything that could be worked out before the pen was taken."""

    arrival: ReportIn
    report: ReportId
    about: SubjectId
    external: Digest
    reporter: ReporterId
    idempotency: Digest
    received: Moment
    unproven: ReasonCode | None = None
    """Why it is not taken as a trusted flagger's, though it says so."""
    text_sketch: Digest | None = None
    content_sketch: Digest | None = None


def listeners(current: Current) -> Listeners:
    """What this room hears."""
    return {SignalRaised: (partial(hear_signals, current),), LabelSettled: (hear_labels,)}


def receive(
    record: Record, playbook: Playbook, arrivals: Sequence[ReportIn], *, door: SourceCode, actor: PersonId
) -> list[Receipt]:
    """Take a batch of reports in, in one transaction; a receipt for each, in order. The same report twice is one report."""
    moment = now()
    problems = [check(arrival, playbook, moment) for arrival in arrivals]
    prepared = [
        None if problem is not None else _prepare(record, arrival, door, moment)
        for arrival, problem in zip(arrivals, problems, strict=True)
    ]
    if not any(prepared) and not any(problem and is_refusal(problem) for problem in problems):
        return [_refused(arrival, problem) for arrival, problem in zip(arrivals, problems, strict=True)]
    _sketch([one for one in prepared if one is not None])
    with record.writing() as tx:
        tx.take_pen()
        known = _known(tx, [one for one in prepared if one is not None])
        fresh = _recognised(tx, _first_of_each(prepared, known), actor)
        told = _append(tx, fresh, problems, door, actor, moment)
    jobs, judged = _jobs(told), validity.found(told, validity.judged_by(playbook.clocks))
    first = {one.idempotency: one for one in fresh}
    return [
        _refused(arrival, problem) if one is None else _receipt(one, known, first, jobs, judged)
        for arrival, problem, one in zip(arrivals, problems, prepared, strict=True)
    ]


def refuse(record: Record, *, door: SourceCode, reason: ReasonCode, element: ElementCode, actor: PersonId) -> None:
    """Write down that something was turned away whole, before it could be read as reports (Q01)."""
    with record.writing() as tx:
        tx.append([_refusal(door, reason, element, actor, now())])


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far an import got."""

    rows_read: int
    rows_taken: int
    rows_rejected: int


def import_progress(record: Record, identity: str) -> Progress | None:
    """Where the import of this file by this map stood, when it stopped."""
    with record.reading() as look:
        return look.one(Q.import_progress, {"id": identity}, into=Progress)


def remember_progress(record: Record, identity: str, progress: Progress) -> None:
    """Keep the place."""
    with record.writing() as tx:
        tx.execute(Q.remember_progress, {"id": identity, **msgspec.structs.asdict(progress)})


def hear_signals(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """Activity that matched rules becomes a report of our own."""
    signals = [one.fact for one in heard if isinstance(one.fact, SignalRaised)]
    rows = hearing.look.rows(Q.signalled_events, {"events": [signal.event for signal in signals]})
    return list(reports_of(current(), signals, {row["event"]: row for row in rows}))


def hear_labels(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """What a sample brought to light becomes a report of our own."""
    return list(reports_of_samples([one.fact for one in heard if isinstance(one.fact, LabelSettled)]))


def _prepare(record: Record, arrival: ReportIn, door: SourceCode, moment: Moment) -> Prepared:
    subject = arrival.subject
    about, external = subject_of(record.digest, subject.kind.value, subject.platform, subject.id)
    reporter = reporter_of(record.digest, subject.platform, arrival.reporter.id if arrival.reporter else None)
    # Without a number of the sender's own, the same words by the same person on the same subject are the same report.
    own = arrival.id if arrival.id is not None else msgspec.json.encode(arrival).decode()
    return Prepared(
        arrival, ReportId(new_id()), about, external, reporter, record.digest(f"report:{door}", own), arrival.received or moment
    )


def _sketch(prepared: Sequence[Prepared]) -> None:
    """What the words of each look like, for near copies to be found: the report's own, and its subject's."""
    made = iter(sketches([words for one in prepared for words in (one.arrival.text, one.arrival.subject.content)]))
    for one in prepared:
        one.text_sketch, one.content_sketch = next(made), next(made)


class Before(msgspec.Struct, frozen=True):
    """A report that came in before: a row of ``reports_known``."""

    idempotency: Digest
    id: ReportId
    job: JobId | None
    missing: dict[str, list[str]]


def _known(tx: Transaction, prepared: Sequence[Prepared]) -> dict[Digest, Before]:
    rows = tx.rows(Q.reports_known, {"digests": [one.idempotency for one in prepared]}, into=Before)
    return {row.idempotency: row for row in rows}


def _first_of_each(prepared: Iterable[Prepared | None], known: Mapping[Digest, object]) -> list[Prepared]:
    """The reports that are new; of two alike in one batch the first."""
    fresh: dict[Digest, Prepared] = {}
    for one in prepared:
        if one is not None and one.idempotency not in known:
            fresh.setdefault(one.idempotency, one)
    return list(fresh.values())


def _recognised(tx: Transaction, fresh: list[Prepared], actor: PersonId) -> list[Prepared]:
    """The same, each as what it is: a trusted flagger's own notice, or an ordinary one that only says so (Q25)."""
    asked = {"account": actor, "reporters": [one.reporter for one in fresh]}
    entries = recognised.Register.of(tx.rows(Q.flaggers_of, asked, into=recognised.Flagger))
    if not entries and not any(one.arrival.source is Source.TRUSTED_FLAGGER for one in fresh):
        return fresh
    found = ((one, entries.judge(one.arrival, one.reporter, actor, one.received)) for one in fresh)
    return [
        msgspec.structs.replace(one, arrival=as_what.arrival, reporter=as_what.reporter, unproven=as_what.unproven)
        for one, as_what in found
    ]


def _append(
    tx: Transaction,
    fresh: Sequence[Prepared],
    problems: Sequence[Problem | None],
    door: SourceCode,
    actor: PersonId,
    moment: Moment,
) -> list[Recorded]:
    seen = {row["id"] for row in tx.rows(Q.subjects_known, {"subjects": [one.about for one in fresh]})}
    unseen = {one.about: one for one in reversed(fresh) if one.about not in seen}
    slots, items = _texts(fresh, unseen)
    refs = tx.vault.write_many(items)
    at = dict(zip(slots, refs, strict=True))
    facts: list[Fact] = [refusal_of(problem, door, actor, moment) for problem in problems if problem and is_refusal(problem)]
    facts += [_seen(one, at[about, "identifier"], actor) for about, one in unseen.items()]
    facts += _named(tx, fresh, unseen, actor, moment)
    facts += [_received(one, at, door, actor) for one in fresh]
    facts += [
        FlaggerClaimUnproven(subject=one.report, actor=actor, occurred=moment, reason=one.unproven)
        for one in fresh
        if one.unproven
    ]
    return tx.append(facts, passing={ref: text for ref, (_, text) in zip(refs, items, strict=True)})


def _texts(
    fresh: Sequence[Prepared], unseen: Mapping[SubjectId, Prepared]
) -> tuple[list[tuple[UUID, str]], list[tuple[OwnerId, str]]]:
    """Every text that goes to the vault, with the place its reference is for. Owners: the subject, or who reports."""
    slots: list[tuple[UUID, str]] = []
    items: list[tuple[OwnerId, str]] = []
    for about, one in unseen.items():
        slots.append((about, "identifier"))
        items.append((OwnerId(about), one.arrival.subject.id))
    for one in fresh:
        arrival, reporter = one.arrival, one.arrival.reporter
        for name, owner, text in (
            ("text", one.reporter, arrival.text),
            ("content", one.about, arrival.subject.content),
            ("contact", one.reporter, contact_of(reporter) if reporter else None),
        ):
            if text:
                slots.append((one.report, name))
                items.append((OwnerId(owner), text))
    return slots, items


def contact_of(reporter: ReporterIn) -> str:
    """How to reach whoever reports: what they say, else the platform's own name for them."""
    return reporter.id if reporter.contact is None else reporter.contact


def _seen(one: Prepared, identifier: VaultRef, actor: PersonId) -> SubjectSeen:
    subject = one.arrival.subject
    return SubjectSeen(
        subject=one.about,
        actor=actor,
        occurred=one.received,
        subject_kind=subject.kind,
        held_by=SourceCode(subject.platform),
        external=one.external,
        identifier=identifier,
        media=subject.media,
    )


def _named(
    tx: Transaction, fresh: Sequence[Prepared], unseen: Mapping[SubjectId, Prepared], actor: PersonId, moment: Moment
) -> list[Fact]:
    """Media that reports name of subjects of which it was not known: of older ones, and of a new one by a second report."""
    named: dict[SubjectId, dict[MediaReference, None]] = {}
    for one in fresh:
        if one.arrival.subject.media and unseen.get(one.about) is not one:
            named.setdefault(one.about, {}).update(dict.fromkeys(one.arrival.subject.media))
    if not named:
        return []
    known = {(row["about"], row["kind"], row["digest"]) for row in tx.rows(Q.media_known, {"subjects": list(named)})}
    known |= {(about, each.hash, each.digest) for about, one in unseen.items() for each in one.arrival.subject.media}
    new = {about: tuple(each for each in media if (about, each.hash, each.digest) not in known) for about, media in named.items()}
    return [MediaNamed(subject=about, actor=actor, occurred=moment, media=media) for about, media in new.items() if media]


def _received(one: Prepared, at: Mapping[tuple[UUID, str], VaultRef], door: SourceCode, actor: PersonId) -> ReportReceived:
    arrival = one.arrival
    return ReportReceived(
        subject=one.report,
        actor=actor,
        occurred=one.received,
        about=one.about,
        reporter=one.reporter,
        source=arrival.source,
        capacity=arrival.capacity,
        door=door,
        harm=HarmCode(arrival.harm),
        language=LanguageCode(arrival.language.lower()),
        jurisdictions=tuple(PlaceCode(place) for place in arrival.jurisdictions),
        elements=tuple(ElementCode(element) for element in sorted(set(arrival.elements))),
        idempotency=one.idempotency,
        text=at.get((one.report, "text")),
        content=at.get((one.report, "content")),
        contact=at.get((one.report, "contact")),
        reach=arrival.reach,
        text_sketch=one.text_sketch,
        content_sketch=one.content_sketch,
    )


def refusal_of(problem: Problem, door: SourceCode, actor: PersonId, moment: Moment) -> ReportRefused:
    """What is written down of an attempt that was turned away."""
    return _refusal(door, ReasonCode(problem.reason), ElementCode(problem.field), actor, moment)


def _refusal(door: SourceCode, reason: ReasonCode, element: ElementCode, actor: PersonId, moment: Moment) -> ReportRefused:
    return ReportRefused(subject=new_id(), actor=actor, occurred=moment, door=door, reason=reason, element=element)


def _jobs(told: Iterable[Recorded]) -> dict[ReportId, tuple[JobId, bool]]:
    """Report -> (job, whether it was merged into one that was there)."""
    jobs: dict[ReportId, tuple[JobId, bool]] = {}
    for one in told:
        if isinstance(one.fact, JobOpened | ReportMerged):
            jobs[one.fact.report] = JobId(one.fact.subject), isinstance(one.fact, ReportMerged)
    return jobs


def _receipt(
    one: Prepared,
    known: Mapping[Digest, Before],
    first: Mapping[Digest, Prepared],
    jobs: Mapping[ReportId, tuple[JobId, bool]],
    judged: Mapping[ReportId, tuple[Validity, ...]],
) -> Receipt:
    if (before := known.get(one.idempotency)) is not None:
        still = validity.lacking(before.missing)
        return Receipt(id=one.arrival.id, status="duplicate", report=before.id, job=before.job, validity=still)
    taken = first[one.idempotency]
    job, merged = jobs.get(taken.report, (None, False))
    status = "received" if taken is one else "duplicate"
    return Receipt(
        id=one.arrival.id, status=status, report=taken.report, job=job, merged=merged, validity=judged.get(taken.report, ())
    )


def _refused(arrival: ReportIn, problem: Problem | None) -> Receipt:
    return Receipt(id=arrival.id, status="refused", problem=problem)
