"""A small office for the tests of review and enforcement: six queues, two policies, a ladder, and jobs that are simply there.

Reports, assessment and places are appended as facts, as the rooms before review would have written them.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import msgspec

from leeward.playbook.model import (
    ActivityKind,
    Answer,
    AtLeaseEnd,
    BySeverity,
    FieldType,
    LadderStep,
    Limits,
    Measure,
    MeasureKind,
    Playbook,
    Policy,
    Question,
    Queue,
    Rule,
    StartByRule,
)
from leeward.record.facts.assessment import Reason, ReportAssessed
from leeward.record.facts.intake import ReportReceived, SubjectSeen
from leeward.record.facts.review import Step
from leeward.record.facts.triage import ClocksStarted, ClockStart, JobOpened, StartBy
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.ids import JobId, OwnerId, ReporterId, ReportId, SubjectId, VaultRef, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import DOOR, PLAYBOOK
from leeward.record.terms.report import Capacity, ClockEnd, Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.sketch import sketch
from leeward.record.terms.subject import SubjectKind

EVERY = (Severity.MINOR, Severity.IMMINENT)
FIVE = BySeverity(minor=480, low=480, serious=480, severe=480, imminent=480)
RULE_VERSION = "a" * 64


def queue(code: str, skill: str, **more: Any) -> Queue:
    """A queue that takes anything; what is not said is ordinary."""
    fields: dict[str, Any] = {
        "name": code.replace("_", " ").capitalize(), "purpose": "For tests.", "harms": ("*",), "severities": EVERY,
        "sources": ("*",), "handling_minutes": 10, "lease_minutes": 30, "on_lease_end": AtLeaseEnd.RETURN,
        "escalates_to": "senior", "sla_minutes": 60,
    }  # fmt: skip
    return Queue(code=code, skill=skill, **(fields | more))


QUEUES = (
    queue("minor_gate", "minor_gate", on_lease_end=AtLeaseEnd.ESCALATE),
    queue("labour", "labour_exploitation"),
    queue("images", "intimate_images", on_lease_end=AtLeaseEnd.ESCALATE, lease_minutes=20),
    queue("smuggling", "smuggling"),
    queue("senior", "senior_review", escalates_to=None),
    queue("rest", "general", escalates_to=None),
)


def _question(code: str, ask: str, *answers: Answer) -> Question:
    return Question(id=code, ask=ask, answers=answers)


def _answer(code: str, **leads_to: Any) -> Answer:
    return Answer(id=code, label=code.capitalize(), **leads_to)


def policy(code: str, harm: str, severity: Severity, measures: tuple[str, ...]) -> Policy:
    """A policy of three questions: a gate, the act, the harm."""
    return Policy(
        id=code, title=f"Title of {code}", harm=harm, version=3, effective=date(2026, 1, 1), severity=severity,
        measures=measures, text="For tests.", file=f"policies/{code}.md",
        questions=(
            _question("minor", "May somebody be under 18?", _answer("yes", escalate="minor_gate"), _answer("no", goto="act")),
            _question(
                "act", "Is it there?", _answer("yes", goto="harm"), _answer("no", verdict=Verdict.NO_VIOLATION),
                _answer("unclear", verdict=Verdict.NOT_ENOUGH),
            ),
            _question(
                "harm", "How bad is it?", _answer("usual", verdict=Verdict.VIOLATES),
                _answer("worse", verdict=Verdict.VIOLATES, severity=Severity.SEVERE),
                _answer("unsure", escalate="second_opinion"),
            ),
        ),
    )  # fmt: skip


ALL_MEASURES = ("remove_content", "warn", "suspend", "close_account")
FEES = policy("HE-T-1", "labour_exploitation.fees", Severity.SERIOUS, ALL_MEASURES)
SHARED = policy("ASE-T-1", "intimate_images.shared", Severity.SEVERE, ("remove_content",))
MEASURES = {
    code: Measure(code=code, name=code, kind=kind, applies_to=applies, days=days, irreversible=final)
    for code, kind, applies, days, final in (
        ("remove_content", MeasureKind.VISIBILITY, (SubjectKind.LISTING, SubjectKind.CONTENT), None, False),
        ("warn", MeasureKind.NONE, tuple(SubjectKind), None, False),
        ("suspend", MeasureKind.ACCOUNT, (SubjectKind.ACCOUNT, SubjectKind.LISTING), 7, False),
        ("close_account", MeasureKind.ACCOUNT, (SubjectKind.ACCOUNT, SubjectKind.LISTING), None, True),
    )
}
STEPS = (
    LadderStep(clauses=("*",), strikes_from=0, measures=("remove_content", "warn"), strikes=1, strikes_expire_days=90),
    LadderStep(clauses=("*",), strikes_from=1, measures=("remove_content", "suspend"), strikes=1, strikes_expire_days=180),
    LadderStep(clauses=("*",), strikes_from=2, measures=("close_account", "suspend"), strikes=2),
)
LISTING = ActivityKind(
    kind="listing_posted", doc="A listing.", subject=SubjectKind.LISTING, subject_field="listing_id",
    fields={"listing_id": FieldType.ID, "text": FieldType.TEXT, "reach": FieldType.INTEGER},
)  # fmt: skip
RULE = Rule(
    code="recruitment/fee", version=RULE_VERSION, on="listing_posted", when="reach > 3 AND reach < 9", clause="HE-T-1",
    severity=Severity.SERIOUS, signal="a fee is asked", why="It is a sign.", strength=0.4, cases=(), file="rules/fee.toml",
)  # fmt: skip
PLAY = Playbook(
    digest="b" * 64, name="The tests' own", version="1", activity={"listing_posted": LISTING}, harms={},
    policies={each.id: each for each in (FEES, SHARED)}, rules={RULE.code: RULE}, queues=QUEUES,
    start_by=StartByRule(allowance_minutes=FIVE, likelihood_weight=0.5, virality_weight=0.4, full_reach=1000), clocks=(),
    limits=Limits(
        grace_seconds=60, exposure_minutes_per_day=FIVE, warn_at=0.8, reports_per_batch=500, events_per_batch=500,
        text_characters=1000, import_chunk=500,
    ),
    access={}, skills={}, measures=MEASURES, steps=STEPS,
)  # fmt: skip


def with_limits(**limits: Any) -> Playbook:
    """The same playbook with other limits."""
    return msgspec.structs.replace(PLAY, limits=msgspec.structs.replace(PLAY.limits, **limits))


def steps(*pairs: str) -> tuple[Step, ...]:
    """A path: ``steps("minor:no", "act:yes")``."""
    return tuple(Step(question=question, answer=answer) for question, answer in (pair.split(":") for pair in pairs))


VIOLATES = steps("minor:no", "act:yes", "harm:usual")
WORSE = steps("minor:no", "act:yes", "harm:worse")
FINE = steps("minor:no", "act:no")
NOT_ENOUGH = steps("minor:no", "act:unclear")
MINOR = steps("minor:yes")
UNSURE = steps("minor:no", "act:yes", "harm:unsure")


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A job that is there. Moments are minutes from now; negative ones are past."""

    queue: str = "labour"
    language: str = "en"
    severity: int = 2
    start_in: float = 60
    received: float = -60
    legal_in: float | None = None
    about: SubjectId | None = None
    kind: SubjectKind = SubjectKind.LISTING
    source: Source = Source.USER_REPORT
    reach: int = 7
    text: str = "neutral placeholder"
    harm: str = "labour_exploitation.fees"
    clauses: tuple[str, ...] = ("HE-T-1",)


def open_jobs(record: Record, given: Iterable[Given]) -> list[JobId]:
    """Append what leads to these jobs; their ids, in order."""
    with record.writing() as tx:
        tx.take_pen()
        return [_open(tx, each) for each in given]


def open_job(record: Record, **given: Any) -> JobId:
    """One of them."""
    return open_jobs(record, [Given(**given)])[0]


def place_of(given: Given, moment: Moment) -> StartBy:
    """The place of a job, as triage would store it."""
    return StartBy(
        received=moment + timedelta(minutes=given.received), severity=Severity(given.severity), likelihood=0.4, virality=0.1,
        allowance_seconds=3600, handling_seconds=600,
        legal_due=None if given.legal_in is None else moment + timedelta(minutes=given.legal_in),
        start_by=moment + timedelta(minutes=given.start_in),
    )  # fmt: skip


def _open(tx: Transaction, given: Given) -> JobId:
    moment = now()
    place, job, report = place_of(given, moment), JobId(new_id()), ReportId(new_id())
    about = given.about or SubjectId(new_id())
    name, text = tx.vault.write(OwnerId(about), [f"external-{about}", given.text])
    if given.about is None:
        tx.append([_seen(about, given.kind, name, place.received)])
    tx.append([_received(report, about, given, text, place.received), _assessed(report, about, given, moment)])
    opened = JobOpened(
        subject=job, actor=PLAYBOOK, occurred=moment, about=about, report=report, queue=given.queue, harm=given.harm,
        clauses=given.clauses, skill=next(each.skill for each in QUEUES if each.code == given.queue), language=given.language,
        place=place,
    )  # fmt: skip
    tx.append([opened, *_clocks(report, job, place)])
    return job


def _seen(about: SubjectId, kind: SubjectKind, name: VaultRef, moment: Moment) -> SubjectSeen:
    return SubjectSeen(
        subject=about, actor=DOOR, occurred=moment, subject_kind=kind, held_by="platform", external=about.hex * 2, identifier=name
    )


def _received(report: ReportId, about: SubjectId, given: Given, text: VaultRef, moment: Moment) -> ReportReceived:
    return ReportReceived(
        subject=report, actor=DOOR, occurred=moment, about=about, reporter=ReporterId(new_id()), source=given.source,
        capacity=Capacity.THIRD_PARTY, door="api", harm=given.harm, language=given.language, jurisdictions=("US",),
        idempotency=report.hex * 2, text=text, reach=given.reach, content_sketch=sketch(given.text),
    )  # fmt: skip


def _assessed(report: ReportId, about: SubjectId, given: Given, moment: Moment) -> ReportAssessed:
    reason = Reason(
        rule=RULE.code, rule_version=RULE_VERSION, clause="HE-T-1", severity=Severity(given.severity), conjuncts=(0, 1)
    )
    return ReportAssessed(
        subject=report, actor=PLAYBOOK, occurred=moment, about=about, playbook=PLAY.digest, reasons=(reason,), harm=given.harm,
        clauses=given.clauses, severity=Severity(given.severity), likelihood=0.4,
    )  # fmt: skip


def _clocks(report: ReportId, job: JobId, place: StartBy) -> list[ClocksStarted]:
    if place.legal_due is None:
        return []
    clock = ClockStart(
        clock="us-tida-3", instrument="us-tida", jurisdiction="US", version=1, legal=True, starts=place.received,
        due=place.legal_due, ends=ClockEnd.DECISION)  # fmt: skip
    return [ClocksStarted(subject=report, actor=PLAYBOOK, occurred=place.received, job=job, clocks=(clock,))]
