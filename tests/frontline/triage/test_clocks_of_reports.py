"""Clocks from the report to the decision, through the real database (Q02-Q04)."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from frontline.triage.world import (
    FEES,
    IMAGES,
    NOON,
    PLAY,
    REVIEWER,
    TIDA_ELEMENTS,
    Told,
    claimed,
    decided,
    only,
    tell,
    undone,
    write,
)
from leeward.frontline.triage.desk import wake
from leeward.frontline.triage.placing import advanced
from leeward.record.facts.intake import NoticeCured, NoticeFoundIncomplete
from leeward.record.facts.review import JobHeld, JobResumed
from leeward.record.facts.triage import ClockMet, ClocksStarted, JobOpened, StartBy
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.code import ElementCode, HarmCode, ReasonCode, SourceCode
from leeward.record.terms.ids import JobId, ReportId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import DOOR
from leeward.record.terms.report import Capacity, JobState, Source, Verdict
from leeward.record.terms.severity import Severity

HOUR = timedelta(hours=1)


def notice(**other: object) -> Told:
    """A notice of an intimate image, complete for the United States, received at noon."""
    values: dict[str, object] = {
        "source": Source.NOTICE,
        "capacity": Capacity.SUBJECT,
        "named": IMAGES,
        "severity": Severity.SEVERE,
        "jurisdictions": ("US",),
        "elements": TIDA_ELEMENTS,
    }
    return Told(**values | other)  # type: ignore[arg-type]


def clocks(record: Record, report: Told) -> dict[str, dict[str, object]]:
    """The clocks of a report as they stand."""
    with record.reading() as look:
        rows = look.rows("SELECT * FROM clock WHERE report = %(report)s ORDER BY clock", {"report": report.id})
    return {row["clock"]: row for row in rows}


def job_of(record: Record, report: Told) -> dict[str, object]:
    """The job a report belongs to, as it stands."""
    with record.reading() as look:
        row = look.one(
            "SELECT job.* FROM job JOIN report ON report.job = job.id WHERE report.id = %(report)s", {"report": report.id}
        )
    assert row is not None
    return row


def cured(report: Told, *elements: str, instrument: str = "us-tida", at: Moment = NOON) -> NoticeCured:
    """What was missing arrived."""
    codes = tuple(ElementCode(each) for each in elements)
    return NoticeCured(subject=report.id, actor=DOOR, occurred=at, instrument=SourceCode(instrument), elements=codes)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), datetime(2026, 11, 2, 23, 30, tzinfo=UTC)),  # summer time ends between
        (datetime(2027, 3, 13, 12, 0, tzinfo=UTC), datetime(2027, 3, 15, 12, 0, tzinfo=UTC)),  # and begins
        (datetime(2028, 2, 28, 6, 0, tzinfo=UTC), datetime(2028, 3, 1, 6, 0, tzinfo=UTC)),  # a leap day
        (datetime(2026, 5, 19, 0, 0, tzinfo=UTC), datetime(2026, 5, 21, 0, 0, tzinfo=UTC)),  # the first moment of the law
    ],
)
def test_take_it_down_is_due_48_hours_after_receipt(triaged: Record, received: Moment, due: Moment) -> None:
    report = notice(received=received)
    tell(triaged, report)
    clock = clocks(triaged, report)["us-tida-3"]
    assert (clock["starts"], clock["due"], clock["instrument"], clock["version"]) == (received, due, "us-tida", 1)
    job = job_of(triaged, report)
    assert job["legal_due"] == due
    assert job["start_by"] <= due - timedelta(minutes=10)  # type: ignore[operator]


def test_before_the_law_is_in_force_it_has_no_clock(triaged: Record) -> None:
    report = notice(received=datetime(2026, 5, 18, 23, 59, 59, tzinfo=UTC))
    tell(triaged, report)
    assert set(clocks(triaged, report)) == {"own-first-look"}


def test_all_that_apply_run_at_once_and_the_earliest_of_the_law_counts(triaged: Record) -> None:
    report = notice(jurisdictions=(), elements=(*TIDA_ELEMENTS, "declaration"))
    tell(triaged, report)
    found = clocks(triaged, report)
    assert {code: row["due"] for code, row in found.items()} == {
        "us-tida-3": NOON + 48 * HOUR,
        "uk-osa-10": NOON + 48 * HOUR,
        "in-it-3": NOON + 2 * HOUR,
        "eu-dsa-16": None,
        "own-first-look": NOON + 24 * HOUR,
    }
    assert {row["starts"] for row in found.values()} == {NOON}
    assert job_of(triaged, report)["legal_due"] == NOON + 2 * HOUR


def test_our_own_promise_is_no_legal_due(triaged: Record) -> None:
    report = Told()
    tell(triaged, report)
    assert set(clocks(triaged, report)) == {"own-first-look"}
    assert job_of(triaged, report)["legal_due"] is None


def test_what_an_authority_sends_is_a_request(triaged: Record) -> None:
    report = Told(source=Source.LAW_ENFORCEMENT, capacity=Capacity.AUTHORITY, jurisdictions=("US",))
    tell(triaged, report)
    assert clocks(triaged, report)["us-2703"]["due"] == NOON + timedelta(days=90)


def test_a_worse_harm_takes_no_clock_away(triaged: Record) -> None:
    report = notice(harm=HarmCode("possible_minor.imagery"), severity=Severity.IMMINENT)
    tell(triaged, report)
    assert "us-tida-3" in clocks(triaged, report)
    assert job_of(triaged, report)["harm"] == "possible_minor.imagery"


def test_an_incomplete_notice_is_named_so_and_asked_to_be_cured(triaged: Record) -> None:
    report = notice(elements=("location",))
    [found] = only(tell(triaged, report), NoticeFoundIncomplete)
    assert (found.subject, found.instrument, found.missing) == (report.id, "us-tida", ("signature",))
    running = clocks(triaged, report)
    assert set(running) == {"own-first-look", "cure-us-tida"}
    assert (running["cure-us-tida"]["due"], running["cure-us-tida"]["legal"]) == (NOON + timedelta(days=7), False)
    with triaged.reading() as look:
        assert look.value("SELECT missing FROM report") == {"us-tida": ["signature"]}
    assert job_of(triaged, report)["legal_due"] is None


def test_a_complete_notice_gets_no_cure_clock(triaged: Record) -> None:
    report = notice()
    assert only(tell(triaged, report), NoticeFoundIncomplete) == []
    assert "cure-us-tida" not in clocks(triaged, report)


def test_a_cured_notice_has_its_clock_from_receipt(triaged: Record) -> None:
    report = notice(elements=("location",))
    tell(triaged, report)
    before = job_of(triaged, report)
    written = write(triaged, cured(report, "signature", at=NOON + 30 * HOUR))
    [started] = only(written, ClocksStarted)
    assert [(clock.clock, clock.starts, clock.due) for clock in started.clocks] == [("us-tida-3", NOON, NOON + 48 * HOUR)]
    after = job_of(triaged, report)
    assert after["id"] == before["id"] == started.job
    assert (after["legal_due"], after["reports"]) == (NOON + 48 * HOUR, 1)
    [met] = only(written, ClockMet)
    assert met.clock == "cure-us-tida"
    assert refold(triaged)[1] == []


def test_a_cure_moves_the_job_forward(triaged: Record) -> None:
    report = notice(elements=("location",), severity=Severity.MINOR, likelihood=0.0)
    tell(triaged, report)
    before = job_of(triaged, report)
    assert before["start_by"] == NOON + 48 * HOUR
    write(triaged, cured(report, "signature"))
    after = job_of(triaged, report)
    assert after["start_by"] == NOON + 48 * HOUR - timedelta(minutes=10)
    assert msgspec.convert(after["place"], StartBy) == advanced(msgspec.convert(before["place"], StartBy), NOON + 48 * HOUR)


def test_a_cure_takes_up_a_job_that_is_held_beyond_its_legal_due(triaged: Record) -> None:
    report = notice(elements=("location",))
    tell(triaged, report)
    job = JobId(job_of(triaged, report)["id"])  # type: ignore[arg-type]
    held = JobHeld(subject=job, actor=REVIEWER, occurred=NOON, reason=ReasonCode("answer"), until=NOON + timedelta(days=9))
    write(triaged, held)
    [resumed] = only(write(triaged, cured(report, "signature")), JobResumed)
    assert (resumed.subject, job_of(triaged, report)["state"]) == (job, JobState.OPEN)


def test_half_a_cure_names_what_is_still_missing(triaged: Record) -> None:
    report = notice(elements=())
    tell(triaged, report)
    [found] = only(write(triaged, cured(report, "location")), NoticeFoundIncomplete)
    assert found.missing == ("signature",)
    running = clocks(triaged, report)
    assert set(running) == {"own-first-look", "cure-us-tida"}
    assert running["cure-us-tida"]["stopped"] is None
    write(triaged, cured(report, "signature"))
    assert "us-tida-3" in clocks(triaged, report)


def test_a_cure_after_a_decision_that_stands_is_settled_by_it(triaged: Record) -> None:
    report = notice(elements=("location",))
    tell(triaged, report)
    job = job_of(triaged, report)
    write(triaged, claimed(JobId(job["id"])), decided(JobId(job["id"]), [report.id], at=NOON + HOUR))  # type: ignore[arg-type]
    written = write(triaged, cured(report, "signature", at=NOON + 60 * HOUR))
    [met] = only(written, ClockMet)
    assert (met.clock, met.occurred, met.on_time) == ("us-tida-3", NOON + HOUR, True)
    assert only(written, JobOpened) == []


def test_a_report_that_could_not_be_decided_finds_a_job_again_when_it_is_cured(triaged: Record) -> None:
    report = notice(elements=("location",))
    tell(triaged, report)
    first = job_of(triaged, report)
    write(triaged, decided(JobId(first["id"]), [report.id], Verdict.NOT_ENOUGH))  # type: ignore[arg-type]
    [opened] = only(write(triaged, cured(report, "signature")), JobOpened)
    again = job_of(triaged, report)
    assert again["id"] == opened.subject != first["id"]
    assert (again["state"], again["legal_due"]) == (JobState.OPEN, NOON + 48 * HOUR)
    assert clocks(triaged, report)["us-tida-3"]["job"] == again["id"]


def test_a_decision_stops_every_clock_of_its_job_in_time_or_late(triaged: Record) -> None:
    first = notice(jurisdictions=("IN",))
    reports = [first, Told(about=first.about, received=NOON - 30 * HOUR)]
    tell(triaged, *reports)
    job = JobId(job_of(triaged, reports[0])["id"])  # type: ignore[arg-type]
    decision = decided(job, [one.id for one in reports], at=NOON + 2 * HOUR)
    met = {(one.report, one.clock): one.on_time for one in only(write(triaged, decision), ClockMet)}
    assert met == {
        (reports[0].id, "in-it-3"): True,  # due at this very moment: "not later than"
        (reports[0].id, "own-first-look"): True,
        (reports[1].id, "own-first-look"): False,
    }
    assert {row["stopped"] for one in reports for row in clocks(triaged, one).values()} == {NOON + 2 * HOUR}


def test_an_undone_decision_lets_its_clocks_run_again_and_no_others(triaged: Record) -> None:
    report = notice(elements=("location",))
    tell(triaged, report)
    write(triaged, cured(report, "signature"))
    stopped = clocks(triaged, report)["cure-us-tida"]["stopped"]
    job = JobId(job_of(triaged, report)["id"])  # type: ignore[arg-type]
    decision = decided(job, [report.id], at=NOON + HOUR)
    write(triaged, decision)
    write(triaged, undone(decision, NOON + HOUR))
    after = clocks(triaged, report)
    assert {code: row["stopped"] for code, row in after.items()} == {
        "us-tida-3": None,
        "own-first-look": None,
        "cure-us-tida": stopped,
    }
    assert after["us-tida-3"]["on_time"] is None
    assert refold(triaged)[1] == []


def test_a_clock_past_due_is_missed_once(triaged: Record) -> None:
    report = notice()
    tell(triaged, report)
    assert wake(triaged, lambda: PLAY, NOON + 24 * HOUR) == 0  # due at this moment is in time
    assert wake(triaged, lambda: PLAY, NOON + 24 * HOUR + timedelta(microseconds=1)) == 1
    assert wake(triaged, lambda: PLAY, NOON + 49 * HOUR) == 1
    assert wake(triaged, lambda: PLAY, NOON + 50 * HOUR) == 0
    with triaged.reading() as look:
        kinds = look.rows("SELECT body FROM fact WHERE kind = 'clock_missed' ORDER BY position")
    assert [row["body"]["clock"] for row in kinds] == ["own-first-look", "us-tida-3"]
    assert refold(triaged)[1] == []


def test_waking_takes_no_more_than_it_is_asked_for(triaged: Record) -> None:
    tell(triaged, *(Told() for _ in range(5)))
    assert wake(triaged, lambda: PLAY, NOON + 25 * HOUR, limit=3) == 3
    assert wake(triaged, lambda: PLAY, NOON + 25 * HOUR, limit=3) == 2


def test_a_decided_job_misses_nothing(triaged: Record) -> None:
    report = Told()
    tell(triaged, report)
    write(triaged, decided(JobId(job_of(triaged, report)["id"]), [report.id]))  # type: ignore[arg-type]
    assert wake(triaged, lambda: PLAY, NOON + 1000 * HOUR) == 0


def test_who_missed_it_is_on_record_even_when_it_is_met_later(triaged: Record) -> None:
    report = Told(named=FEES)
    tell(triaged, report)
    wake(triaged, lambda: PLAY, NOON + 30 * HOUR)
    write(triaged, decided(JobId(job_of(triaged, report)["id"]), [ReportId(report.id)], at=NOON + 31 * HOUR))  # type: ignore[arg-type]
    clock = clocks(triaged, report)["own-first-look"]
    assert (clock["missed"], clock["on_time"]) == (True, False)
