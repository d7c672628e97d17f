"""The playbook that comes with Leeward: sound, complete, and its legal clocks give exactly the due moments of the law (Q02)."""

from datetime import UTC, datetime
from functools import cache

import pytest

from leeward.playbook.clocks import AT_THE_DOOR, Circumstances, incomplete, legal_due, started
from leeward.playbook.event import Background, report_event
from leeward.playbook.model import REPORT_FIELDS, Area, Playbook, Trigger
from leeward.playbook.order import start_by
from leeward.playbook.reader import read_playbook, starter
from leeward.playbook.routing import route
from leeward.playbook.tree import Outcome, walk
from leeward.record.facts.intake import ReportReceived
from leeward.record.facts.review import Step
from leeward.record.terms.code import Digest, ElementCode, HarmCode, LanguageCode, PlaceCode, SourceCode
from leeward.record.terms.ids import PersonId, ReporterId, SubjectId, new_id
from leeward.record.terms.report import Capacity, Source, Verdict
from leeward.record.terms.severity import Severity


@cache
def shipped() -> Playbook:
    return read_playbook(starter())


def circumstances(harm: str, *places: str, source: Source, capacity: Capacity, elements: str = "") -> Circumstances:
    return Circumstances(
        source=source,
        capacity=capacity,
        harm=HarmCode(harm),
        severity=Severity.SEVERE,
        jurisdictions=tuple(PlaceCode(each) for each in places),
        elements=tuple(ElementCode(each) for each in elements.split()),
    )


def image(*places: str, elements: str) -> Circumstances:
    return circumstances("intimate_images.shared", *places, source=Source.NOTICE, capacity=Capacity.SUBJECT, elements=elements)


def minor() -> Circumstances:
    return circumstances("possible_minor.imagery", "US", source=Source.USER_REPORT, capacity=Capacity.THIRD_PARTY)


def police() -> Circumstances:
    return circumstances("sex_trafficking.adult", "US", source=Source.LAW_ENFORCEMENT, capacity=Capacity.AUTHORITY)


def body() -> Circumstances:
    return circumstances("sextortion.financial", "IE", source=Source.PARTNER, capacity=Capacity.THIRD_PARTY)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


ALL = "signature location explanation good_faith contact declaration identity"
DOOR = AT_THE_DOOR
VECTORS = [
    ("L1", image("US", elements=ALL), DOOR, "2026-10-31T23:30", "us-tida-3", "2026-11-02T23:30"),
    ("L1", image("US", elements=ALL), DOOR, "2027-03-13T17:00", "us-tida-3", "2027-03-15T17:00"),
    ("L1", image("US", elements=ALL), DOOR, "2028-02-28T06:00", "us-tida-3", "2028-03-01T06:00"),
    ("L2", image("GB", elements=ALL), DOOR, "2026-10-24T21:00", "uk-osa-10-3a", "2026-10-26T21:00"),
    ("L2", image("GB", elements=ALL), DOOR, "2028-02-28T00:00", "uk-osa-10-3a", "2028-03-01T00:00"),
    ("L5", minor(), {Trigger.AWARENESS}, "2026-07-01T08:00", "us-2258a-a", None),
    ("L6", minor(), {Trigger.SUBMISSION}, "2027-03-01T00:00", "us-2258a-h", "2028-03-01T00:00"),
    ("L6", minor(), {Trigger.SUBMISSION}, "2028-02-29T00:00", "us-2258a-h", "2029-02-28T00:00"),
    ("L7", police(), {Trigger.REQUEST}, "2026-09-01T14:00", "us-2703-f", "2026-11-30T14:00"),
    ("L7", police(), {Trigger.REQUEST}, "2027-12-01T00:00", "us-2703-f", "2028-02-29T00:00"),
    ("L10", image("DE", elements=ALL), DOOR, "2026-07-01T08:00", "eu-dsa-16-6", None),
    ("L12", image("DE", elements=ALL), {Trigger.DECISION}, "2027-08-31T10:00", "eu-dsa-20", "2028-02-29T10:00"),
    ("L12", image("DE", elements=ALL), {Trigger.DECISION}, "2026-08-31T10:00", "eu-dsa-20", "2027-02-28T10:00"),
    ("L12", image("DE", elements=ALL), {Trigger.DECISION}, "2026-09-15T11:00", "eu-dsa-20", "2027-03-15T11:00"),
    ("L13", body(), {Trigger.REQUEST}, "2027-12-02T00:00", "eu-dsa-21", "2028-03-01T00:00"),
    ("L13", body(), {Trigger.REQUEST}, "2027-12-02T00:00", "eu-dsa-21-complex", "2028-05-30T00:00"),
]


@pytest.mark.parametrize(("row", "report", "triggers", "at", "code", "expected"), VECTORS)
def test_each_row_of_the_register_is_due_when_the_law_says(
    row: str, report: Circumstances, triggers: set[Trigger], at: str, code: str, expected: str | None
) -> None:
    running = {each.clock: each for each in started(shipped().clocks, report, utc(at), triggers)}
    assert running[code].due == (utc(expected) if expected else None)
    assert running[code].starts == utc(at)
    assert {each.row for each in shipped().clocks if each.code == code} == {row}


def test_a_notice_to_everybody_starts_all_its_clocks_and_no_other() -> None:
    running = started(shipped().clocks, image("US", "GB", "FR", elements=ALL), utc("2026-07-01T08:00"))
    assert [(each.clock, each.due) for each in running] == [
        ("uk-osa-10-3a", utc("2026-07-03T08:00")),
        ("us-tida-3", utc("2026-07-03T08:00")),
        ("eu-dsa-16-4", None),
        ("eu-dsa-16-6", None),
    ]
    assert legal_due(running) == utc("2026-07-03T08:00")


@pytest.mark.parametrize("lacking", ["signature", "location", "explanation", "good_faith", "contact"])
def test_an_incomplete_notice_names_what_is_missing(lacking: str) -> None:
    notice = image("US", elements=ALL.replace(lacking, ""))
    found = incomplete(shipped().clocks, notice, utc("2026-07-01T08:00"))
    assert [(each.instrument, each.missing) for each in found] == [("us-tida", (lacking,))]


def test_the_register_is_whole() -> None:
    """All rows of the legal register whose text somebody has read, and that are clocks."""
    rows = {each.row for each in shipped().clocks}
    assert rows >= {f"L{each}" for each in (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 23, 25)}


def test_both_fields_of_work_have_harms_policies_and_rules() -> None:
    playbook = shipped()
    for area in Area:
        harms = {each.code for each in playbook.harms.values() if each.area is area}
        clauses = {each.id for each in playbook.policies.values() if each.harm in harms}
        assert clauses
        assert any(rule.clause in clauses for rule in playbook.rules.values())
    assert len(playbook.policies) >= 10
    assert len(playbook.rules) >= 12


def test_every_policy_can_end_in_each_verdict_it_offers_and_every_way_ends() -> None:
    for policy in shipped().policies.values():
        ends: list[Outcome] = []
        ways: list[tuple[Step, ...]] = [()]
        while ways:
            way = ways.pop()
            at = walk(policy, way)
            if isinstance(at, Outcome):
                ends.append(at)
            else:
                ways += [(*way, Step(question=at.id, answer=answer.id)) for answer in at.answers]
        assert Verdict.VIOLATES in {end.verdict for end in ends}, policy.id


def test_reports_carry_what_the_playbook_may_name() -> None:
    nobody = new_id()
    report = ReportReceived(
        subject=nobody,
        actor=PersonId(nobody),
        occurred=utc("2026-07-01T08:00"),
        about=SubjectId(nobody),
        reporter=ReporterId(nobody),
        source=Source.NOTICE,
        capacity=Capacity.SUBJECT,
        door=SourceCode("api"),
        harm=HarmCode("unclassified"),
        language=LanguageCode("en"),
        jurisdictions=(),
        idempotency=Digest("0" * 64),
    )
    assert set(report_event(report, Background(), {})) == set(REPORT_FIELDS)


def test_every_report_has_a_queue_and_a_place() -> None:
    """For every harm, severity and source."""
    playbook = shipped()
    at = utc("2026-07-01T08:00")
    for harm in playbook.harms:
        for severity in Severity:
            for source in Source:
                queue = route(playbook.queues, harm, severity, source)
                place = start_by(
                    playbook.start_by,
                    received=at,
                    severity=severity,
                    likelihood=1.0,
                    virality=1.0,
                    legal_due=None,
                    handling_minutes=queue.handling_minutes,
                )
                assert place.start_by >= at
                assert queue.skill in playbook.skills
