"""A small world for triage: a playbook of four queues and six clocks, and reports that come in already assessed."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from leeward.playbook.model import BySeverity, ClockRow, Duration, Grade, Limits, Playbook, Policy, Queue, Trigger
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.assessment import ReportAssessed
from leeward.record.facts.intake import ReportReceived, SubjectSeen
from leeward.record.facts.review import DecisionUndone, JobClaimed, JobDecided, LeaseEnded
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ClauseCode, Code, Digest, HarmCode, LanguageCode, QueueCode, SkillCode, SourceCode
from leeward.record.terms.ids import DecisionId, JobId, PersonId, ReporterId, ReportId, SubjectId, VaultRef, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import DOOR, PLAYBOOK
from leeward.record.terms.report import Capacity, ClockEnd, LeaseEnd, Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind
from playbook.rows import clock, queue, rule_of_order

IMAGES, FEES = HarmCode("intimate_images.shared"), HarmCode("labour.fees")
PAPERS, PASSAGE = HarmCode("labour.papers"), HarmCode("smuggling.offer")
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
REVIEWER = PersonId(new_id())
TIDA_ELEMENTS = ("signature", "location")


def _queue(code: str, *harms: str, handling: int, skill: str, **other: Any) -> Queue:
    return msgspec.structs.replace(queue(code, *harms, **other), handling_minutes=handling, skill=SkillCode(skill))


def cure(instrument: str, **duration: int) -> ClockRow:
    """Our own time for a notice to become valid."""
    return clock(
        f"cure-{instrument}", instrument, "ANY", Trigger.INCOMPLETE, legal=False, grade=Grade.HOUSE,
        duration=Duration(**duration),
    )  # fmt: skip


QUEUES = (
    _queue("imminent", "*", severities=(4, 4), handling=20, skill="imminent"),
    _queue("flagged", "*", severities=(0, 3), sources=("trusted_flagger",), handling=10, skill="general"),
    _queue("images", "intimate_images.*", severities=(0, 3), handling=10, skill="images"),
    _queue("labour", "labour.*", severities=(0, 2), handling=15, skill="labour"),
    _queue("rest", "*", handling=5, skill="general"),
)
CLOCKS = (
    clock(
        "us-tida-3", "us-tida", "US", Trigger.VALID_NOTICE, sources=("notice",), harms=("intimate_images.*",),
        elements=TIDA_ELEMENTS, duration=Duration(hours=48), effective_from=date(2026, 5, 19),
    ),
    clock(
        "uk-osa-10", "uk-osa", "GB", Trigger.VALID_NOTICE, sources=("notice",), harms=("intimate_images.*",),
        elements=("declaration",), duration=Duration(hours=48), effective_from=date(2026, 6, 29),
    ),
    clock("in-it-3", "in-it", "IN", Trigger.REPORT, sources=("notice",), harms=(IMAGES,), duration=Duration(hours=2)),
    clock("eu-dsa-16", "eu-dsa", "EU", Trigger.REPORT, sources=("notice",)),
    clock(
        "us-2703", "us-2703", "US", Trigger.REQUEST, sources=("law_enforcement",), duration=Duration(days=90), ends=ClockEnd.TIME,
    ),
    clock("own-first-look", "house", "ANY", Trigger.REPORT, legal=False, grade=Grade.HOUSE, duration=Duration(hours=24)),
    cure("us-tida", days=7),
)  # fmt: skip


def policy(clause: str, harm: HarmCode) -> Policy:
    """A clause on a harm; triage asks no more of it."""
    return Policy(
        id=ClauseCode(clause), title=clause, harm=harm, version=1, effective=date(2026, 1, 1), severity=Severity.LOW, measures=(),
        questions=(), text="A test.", file="a.md",
    )  # fmt: skip


PLAY = Playbook(
    digest=Digest("0" * 64),
    name="A test",
    version="1",
    activity={},
    harms={},
    policies={ClauseCode("IMG-1"): policy("IMG-1", IMAGES)},
    rules={},
    queues=QUEUES,
    start_by=rule_of_order(2880, 1440, 480, 120, 15),
    clocks=CLOCKS,
    limits=Limits(
        grace_seconds=60,
        exposure_minutes_per_day=BySeverity(minor=480, low=480, serious=480, severe=480, imminent=480),
        warn_at=0.8,
        reports_per_batch=500,
        events_per_batch=1000,
        text_characters=1000,
        import_chunk=100,
    ),
    access={},
    skills={},
    measures={},
    steps=(),
)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One report, as it comes in and as it is assessed."""

    about: SubjectId = msgspec.field(default_factory=lambda: SubjectId(new_id()))
    source: Source = Source.USER_REPORT
    capacity: Capacity = Capacity.THIRD_PARTY
    named: HarmCode = FEES
    harm: HarmCode | None = None
    severity: Severity = Severity.LOW
    likelihood: float = 0.4
    clauses: tuple[str, ...] = ()
    language: str = "en"
    jurisdictions: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    reach: int = 0
    received: Moment = NOON
    id: ReportId = msgspec.field(default_factory=lambda: ReportId(new_id()))


def tell(record: Record, *told: Told) -> list[Recorded]:
    """Take in reports as one batch; what was written."""
    with record.writing() as tx:
        tx.take_pen()
        known = {row["id"] for row in tx.rows("SELECT id FROM subject")}
        new = dict.fromkeys(one.about for one in told if one.about not in known)
        written = tx.append([_seen(subject) for subject in new] + [_received(one) for one in told])
        return written + tx.append(_assessed(one) for one in told)


def _seen(subject: SubjectId) -> SubjectSeen:
    return SubjectSeen(
        subject=subject,
        actor=DOOR,
        occurred=NOON,
        subject_kind=SubjectKind.CONTENT,
        held_by=SourceCode("platform"),
        external=Digest(subject.hex * 2),
        identifier=VaultRef(new_id()),
    )


def _received(told: Told) -> ReportReceived:
    return msgspec.convert(
        {
            "subject": told.id, "actor": DOOR, "occurred": told.received, "about": told.about, "reporter": ReporterId(new_id()),
            "source": told.source, "capacity": told.capacity, "door": "api", "harm": told.named, "language": told.language,
            "jurisdictions": told.jurisdictions, "elements": told.elements, "idempotency": told.id.hex * 2, "reach": told.reach,
        },
        ReportReceived,
    )  # fmt: skip


def _assessed(told: Told) -> ReportAssessed:
    return ReportAssessed(
        subject=told.id,
        actor=PLAYBOOK,
        occurred=told.received,
        about=told.about,
        playbook=PLAY.digest,
        reasons=(),
        harm=told.harm or told.named,
        clauses=tuple(ClauseCode(each) for each in told.clauses),
        severity=told.severity,
        likelihood=told.likelihood,
    )


def write(record: Record, *facts: Fact) -> list[Recorded]:
    """Append facts as they are."""
    with record.writing() as tx:
        return tx.append(facts)


def claimed(job: JobId, at: Moment = NOON, by: PersonId = REVIEWER) -> JobClaimed:
    """Somebody has the job in hand."""
    return JobClaimed(subject=job, actor=by, occurred=at, lease_until=at + timedelta(minutes=20))


def given_back(job: JobId, ending: LeaseEnd = LeaseEnd.SKIPPED, at: Moment = NOON) -> LeaseEnded:
    """Nobody has it in hand any more."""
    return LeaseEnded(subject=job, actor=REVIEWER, occurred=at, ending=ending, reason=Code("a_test"))  # type: ignore[arg-type]


def decided(job: JobId, reports: Sequence[ReportId], verdict: Verdict = Verdict.VIOLATES, at: Moment = NOON) -> JobDecided:
    """Somebody decided it."""
    return JobDecided(
        subject=job, actor=REVIEWER, occurred=at, decision=DecisionId(new_id()), about=SubjectId(new_id()),
        reports=tuple(reports), verdict=verdict, clause=ClauseCode("T-1"), clause_version=1, severity=Severity.LOW, path=(),
        reasons=(), playbook=PLAY.digest, measures=(), source=Source.NOTICE, queue=QueueCode("rest"), language=LanguageCode("en"),
        first_seen=at, claimed=at, views_at_action=0, automated_detection=False, automated_decision=False,
        effective=at + timedelta(minutes=1),
    )  # fmt: skip


def undone(decision: JobDecided, at: Moment) -> DecisionUndone:
    """The decision was taken back."""
    return DecisionUndone(subject=decision.subject, actor=REVIEWER, occurred=at, decision=decision.decision)


def only(facts: Sequence[Recorded], kind: Callable[..., Any]) -> list[Any]:
    """The facts of one kind among those written."""
    return [one.fact for one in facts if isinstance(one.fact, kind)]  # type: ignore[arg-type]
