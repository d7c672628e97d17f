"""A small world for assessment: a playbook of three harms, four clauses and five rules, and what comes in."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec

from leeward.playbook.model import (
    REPORT,
    ActivityKind,
    Answer,
    Area,
    BySeverity,
    FieldType,
    Harm,
    Limits,
    Playbook,
    Policy,
    Question,
    Rule,
)
from leeward.record.facts import Recorded
from leeward.record.facts.intake import ActivityReceived, ReportReceived, SubjectSeen
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.activity import Activity
from leeward.record.terms.code import ClauseCode, Digest, EventKind, HarmCode, RuleCode, SourceCode
from leeward.record.terms.ids import EventId, OwnerId, ReporterId, ReportId, SubjectId, VaultRef, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import DOOR
from leeward.record.terms.report import Capacity, Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import MediaReference, SubjectKind
from playbook.rows import queue, rule_of_order

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
LISTING = EventKind("listing_posted")
REPORT_FIELDS = {
    "harm": FieldType.CODE, "source": FieldType.CODE, "capacity": FieldType.CODE, "language": FieldType.CODE,
    "subject_kind": FieldType.CODE, "text": FieldType.TEXT, "content": FieldType.TEXT, "reach": FieldType.INTEGER,
    "account_age_days": FieldType.INTEGER, "reports_on_subject": FieldType.INTEGER, "prior_violations": FieldType.INTEGER,
    "media_hashes": FieldType.INTEGER,
}  # fmt: skip
LISTING_FIELDS = {
    "account_age_days": FieldType.INTEGER, "title": FieldType.TEXT, "perks": FieldType.TEXTS, "posted": FieldType.TIMESTAMP,
    "country": FieldType.CODE,
}  # fmt: skip


def harm(code: str) -> Harm:
    """A class of harm."""
    return Harm(code=HarmCode(code), name=code, area=Area.HUMAN_EXPLOITATION, description="A test.")


def policy(clause: str, of: str, severity: Severity) -> Policy:
    """A clause of one question."""
    return Policy(
        id=ClauseCode(clause), title=clause, harm=HarmCode(of), version=1, effective=date(2026, 1, 1), severity=severity,
        measures=(), text="A test.", file=f"{clause}.md",
        questions=(Question(id="q", ask="Is it?", answers=(Answer(id="no", label="No", verdict=Verdict.NO_VIOLATION),)),),
    )  # type: ignore[arg-type]  # fmt: skip


def rule(code: str, on: EventKind, when: str, clause: str, severity: Severity, strength: float) -> Rule:
    """A rule of one predicate."""
    return Rule(
        code=RuleCode(code), version=Digest(code.encode().hex().ljust(64, "0")[:64]), on=on, when=when, clause=ClauseCode(clause),
        severity=severity, signal=code, why="A test.", strength=strength, cases=(), file=f"{code}.toml",
    )  # fmt: skip


LATER = "TIMESTAMPTZ '2026-07-02 00:00:00+00'"
RULES = [
    rule("labour/fee", REPORT, "text LIKE '%upfront fee%' AND reach > 10", "L-1", Severity.SERIOUS, 0.6),
    rule("labour/papers", REPORT, "text LIKE '%keeps passports%'", "L-2", Severity.SEVERE, 0.8),
    rule("minor/age", REPORT, "content LIKE '%schoolwork%'", "M-1", Severity.IMMINENT, 0.5),
    rule("labour/again", REPORT, "reports_on_subject >= 2 AND prior_violations = 0", "L-0", Severity.LOW, 0.5),
    rule("labour/fresh", REPORT, "account_age_days < 14 AND media_hashes >= 1", "L-0", Severity.LOW, 0.45),
    rule("labour/listing", LISTING, "account_age_days < 14 AND title LIKE '%fee%'", "L-1", Severity.SERIOUS, 0.7),
    rule("labour/perk", LISTING, f"list_contains(perks, 'fee back') AND posted < {LATER}", "L-0", Severity.LOW, 0.4),
]
HARMS = [harm(code) for code in ("labour", "labour.fees", "labour.papers", "passage", "minor", "loose")]
POLICIES = [
    policy("L-0", "labour", Severity.LOW), policy("L-1", "labour.fees", Severity.SERIOUS),
    policy("L-2", "labour.papers", Severity.SEVERE), policy("P-1", "passage", Severity.SERIOUS),
    policy("M-1", "minor", Severity.IMMINENT),
]  # fmt: skip
PLAY = Playbook(
    digest=Digest("a" * 64),
    name="A test",
    version="1",
    activity={
        REPORT: ActivityKind(kind=REPORT, doc="A report.", fields=REPORT_FIELDS),
        LISTING: ActivityKind(kind=LISTING, doc="A listing.", subject=SubjectKind.LISTING, fields=LISTING_FIELDS),
    },
    harms={one.code: one for one in HARMS},
    policies={one.id: one for one in POLICIES},
    rules={one.code: one for one in RULES},
    queues=(queue("rest", "*"),),
    start_by=rule_of_order(2880, 1440, 480, 120, 15),
    clocks=(),
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
    """One report, as somebody sends it."""

    about: SubjectId = msgspec.field(default_factory=lambda: SubjectId(new_id()))
    reporter: ReporterId = msgspec.field(default_factory=lambda: ReporterId(new_id()))
    harm: str = "labour"
    text: str | None = None
    content: str | None = None
    reach: int = 0
    signal: EventId | None = None
    media: tuple[MediaReference, ...] = ()
    received: Moment = NOON
    id: ReportId = msgspec.field(default_factory=lambda: ReportId(new_id()))


def tell(record: Record, *told: Told) -> list[Recorded]:
    """Take in reports as one batch; what was written."""
    with record.writing() as tx:
        tx.take_pen()
        known = {row["id"] for row in tx.rows("SELECT id FROM subject")}
        new = {one.about: one for one in told if one.about not in known}
        passing: dict[VaultRef, str] = {}
        facts = [received(tx, one, passing) for one in told]
        return tx.append([*(seen(one.about, one.media) for one in new.values()), *facts], passing=passing)


def seen(subject: SubjectId, media: tuple[MediaReference, ...] = ()) -> SubjectSeen:
    """The subject was named for the first time."""
    return SubjectSeen(
        subject=subject, actor=DOOR, occurred=NOON, subject_kind=SubjectKind.LISTING, held_by=SourceCode("platform"),
        external=Digest(subject.hex * 2), identifier=VaultRef(new_id()), media=media,
    )  # fmt: skip


def received(tx: Transaction, told: Told, passing: dict[VaultRef, str]) -> ReportReceived:
    """The report as the door writes it; its texts go to the vault, and to ``passing``."""
    refs = {}
    for name in ("text", "content"):
        if text := getattr(told, name):
            [refs[name]] = tx.vault.write(OwnerId(told.about), [text])
            passing[refs[name]] = text
    return ReportReceived(
        subject=told.id, actor=DOOR, occurred=told.received, about=told.about, reporter=told.reporter,
        source=Source.PROACTIVE if told.signal else Source.USER_REPORT, capacity=Capacity.THIRD_PARTY, door=SourceCode("api"),
        harm=HarmCode(told.harm), language="en", jurisdictions=(), idempotency=Digest(told.id.hex * 2), reach=told.reach,
        signal=told.signal, **refs,
    )  # type: ignore[arg-type]  # fmt: skip


def observe(
    record: Record, events: Sequence[Mapping[str, Any]], about: SubjectId | None = None, kind: EventKind = LISTING
) -> tuple[list[UUID], list[Recorded]]:
    """Take in activity as one batch, as the door stores it: the events' ids, and what was written."""
    subject = about or SubjectId(new_id())
    ids = [new_id() for _ in events]
    with record.writing() as tx:
        tx.take_pen()
        first = tx.value("SELECT coalesce(max(position), 0) + 1 FROM activity")
        lines = [
            (position, id_, kind, subject, fields.get("posted", NOON), NOON, _stored(tx, subject, fields))
            for position, (id_, fields) in enumerate(zip(ids, events, strict=True), first)
        ]
        tx.copy_in("activity", ("position", "event", "kind", "about", "occurred", "received", "fields"), lines)
        fact = ActivityReceived(
            subject=new_id(),
            actor=DOOR,
            occurred=NOON,
            door=SourceCode("api"),
            event_kind=kind,
            first=first,
            events=len(ids),
            digest=Digest("b" * 64),
        )  # fmt: skip
        activity = Activity(
            kind=kind, first=first, events=[str(id_) for id_ in ids], abouts=[str(subject)] * len(ids),
            occurred=[NOON] * len(ids), fields=[{name: fields.get(name) for name in LISTING_FIELDS} for fields in events],
        )  # fmt: skip
        return ids, tx.append([seen(subject), fact], arriving={fact.subject: activity})


def _stored(tx: Transaction, owner: SubjectId, fields: Mapping[str, Any]) -> str:
    kept = dict(fields)
    for name, field in LISTING_FIELDS.items():
        if field.element is not FieldType.TEXT or name not in fields:
            continue
        texts = fields[name] if field.is_list else [fields[name]]
        refs = tx.vault.write(OwnerId(owner), texts)
        kept[name] = refs if field.is_list else refs[0]
    return msgspec.json.encode(kept).decode()
