"""Clocks that begin by a decision, by what somebody came to know, by what was sent; that end by a duty, or by their time."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from frontline.triage.test_clocks_of_reports import clocks, job_of
from frontline.triage.world import CLOCKS, IMAGES, NOON, PLAY, REVIEWER, Told, decided, only, policy, tell, undone, write
from leeward.frontline.triage import refusals
from leeward.frontline.triage.desk import begin, listeners, meet, requests_of, wake
from leeward.frontline.triage.desk import clocks as shown
from leeward.playbook.model import Awareness, Duration, Playbook, Trigger
from leeward.record.facts.review import JobDecided, JobEscalated
from leeward.record.facts.triage import ClockMet, ClocksStarted, ClocksWithdrawn
from leeward.record.ledger.record import Record, open_record
from leeward.record.standing.refold import refold
from leeward.record.terms.code import ClauseCode, ClockCode, HarmCode, QueueCode, ReasonCode
from leeward.record.terms.ids import JobId, VaultRef
from leeward.record.terms.report import Capacity, ClockEnd, Source, Verdict
from leeward.record.terms.severity import Severity
from playbook.rows import clock

HOUR = timedelta(hours=1)
MINOR = HarmCode("possible_minor.imagery")
LATER = (
    *CLOCKS,
    clock("us-2258a-a", "us-2258a", "US", Trigger.AWARENESS, harms=("possible_minor.*",), ends=ClockEnd.DUTY),
    clock("eu-dsa-18", "eu-dsa", "EU", Trigger.AWARENESS, severities=(4, 4), ends=ClockEnd.DUTY),
    clock(
        "us-2258a-h", "us-2258a", "US", Trigger.SUBMISSION, harms=("possible_minor.*",), duration=Duration(years=1),
        ends=ClockEnd.TIME,
    ),
    clock("eu-dsa-17", "eu-dsa", "EU", Trigger.DECISION, ends=ClockEnd.DUTY, verdicts=(Verdict.VIOLATES,)),
    clock("eu-dsa-20", "eu-dsa", "EU", Trigger.DECISION, duration=Duration(months=6), ends=ClockEnd.TIME),
    clock(
        "eu-dsa-23", "eu-dsa", "EU", Trigger.DECISION, ends=ClockEnd.DUTY, verdicts=(Verdict.VIOLATES,), violations_from=2,
    ),
    clock(
        "eu-gdpr-12", "eu-gdpr", "EU", Trigger.REQUEST, sources=("user_report",), duration=Duration(months=1), ends=ClockEnd.DUTY,
    ),
)  # fmt: skip
AWARE = (
    Awareness(reason=ReasonCode("minor_gate"), harm=MINOR),
    Awareness(reason=ReasonCode("imminent_threat"), severity=Severity.IMMINENT),
)
POLICIES = {ClauseCode("T-1"): policy("T-1", IMAGES), ClauseCode("MIN-1"): policy("MIN-1", MINOR)}
BOOK: Playbook = msgspec.structs.replace(PLAY, clocks=LATER, awareness=AWARE, policies=POLICIES)


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """The record, with triage alone listening by this file's playbook."""
    opened = open_record(record.url, keys=record.keys, listeners=listeners(lambda: BOOK), connections=3)
    yield opened
    opened.close()


def job(record: Record, report: Told) -> JobId:
    """The job of a report."""
    return JobId(job_of(record, report)["id"])  # type: ignore[arg-type]


def ends(
    record: Record, *reports: Told, verdict: Verdict = Verdict.VIOLATES, clause: str = "T-1", severity: int = 1
) -> JobDecided:
    """The job of these reports is decided an hour after noon."""
    decision = decided(job(record, reports[0]), [one.id for one in reports], verdict, NOON + HOUR)
    known = msgspec.structs.replace(
        decision, clause=ClauseCode(clause), severity=Severity(severity), about=reports[0].about, effective=NOON + 2 * HOUR
    )
    write(record, known)
    return known


def passed_on(record: Record, report: Told, reason: str) -> JobEscalated:
    """Somebody passes the job on for a reason."""
    fact = JobEscalated(
        subject=job(record, report), actor=REVIEWER, occurred=NOON + HOUR, reason=ReasonCode(reason), queue=QueueCode("rest")
    )
    write(record, fact)
    return fact


def since(record: Record, report: Told) -> dict[str, Any]:
    """When the clocks that run for a report began."""
    return {code: row["starts"] for code, row in clocks(record, report).items() if row["stopped"] is None}


def test_a_restriction_owes_its_reasons_once_and_leaves_complaints_open_for_each_report(house: Record) -> None:
    first = Told(jurisdictions=("FR",))
    second = Told(about=first.about, jurisdictions=("DE",), received=NOON + HOUR / 2)
    tell(house, first, second)
    ends(house, first, second)
    assert since(house, first) == {"eu-dsa-17": NOON + 2 * HOUR, "eu-dsa-20": NOON + 2 * HOUR}
    assert since(house, second) == {"eu-dsa-20": NOON + 2 * HOUR}
    assert clocks(house, first)["eu-dsa-20"]["due"] == (NOON + 2 * HOUR).replace(month=1, year=2027)
    assert refold(house)[1] == []


def test_a_decision_that_finds_nothing_owes_no_reasons_but_may_be_complained_of(house: Record) -> None:
    report = Told(jurisdictions=("FR",))
    tell(house, report)
    ends(house, report, verdict=Verdict.NO_VIOLATION)
    assert set(since(house, report)) == {"eu-dsa-20"}


def test_where_the_law_does_not_reach_nothing_begins(house: Record) -> None:
    report = Told(jurisdictions=("US",))
    tell(house, report)
    ends(house, report)
    assert since(house, report) == {}


def test_an_undone_decision_takes_its_clocks_with_it(house: Record) -> None:
    report = Told(jurisdictions=("FR", "US"))
    tell(house, report)
    decision = ends(house, report, clause="MIN-1")
    assert set(since(house, report)) == {"us-2258a-a", "eu-dsa-17", "eu-dsa-20"}
    [withdrawn] = only(write(house, undone(decision, NOON + HOUR)), ClocksWithdrawn)
    assert {each.clock for each in withdrawn.clocks} == {"us-2258a-a", "eu-dsa-17", "eu-dsa-20"}
    assert set(since(house, report)) == {"own-first-look"}
    ends(house, report)
    assert set(since(house, report)) == {"eu-dsa-17", "eu-dsa-20"}
    assert refold(house)[1] == []


def test_undoing_leaves_what_was_known_before_and_what_was_done_since(house: Record) -> None:
    report = Told(jurisdictions=("FR", "US"))
    tell(house, report)
    passed_on(house, report, "minor_gate")
    decision = decided(job(house, report), [report.id], at=NOON + 3 * HOUR)
    write(house, decision)
    meet(house, BOOK, REVIEWER, report.id, ClockCode("eu-dsa-17"))
    write(house, undone(decision, NOON + 3 * HOUR))
    after = clocks(house, report)
    assert after["us-2258a-a"]["stopped"] is None
    assert after["eu-dsa-17"]["stopped"] is not None
    assert "eu-dsa-20" not in after


def test_undoing_reopens_no_duty_that_was_done_in_the_same_moment(house: Record) -> None:
    report = Told(jurisdictions=("US",))
    tell(house, report)
    passed_on(house, report, "minor_gate")
    at = NOON + 3 * HOUR
    known = job(house, report)
    duty = ClockCode("us-2258a-a")
    met = ClockMet(subject=known, actor=REVIEWER, occurred=at, report=report.id, clock=duty, on_time=True, ending=ClockEnd.DUTY)
    decision = decided(known, [report.id], at=at)
    write(house, met, decision)
    assert clocks(house, report)["us-2258a-a"]["stopped"] == at
    write(house, undone(decision, at))
    assert clocks(house, report)["us-2258a-a"]["stopped"] == at
    assert clocks(house, report)["own-first-look"]["stopped"] is None


@pytest.mark.parametrize(
    ("reason", "begun"), [("minor_gate", {"us-2258a-a"}), ("imminent_threat", {"eu-dsa-18"}), ("second_opinion", set())]
)
def test_who_passes_a_job_on_for_a_reason_knows_something(house: Record, reason: str, begun: set[str]) -> None:
    report = Told(jurisdictions=("US", "ES"))
    tell(house, report)
    passed_on(house, report, reason)
    running = since(house, report)
    assert {code for code in running if code != "own-first-look"} == begun
    assert {running[code] for code in begun} <= {NOON + HOUR}


def test_who_finds_a_violation_knows_it_and_owes_the_report_once(house: Record) -> None:
    first = Told(jurisdictions=("US",))
    second = Told(about=first.about, jurisdictions=("US",))
    tell(house, first, second)
    passed_on(house, first, "minor_gate")
    ends(house, first, second, clause="MIN-1")
    owed = [one for one in (first, second) if "us-2258a-a" in since(house, one)]
    assert len(owed) == 1
    assert since(house, owed[0])["us-2258a-a"] == NOON + HOUR


def test_what_was_turned_down_is_no_knowledge(house: Record) -> None:
    report = Told(jurisdictions=("US",))
    tell(house, report)
    ends(house, report, verdict=Verdict.NO_VIOLATION, clause="MIN-1")
    assert since(house, report) == {}


def test_what_was_sent_has_to_be_kept_for_a_year_and_then_no_longer(house: Record) -> None:
    report = Told(jurisdictions=("US",))
    tell(house, report)
    passed_on(house, report, "minor_gate")
    meet(house, BOOK, REVIEWER, report.id, ClockCode("us-2258a-a"), note="number 4711")
    running = clocks(house, report)
    assert running["us-2258a-a"]["on_time"] is True
    kept = running["us-2258a-h"]
    begun, over = kept["starts"], kept["due"]
    assert over == begun.replace(year=begun.year + 1)  # type: ignore[attr-defined]
    assert wake(house, lambda: BOOK, over + timedelta(seconds=1)) == 2  # our first look, and the year  # type: ignore[operator]
    ended = clocks(house, report)["us-2258a-h"]
    assert (ended["stopped"], ended["on_time"], ended["missed"]) == (over, True, False)
    assert wake(house, lambda: BOOK, over + timedelta(days=1)) == 0  # type: ignore[operator]
    assert refold(house)[1] == []


def test_how_a_duty_was_done_lies_in_the_vault(house: Record) -> None:
    report = Told(jurisdictions=("US",))
    tell(house, report)
    passed_on(house, report, "minor_gate")
    meet(house, BOOK, REVIEWER, report.id, ClockCode("us-2258a-a"), note="number 4711")
    with house.writing() as tx:
        [body] = [row["body"] for row in tx.rows("SELECT body FROM fact WHERE kind = 'clock_met' AND body ->> 'ending' = 'duty'")]
        assert "4711" not in str(body)
        ref = VaultRef(msgspec.convert(body["note"], VaultRef.__supertype__, strict=False))
        assert list(tx.vault.read([ref], actor=REVIEWER, purpose=ReasonCode("test")).values()) == ["number 4711"]


def test_a_duty_is_done_once_and_only_a_duty_can_be(house: Record) -> None:
    report = Told(jurisdictions=("US",))
    tell(house, report)
    passed_on(house, report, "minor_gate")
    meet(house, BOOK, REVIEWER, report.id, ClockCode("us-2258a-a"))
    with pytest.raises(refusals.AlreadyDone):
        meet(house, BOOK, REVIEWER, report.id, ClockCode("us-2258a-a"))
    with pytest.raises(refusals.NotADuty, match="Deciding"):
        meet(house, BOOK, REVIEWER, report.id, ClockCode("own-first-look"))
    with pytest.raises(refusals.NotADuty, match="by itself"):
        meet(house, BOOK, REVIEWER, report.id, ClockCode("us-2258a-h"))
    with pytest.raises(refusals.NoSuchClock):
        meet(house, BOOK, REVIEWER, report.id, ClockCode("eu-dsa-17"))
    other = Told(jurisdictions=("US",))
    tell(house, other)
    passed_on(house, other, "minor_gate")
    with pytest.raises(refusals.NoteTooLong):
        meet(house, BOOK, REVIEWER, other.id, ClockCode("us-2258a-a"), note="x" * 1001)


def test_frequently_is_counted_over_the_subject(house: Record) -> None:
    first = Told(jurisdictions=("FR",))
    tell(house, first)
    ends(house, first)
    assert "eu-dsa-23" not in clocks(house, first)
    second = Told(about=first.about, jurisdictions=("FR",))
    tell(house, second)
    ends(house, second)
    assert "eu-dsa-23" in clocks(house, second)


def test_a_decision_does_not_end_what_has_to_be_kept(house: Record) -> None:
    report = Told(source=Source.LAW_ENFORCEMENT, capacity=Capacity.AUTHORITY, jurisdictions=("US",))
    tell(house, report)
    assert job_of(house, report)["legal_due"] is None
    written = write(house, decided(job(house, report), [report.id], at=NOON + HOUR))
    assert [each.clock for each in only(written, ClockMet)] == ["own-first-look"]
    assert since(house, report) == {"us-2703": NOON}


def test_a_request_that_came_another_way_is_begun_by_hand_and_once(house: Record) -> None:
    report = Told(jurisdictions=("FR",))
    tell(house, report)
    with house.reading() as look:
        assert requests_of(look, BOOK, report.id) == ("eu-gdpr-12",)
    begin(house, BOOK, REVIEWER, report.id, ClockCode("eu-gdpr-12"))
    assert clocks(house, report)["eu-gdpr-12"]["ends"] == "duty"
    with house.reading() as look:
        assert look.value("SELECT actor FROM fact WHERE kind = 'clocks_started' ORDER BY position DESC LIMIT 1") == REVIEWER
        assert requests_of(look, BOOK, report.id) == ()
    with pytest.raises(refusals.NotARequest):
        begin(house, BOOK, REVIEWER, report.id, ClockCode("eu-gdpr-12"))
    with pytest.raises(refusals.NotARequest):
        begin(house, BOOK, REVIEWER, report.id, ClockCode("eu-dsa-17"))
    with pytest.raises(refusals.NoSuchClock):
        begin(house, BOOK, REVIEWER, Told().id, ClockCode("eu-gdpr-12"))


def test_clocks_are_shown_by_what_becomes_of_them(house: Record) -> None:
    reports = [Told(jurisdictions=("US", "FR")) for _ in range(3)]
    tell(house, *reports)
    passed_on(house, reports[0], "minor_gate")
    passed_on(house, reports[1], "minor_gate")
    meet(house, BOOK, REVIEWER, reports[1].id, ClockCode("us-2258a-a"))
    wake(house, lambda: BOOK, NOON + 25 * HOUR)
    with house.reading() as look:

        def listed(show: str, **more: Any) -> list[tuple[str, object]]:
            return [(each.clock, each.report) for each in shown(look, BOOK, show, **more)]

        assert listed("owed") == [("us-2258a-a", reports[0].id)]
        assert listed("owed", clock=ClockCode("eu-dsa-17")) == []
        assert listed("kept") == [("us-2258a-h", reports[1].id)]
        assert len(listed("missed")) == len(listed("due")) == 3
        assert len(listed("due", limit=2)) == 2
        assert listed("due", limit=2, offset=2) == listed("due")[2:]


def test_started_by_the_playbook_is_told_apart_from_started_by_hand(house: Record) -> None:
    report = Told(jurisdictions=("US",))
    [started] = only(tell(house, report), ClocksStarted)
    assert started.actor != REVIEWER
