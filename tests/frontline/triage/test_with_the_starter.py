"""The starter playbook at work, from receipt to clocks and queue: assessment and triage listening, golden moments of the law."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from frontline.assessment.world import seen
from leeward.frontline.assessment import desk as assessment
from leeward.frontline.triage import desk as triage
from leeward.playbook.model import Playbook
from leeward.playbook.reader import read_playbook, starter
from leeward.record.facts.intake import ReportReceived
from leeward.record.ledger.record import Record, open_record
from leeward.record.standing.refold import refold
from leeward.record.terms.code import Digest, ElementCode, HarmCode, LanguageCode, PlaceCode, SourceCode
from leeward.record.terms.ids import OwnerId, ReporterId, ReportId, SubjectId, VaultRef, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import DOOR
from leeward.record.terms.report import Capacity, Source

HALLOWEEN = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
TIDA = ("signature", "location", "explanation", "good_faith", "contact")
OSA = ("declaration", "location", "identity", "good_faith", "contact")
IMAGE = "intimate_images.shared"


@cache
def shipped() -> Playbook:
    """The starter, read once."""
    return read_playbook(starter())


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """The record with assessment and triage listening by the starter playbook."""
    listeners = assessment.listeners(shipped) | triage.listeners(shipped)
    opened = open_record(record.url, keys=record.keys, listeners=listeners, connections=3)
    yield opened
    opened.close()


def receive(
    record: Record,
    harm: str,
    *,
    source: Source = Source.NOTICE,
    capacity: Capacity = Capacity.SUBJECT,
    places: tuple[str, ...] = ("US",),
    elements: tuple[str, ...] = TIDA,
    text: str | None = None,
    about: SubjectId | None = None,
    received: Moment = HALLOWEEN,
) -> ReportId:
    """A report comes in."""
    report, subject, passing = ReportId(new_id()), about or SubjectId(new_id()), dict[VaultRef, str]()
    with record.writing() as tx:
        tx.take_pen()
        ref = None
        if text is not None:
            [ref] = tx.vault.write(OwnerId(subject), [text])
            passing[ref] = text
        fact = ReportReceived(
            subject=report, actor=DOOR, occurred=received, about=subject, reporter=ReporterId(new_id()), source=source,
            capacity=capacity, door=SourceCode("api"), harm=HarmCode(harm), language=LanguageCode("en"),
            jurisdictions=tuple(PlaceCode(place) for place in places), elements=tuple(ElementCode(each) for each in elements),
            idempotency=Digest(report.hex * 2), text=ref,
        )  # fmt: skip
        tx.append([*([] if about else [seen(subject)]), fact], passing=passing)
    return report


def clocks(record: Record, report: ReportId) -> dict[str, Moment | None]:
    """When each clock of a report is due."""
    with record.reading() as look:
        rows = look.rows("SELECT clock, due FROM clock WHERE report = %(report)s", {"report": report})
    return {row["clock"]: row["due"] for row in rows}


def job(record: Record, report: ReportId) -> dict[str, Any]:
    """The report's job."""
    with record.reading() as look:
        row = look.one("SELECT j.* FROM job j JOIN report r ON r.job = j.id WHERE r.id = %(report)s", {"report": report})
    assert row is not None
    return row


def test_the_golden_notice_is_due_two_days_later_to_the_minute(house: Record) -> None:
    report = receive(house, IMAGE)
    assert clocks(house, report)["us-tida-3"] == datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    found = job(house, report)
    assert (found["queue"], found["legal_due"]) == ("intimate_images", HALLOWEEN + 48 * HOUR)
    assert refold(house)[1] == []


def test_a_notice_to_three_laws_keeps_all_clocks_and_the_earliest_counts(house: Record) -> None:
    report = receive(house, IMAGE, places=("US", "GB", "IN", "FR"), elements=tuple({*TIDA, *OSA}))
    due = clocks(house, report)
    assert {"us-tida-3", "uk-osa-10-3a", "in-it-3-2-b", "eu-dsa-16-4", "eu-dsa-16-6"} <= set(due)
    assert not {each for each in due if each.startswith("cure-")}
    assert due["in-it-3-2-b"] == HALLOWEEN + 2 * HOUR == job(house, report)["legal_due"]
    assert due["uk-osa-10-3a"] == HALLOWEEN + 48 * HOUR
    assert due["eu-dsa-16-6"] is None


@pytest.mark.parametrize("missing", TIDA)
def test_each_missing_element_is_named_and_opens_a_cure(house: Record, missing: str) -> None:
    report = receive(house, IMAGE, elements=tuple(each for each in TIDA if each != missing))
    due = clocks(house, report)
    assert "us-tida-3" not in due
    assert due["cure-us-tida"] == HALLOWEEN + timedelta(days=7)
    with house.reading() as look:
        assert look.value("SELECT missing FROM report WHERE id = %(id)s", {"id": report}) == {"us-tida": [missing]}


def test_an_order_in_india_has_three_hours(house: Record) -> None:
    report = receive(house, IMAGE, source=Source.AUTHORITY_ORDER, capacity=Capacity.AUTHORITY, places=("IN",), elements=())
    assert clocks(house, report) == {"in-it-79": HALLOWEEN + 3 * HOUR}
    assert job(house, report)["queue"] == "authorities"


def test_a_preservation_request_runs_ninety_days(house: Record) -> None:
    report = receive(
        house, "recruitment.deceptive", source=Source.LAW_ENFORCEMENT, capacity=Capacity.AUTHORITY, elements=(),
        received=datetime(2027, 12, 1, tzinfo=UTC),
    )  # fmt: skip
    assert clocks(house, report)["us-2703-f"] == datetime(2028, 2, 29, tzinfo=UTC)


def test_what_a_user_reports_has_no_clock_of_the_law(house: Record) -> None:
    report = receive(house, IMAGE, source=Source.USER_REPORT, elements=())
    assert job(house, report)["legal_due"] is None


SIGNS = ["She is 16.", "I think the person is underage."]


@pytest.mark.parametrize("text", SIGNS)
@pytest.mark.parametrize("named", [IMAGE, "commercial_sexual.third_party", "imminent_danger", "unclassified"])
def test_any_sign_of_a_minor_leads_through_the_gate(house: Record, named: str, text: str) -> None:
    report = receive(house, named, text=text, source=Source.USER_REPORT, elements=())
    found = job(house, report)
    assert found["queue"] == "minor_gate"
    assert found["harm"].startswith("possible_minor.")


def test_a_sign_of_a_minor_in_a_later_report_takes_the_job_through_the_gate_and_keeps_its_clocks(house: Record) -> None:
    about = SubjectId(new_id())
    with house.writing() as tx:
        tx.append([seen(about)])
    first = receive(house, IMAGE, about=about)
    assert job(house, first)["queue"] == "intimate_images"
    second = receive(house, IMAGE, about=about, text=SIGNS[0], source=Source.USER_REPORT, elements=())
    found = job(house, second)
    assert (found["id"], found["queue"], found["reports"]) == (job(house, first)["id"], "minor_gate", 2)
    assert found["legal_due"] == HALLOWEEN + 48 * HOUR
    assert "us-tida-3" in clocks(house, first)


@pytest.mark.parametrize("harm", sorted(shipped().harms))
def test_every_harm_has_a_queue_of_its_own(house: Record, harm: str) -> None:
    """Nothing with a name ends in the heap; only what nobody could name is to be sorted."""
    report = receive(house, harm, source=Source.USER_REPORT, elements=())
    queue = job(house, report)["queue"]
    assert (queue == "everything_else") == (harm == "unclassified")
