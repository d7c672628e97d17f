"""The office with routing by harm: reports come in assessed, triage places them, review and enforcement listen. For what
people do with where a job belongs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import msgspec

from frontline.console import RIGHTS
from frontline.office import PLAY as OFFICE
from frontline.office import RULE, RULE_VERSION, queue
from leeward import flow
from leeward.playbook.model import AtLeaseEnd, Duration, Playbook, Trigger
from leeward.record.facts.assessment import Reason, ReportAssessed
from leeward.record.facts.intake import ReportReceived, SubjectSeen
from leeward.record.ledger.record import Record, open_record
from leeward.record.terms.code import ElementCode
from leeward.record.terms.ids import JobId, OwnerId, ReporterId, ReportId, SubjectId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR, PLAYBOOK
from leeward.record.terms.report import Capacity, Source
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind
from playbook.rows import clock

FEES, IMAGES, PASSAGE, MINOR = "labour_exploitation.fees", "intimate_images.shared", "smuggling.offer", "possible_minor.seen"
_UP_TO_SEVERE = (Severity.MINOR, Severity.SEVERE)
QUEUES = (
    queue("minor_gate", "minor_gate", harms=("possible_minor.*",), on_lease_end=AtLeaseEnd.ESCALATE),
    queue("images", "intimate_images", harms=("intimate_images.*",), severities=_UP_TO_SEVERE, handling_minutes=30),
    queue("labour", "labour_exploitation", harms=("labour_exploitation.*",), severities=_UP_TO_SEVERE),
    queue("smuggling", "smuggling", harms=("smuggling.*",), severities=(Severity.MINOR, Severity.SERIOUS)),
    queue("senior", "senior_review", severities=(Severity.IMMINENT, Severity.IMMINENT), escalates_to=None),
    queue("rest", "general", escalates_to=None),
)
CLOCKS = (clock("us-tida-3", "us-tida", "US", Trigger.REPORT, sources=("notice",), duration=Duration(hours=48)),)
PLAY = msgspec.structs.replace(OFFICE, queues=QUEUES, clocks=CLOCKS, access=RIGHTS)


@contextmanager
def floor(record: Record, playbook: Playbook = PLAY) -> Iterator[Record]:
    """The record with everybody listening, but for assessment: these reports come in assessed."""
    listening = {kind: heard for kind, heard in flow.listeners(lambda: playbook).items() if kind is not ReportReceived}
    opened = open_record(record.url, keys=record.keys, listeners=listening, connections=4)
    try:
        yield opened
    finally:
        opened.close()


def report(record: Record, about: SubjectId | None = None, **said: Any) -> tuple[SubjectId, JobId, ReportId]:
    """One report comes in; its subject, its job and itself."""
    given: dict[str, Any] = {
        "harm": FEES, "severity": 2, "language": "en", "source": Source.USER_REPORT, "ago": 60.0,
    }  # fmt: skip
    given |= said
    given.setdefault("clauses", ("HE-T-1",) if given["harm"] == FEES else ())
    number, moment = ReportId(new_id()), now()
    received = moment - timedelta(minutes=given["ago"])
    with record.writing() as tx:
        tx.take_pen()
        subject = about or SubjectId(new_id())
        name, text = tx.vault.write(OwnerId(subject), [f"external-{subject}", "neutral placeholder"])
        seen = SubjectSeen(
            subject=subject, actor=DOOR, occurred=received, subject_kind=SubjectKind.LISTING, held_by="platform",
            external=subject.hex * 2, identifier=name,
        )  # fmt: skip
        came = ReportReceived(
            subject=number, actor=DOOR, occurred=received, about=subject, reporter=ReporterId(new_id()), source=given["source"],
            capacity=Capacity.THIRD_PARTY, door="api", harm=given["harm"], language=given["language"], jurisdictions=("US",),
            elements=(ElementCode("location"),), idempotency=number.hex * 2, text=text, reach=7,
        )  # fmt: skip
        reason = Reason(
            rule=RULE.code, rule_version=RULE_VERSION, clause="HE-T-1", severity=Severity(given["severity"]), conjuncts=(0, 1)
        )
        assessed = ReportAssessed(
            subject=number, actor=PLAYBOOK, occurred=moment, about=subject, playbook=PLAY.digest, reasons=(reason,),
            harm=given["harm"], clauses=given["clauses"], severity=Severity(given["severity"]), likelihood=0.4,
        )  # fmt: skip
        tx.append([*([] if about else [seen]), came, assessed])
        job = tx.value("SELECT job FROM report WHERE id = %(report)s", {"report": number})
    return subject, JobId(job), number


def job_row(record: Record, job: JobId) -> dict[str, Any]:
    """A job as it stands."""
    with record.reading() as look:
        row = look.one("SELECT * FROM job WHERE id = %(job)s", {"job": job})
    assert row is not None
    return row
