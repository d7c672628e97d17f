"""What the pages read: a queue in its order, a job with all that belongs to it, one's own work, the house in numbers."""

from datetime import timedelta

import pytest

from cast import Cast
from frontline.office import FINE, PLAY, VIOLATES, Given, open_job, open_jobs
from leeward.frontline.review import desk, refusals
from leeward.frontline.review.views import Cursor
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.ids import DecisionId, JobId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import MACHINES
from leeward.record.terms.report import JobState


def decide(record: Record, who: object, job: JobId, **more: object) -> DecisionId:
    """A job taken and decided."""
    made = DecisionId(new_id())
    desk.claim(record, PLAY, who, job)  # type: ignore[arg-type]
    desk.decide(record, PLAY, who, job, decision=made, clause="HE-T-1", **({"path": FINE} | more))  # type: ignore[arg-type]
    return made


def test_a_queue_is_paged_in_the_order_of_work(record: Record, cast: Cast) -> None:
    given = [
        Given(severity=severity, start_in=start, legal_in=legal, language=language)
        for severity in (1, 3)
        for start, legal in ((40, None), (30, -5), (20, 90), (10, None), (50, -50))
        for language in ("en", "es")
    ]
    jobs = open_jobs(record, given)
    open_jobs(record, [Given(queue="smuggling")])
    expected = sorted(
        range(len(jobs)),
        key=lambda n: (
            -given[n].severity,
            not (given[n].legal_in or 1) < 0,
            given[n].legal_in if (given[n].legal_in or 1) < 0 else given[n].start_in,
            jobs[n],
        ),
    )
    seen: list[JobId] = []
    after: Cursor | None = None
    with record.reading() as look:
        while True:
            page = desk.queue_page(look, "labour", after=after, size=3)
            assert len(page.jobs) <= 3
            seen += [line.id for line in page.jobs]
            if (after := page.further) is None:
                break
    # jobs of one batch differ by microseconds in start-by, in the order they were made
    assert seen == [jobs[n] for n in expected]


def test_a_queue_page_is_narrowed_by_language_and_severity(record: Record, cast: Cast) -> None:
    _, spanish, _ = open_jobs(record, [Given(), Given(language="es", severity=3), Given(language="es", severity=1)])
    with record.reading() as look:
        page = desk.queue_page(look, "labour", language="es", from_severity=2)
    assert [line.id for line in page.jobs] == [spanish]


def test_a_line_says_whose_clock_comes_first(record: Record, cast: Cast) -> None:
    open_jobs(record, [Given(legal_in=-5), Given()])
    with record.reading() as look:
        first, second = desk.queue_page(look, "labour").jobs
    assert (first.instrument, first.overdue) == ("us-tida", True)
    assert (second.instrument, second.overdue) == (None, False)


def test_a_queue_counts_what_stands_where_and_how_long_it_waits(record: Record, cast: Cast) -> None:
    held, claimed, decided, *_ = open_jobs(
        record, [Given(), Given(), Given(received=-120), Given(received=-300, start_in=-1), Given(start_in=-2, language="es")]
    )
    decide(record, cast.alice.id, decided)
    desk.claim(record, PLAY, cast.alice.id, held)
    desk.hold(record, PLAY, cast.alice.id, held, "platform", now() + timedelta(hours=1))
    desk.claim(record, PLAY, cast.alice.id, claimed)
    with record.reading() as look:
        view = desk.queue_view(look, "labour")
        empty = desk.queue_view(look, "smuggling")
    line = view.line
    assert (line.open, line.claimed, line.held, line.escalated, line.late, line.late_more) == (2, 1, 1, 0, 2, False)
    assert line.oldest is not None
    assert now() - line.oldest > timedelta(minutes=299)
    assert view.waits.n == 1
    assert view.waits.p90 == pytest.approx(7200, abs=60)
    assert {(count.language, count.state): count.jobs for count in view.counts} == {
        ("en", "open"): 1, ("es", "open"): 1, ("en", "held"): 1, ("en", "claimed"): 1,
    }  # fmt: skip
    assert (empty.line.open, empty.waits.n, empty.waits.p90) == (0, 0, None)


def test_a_job_shows_all_that_belongs_to_it(record: Record, cast: Cast) -> None:
    first = open_job(record, legal_in=120)
    with record.reading() as look:
        about = look.value("SELECT about FROM job WHERE id = %(job)s", {"job": first})
    decide(record, cast.alice.id, first, path=VIOLATES, measures=("warn",))
    job = open_job(record, about=about, legal_in=60)
    desk.claim(record, PLAY, cast.bob.id, job)
    with record.reading() as look:
        view = desk.job_view(look, PLAY, cast.bob.id, job)
        other = desk.job_view(look, PLAY, cast.charlie.id, job)
    assert (view.mine, view.barred, view.job.claimed_by) == (True, "", cast.bob.id)
    assert other.barred.startswith("This job cannot be taken now.")
    assert (view.subject.kind, view.subject.violations, view.subject.reports) == ("listing", 1, 2)
    assert [line.job for line in view.decisions] == [first]
    assert [(clock.clock, clock.instrument, clock.stopped) for clock in view.clocks] == [("us-tida-3", "us-tida", None)]
    [reason] = view.reasons
    assert (reason.rule, reason.signal, reason.matched) == ("recruitment/fee", "a fee is asked", ("reach > 3", "reach < 9"))
    assert [offer.policy.id for offer in view.offers] == ["HE-T-1", "ASE-T-1"]
    assert [measure.code for measure in view.offers[0].consequence.measures] == ["remove_content", "warn"]
    assert {text.what for text in view.texts} == {"report", "identifier"}
    assert view.job.place.handling_seconds == 600
    assert view.names[cast.bob.id] == "Bob"
    assert set(MACHINES) <= set(view.names)
    assert [entry.kind for entry in view.timeline][-1] == "JobClaimed"


def test_a_rule_that_changed_since_is_not_quoted(record: Record, cast: Cast) -> None:
    job = open_job(record)
    changed = {**PLAY.rules, "recruitment/fee": _with(PLAY.rules["recruitment/fee"], version="c" * 64)}
    with record.reading() as look:
        [reason] = desk.job_view(look, _with(PLAY, rules=changed), cast.alice.id, job).reasons
        assert (reason.changed, reason.matched) == (True, ())
        [reason] = desk.job_view(look, _with(PLAY, rules={}), cast.alice.id, job).reasons
        assert (reason.changed, reason.signal, reason.strength) == (True, "", None)


def _with(thing: object, **changes: object) -> object:
    return type(thing)(**{name: getattr(thing, name) for name in thing.__struct_fields__} | changes)  # type: ignore[attr-defined]


def test_a_report_tells_its_whole_story_and_what_is_sealed(record: Record, cast: Cast) -> None:
    job = open_job(record, legal_in=60)
    seal_pending(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    with record.reading() as look:
        report = look.value("SELECT id FROM report WHERE job = %(job)s", {"job": job})
        view = desk.report_view(look, PLAY, cast.alice.id, report)
        with pytest.raises(refusals.NoSuch):
            desk.report_view(look, PLAY, cast.alice.id, new_id())  # type: ignore[arg-type]
    story = [(entry.kind, entry.sealed) for entry in view.timeline]
    assert story == [
        ("ReportReceived", True), ("ReportAssessed", True), ("JobOpened", True), ("ClocksStarted", True), ("JobClaimed", False),
    ]  # fmt: skip
    assert view.report.job == job
    assert view.clocks[0].due is not None


def test_my_work_is_what_i_hold_and_what_i_did(record: Record, cast: Cast) -> None:
    first, second, _ = open_jobs(record, [Given(), Given(), Given(queue="smuggling")])
    made = decide(record, cast.alice.id, first)
    desk.claim(record, PLAY, cast.alice.id, second)
    with record.reading() as look:
        mine = desk.my_work(look, PLAY, cast.alice.id)
        bobs = desk.my_work(look, PLAY, cast.bob.id)
    assert mine.job is not None
    assert (mine.job.id, mine.open_for_me) == (second, 0)
    assert [(line.id, line.undo, line.state) for line in mine.decisions] == [(made, True, "made")]
    assert (bobs.job, bobs.decisions, bobs.open_for_me) == (None, (), 1)


def test_the_house_in_numbers(record: Record, cast: Cast) -> None:
    risky, calm, late, done = open_jobs(
        record, [Given(legal_in=60), Given(legal_in=600), Given(legal_in=-10), Given(queue="smuggling")]
    )
    decide(record, cast.bob.id, done)
    undone = decide(record, cast.bob.id, open_job(record))
    desk.undo(record, PLAY, cast.bob.id, undone)
    with record.reading() as look:
        home = desk.operations(look, PLAY, cast.bob.id)
    assert [(line.queue, line.open, line.claimed) for line in home.queues] == [("labour", 3, 1)]
    assert (home.clocks.due, home.clocks.at_risk, home.clocks.overdue, home.clocks.more) == (2, 1, 1, False)
    assert [(line.job, line.at_risk) for line in home.clocks.first] == [(risky, True), (calm, False)]
    assert late not in {line.job for line in home.clocks.first}
    assert (len(home.hours), len(home.days)) == (24, 14)
    assert sum(hour.decided for hour in home.hours) == 1
    assert sum(hour.received or 0 for hour in home.hours) == 5
    assert sum(day.decided for day in home.days) == 1
    assert [(line.verdict, line.decisions) for line in home.verdicts] == [("no_violation", 1)]


def test_waiting_work_is_listed_by_state(record: Record, cast: Cast) -> None:
    held, escalated, claimed = open_jobs(record, [Given(), Given(), Given()])
    desk.claim(record, PLAY, cast.alice.id, held)
    desk.hold(record, PLAY, cast.alice.id, held, "reporter", now() + timedelta(hours=1))
    desk.claim(record, PLAY, cast.alice.id, escalated)
    desk.escalate(record, PLAY, cast.alice.id, escalated, "second_opinion")
    desk.claim(record, PLAY, cast.alice.id, claimed)
    with record.reading() as look:
        found = {state: [line.id for line in desk.waiting(look, PLAY, cast.ana.id, state)] for state in JobState}
        [line] = desk.waiting(look, PLAY, cast.ana.id, JobState.HELD, "labour")
        assert desk.waiting(look, PLAY, cast.ana.id, JobState.HELD, "smuggling") == ()
    assert found == {
        JobState.OPEN: [], JobState.DECIDED: [], JobState.HELD: [held], JobState.ESCALATED: [escalated],
        JobState.CLAIMED: [claimed], JobState.ASSIGNED: [], JobState.MERGED: [],
    }  # fmt: skip
    assert line.reason == "reporter"
