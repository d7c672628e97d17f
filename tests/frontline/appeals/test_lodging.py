"""Q17: appeals are taken from recipients and notifiers for at least six months, once for each decision and person."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from frontline.appeals.court import API, PLAY, appeal, decided, job_of, pass_time, rows, somebody, turned_down, value
from frontline.office import VIOLATES, open_job
from leeward.frontline.appeals import desk, refusals
from leeward.frontline.appeals.described import AppealIn
from leeward.frontline.appeals.eligibility import Clock, Ground, Party, closes, refusal, terms
from leeward.frontline.review import desk as review
from leeward.playbook.clocks import months_later
from leeward.playbook.model import AppealLimits
from leeward.record.facts.triage import ClocksStarted, ClockStart
from leeward.record.ledger.record import Record
from leeward.record.terms.appeal import Appellant
from leeward.record.terms.ids import DecisionId, JobId, PersonId, ReportId, SubjectId, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import DOOR, PLAYBOOK
from leeward.record.terms.report import ClockEnd, Verdict
from leeward.record.terms.severity import Severity

NOTIFIER, RECIPIENT = Appellant.NOTIFIER, Appellant.RECIPIENT
LIMITS = AppealLimits(clocks=("keeps-open",), expedited_by=("us-tida-3",))


def ground(effective: Moment, verdict: Verdict = Verdict.VIOLATES, state: str = "made") -> Ground:
    """A decision."""
    return Ground(
        id=DecisionId(new_id()), job=JobId(new_id()), about=SubjectId(new_id()), decider=PersonId(new_id()), verdict=verdict,
        severity=Severity.SERIOUS, language="en", reports=(ReportId(new_id()),), effective=effective, state=state,
    )  # fmt: skip


@given(st.datetimes(), st.integers(0, 400), st.integers(0, 400))
def test_q17_it_is_open_for_six_months_at_least_and_as_long_as_a_clock_keeps_it_open(at: Moment, kept: int, asked: int) -> None:
    effective = at.replace(year=2000 + at.year % 100, tzinfo=now().tzinfo)
    one = ground(effective)
    clock = Clock(report=one.reports[0], clock="keeps-open", due=effective + timedelta(days=kept))
    other = Clock(report=one.reports[0], clock="another", due=effective + timedelta(days=5000))
    until = closes(one, [clock, other], LIMITS)
    assert until == max(months_later(effective, 6), effective + timedelta(days=kept))
    moment = effective + timedelta(days=asked)
    problem = refusal(one, Party(appellant=RECIPIENT), until, moment)
    assert isinstance(problem, refusals.TooLate) == (moment > until)
    assert (problem is None) == (effective <= moment <= until)


@pytest.mark.parametrize("appellant", Appellant)
@pytest.mark.parametrize("verdict", Verdict)
def test_who_got_what_they_asked_for_has_nothing_to_appeal(appellant: Appellant, verdict: Verdict) -> None:
    one = ground(now(), verdict)
    party = Party(appellant=appellant, report=one.reports[0] if appellant is NOTIFIER else None)
    problem = refusal(one, party, now() + timedelta(days=1), now())
    may = (appellant is RECIPIENT) == (verdict is Verdict.VIOLATES)
    assert problem is None if may else isinstance(problem, refusals.NothingToAppeal)


def test_a_decision_that_has_not_taken_effect_or_was_taken_back_is_not_appealed() -> None:
    later = now() + timedelta(minutes=1)
    assert isinstance(refusal(ground(later), Party(appellant=RECIPIENT), later, now()), refusals.NotYetInForce)
    for state in ("undone", "reversed"):
        one = ground(now() - timedelta(days=1), state=state)
        assert isinstance(refusal(one, Party(appellant=RECIPIENT), later, now()), refusals.NoLongerInForce)


def test_an_expedited_route_is_for_whose_report_has_one() -> None:
    one, moment = ground(now(), Verdict.NO_VIOLATION), now()
    clocks = [Clock(report=one.reports[0], clock="us-tida-3", due=None)]
    theirs = terms(one, Party(appellant=NOTIFIER, report=one.reports[0]), clocks, LIMITS, moment)
    others = terms(one, Party(appellant=NOTIFIER, report=ReportId(new_id())), clocks, LIMITS, moment)
    assert (theirs.expedited, theirs.start_by, theirs.due) == (True, moment + timedelta(hours=2), moment + timedelta(days=2))
    assert (others.expedited, others.start_by, others.due) == (False, moment + timedelta(days=1), moment + timedelta(days=14))


def test_q17_whom_it_restricts_appeals_once(office: Record, people: Cast) -> None:
    decision = decided(office, people.alice.id)
    taken = appeal(office, decision, text="It was about another company.", id="A-1")
    assert taken.status == "received"
    again = appeal(office, decision, id="A-1")
    assert (again.status, again.id) == ("duplicate", taken.id)
    with pytest.raises(refusals.AppealedAlready, match=str(taken.id)):
        appeal(office, decision)
    assert value(office, "SELECT count(*) FROM appeal") == 1
    assert value(office, "SELECT body ->> 'reason' FROM fact WHERE kind = 'appeal_refused'") == "appealed_already"


def test_a_key_stands_for_one_appeal(office: Record, people: Cast) -> None:
    first, second = decided(office, people.alice.id), decided(office, people.alice.id)
    appeal(office, first, id="A-1")
    with pytest.raises(refusals.KeyUsed):
        appeal(office, second, id="A-1")


def test_who_withdrew_may_appeal_again(office: Record, people: Cast) -> None:
    decision = decided(office, people.alice.id)
    taken = appeal(office, decision)
    desk.withdraw(office, people.bob.id, taken.id, "asked")
    desk.withdraw(office, people.bob.id, taken.id, "asked")
    assert appeal(office, decision).id != taken.id
    assert [row["state"] for row in rows(office, "SELECT state FROM appeal ORDER BY received")] == ["withdrawn", "open"]


def test_q17_who_was_turned_down_appeals_by_the_report_alone(office: Record, people: Cast) -> None:
    decision, report = turned_down(office, people.alice.id)
    taken = desk.lodge(office, PLAY, AppealIn(appellant=NOTIFIER, report=report), door=API, actor=DOOR)
    assert taken.decision == decision
    with pytest.raises(refusals.AppealedAlready):
        appeal(office, decision, appellant=NOTIFIER, report=report)


def test_a_report_of_somebody_else_opens_nothing(office: Record, people: Cast) -> None:
    decision, _ = turned_down(office, people.alice.id)
    _, other = turned_down(office, people.alice.id)
    with pytest.raises(refusals.NotTheirs):
        appeal(office, decision, appellant=NOTIFIER, report=other)
    with pytest.raises(refusals.NoSuch):
        appeal(office, decision, appellant=NOTIFIER, report=ReportId(new_id()))
    with pytest.raises(refusals.NoSuch):
        appeal(office, DecisionId(new_id()))


def test_a_report_without_a_decision_cannot_be_appealed_yet(office: Record, people: Cast) -> None:
    job = open_job(office)
    report = value(office, "SELECT id FROM report WHERE job = %(id)s", job)
    with pytest.raises(refusals.NoSuch):
        desk.lodge(office, PLAY, AppealIn(appellant=NOTIFIER, report=report), door=API, actor=DOOR)


def test_q17_a_clock_of_the_law_keeps_it_open_for_longer(office: Record, people: Cast) -> None:
    decision = decided(office, people.alice.id)
    effective = value(office, "SELECT effective FROM decision WHERE id = %(id)s", decision)
    report = value(office, "SELECT reports[1] FROM decision WHERE id = %(id)s", decision)
    late = effective + timedelta(days=400)
    clock = ClockStart(
        clock="keeps-open", instrument="eu-dsa", jurisdiction="EU", version=1, legal=True, starts=effective, due=late,
        ends=ClockEnd.TIME,
    )  # fmt: skip
    with office.writing() as tx:
        tx.append(
            [ClocksStarted(subject=report, actor=PLAYBOOK, occurred=effective, job=job_of(office, decision), clocks=(clock,))]
        )
    assert appeal(office, decision).closes == late


def test_what_somebody_says_lies_in_the_vault_and_media_does_not_come_in(office: Record, people: Cast) -> None:
    decision = decided(office, people.alice.id)
    with pytest.raises(refusals.TextNotTaken):
        appeal(office, decision, text="data:image/png;base64,iVBORw0KGgo=")
    with pytest.raises(refusals.TextNotTaken):
        appeal(office, decision, text="x" * 1001)
    assert value(office, "SELECT count(*) FROM appeal") == 0
    appeal(office, decision, text="neutral words")
    with office.writing() as tx:
        ref = tx.value("SELECT text FROM appeal")
        assert tx.vault.pass_through([ref]) == {ref: "neutral words"}
    assert value(office, "SELECT count(*) FROM fact WHERE body::text LIKE '%%neutral words%%'") == 0


def test_undone_before_it_took_effect_is_no_decision_to_appeal(office: Record, people: Cast) -> None:
    job = open_job(office)
    slow = PLAY.limits
    assert slow.grace_seconds == 0
    review.claim(office, PLAY, people.alice.id, job)
    decision = DecisionId(new_id())
    review.decide(
        office, PLAY, people.alice.id, job, decision=decision, clause="HE-T-1", path=VIOLATES, measures=("remove_content",)
    )
    review.reverse(office, PLAY, people.bob.id, decision, "mistake")
    pass_time(office)
    with pytest.raises(refusals.NoLongerInForce):
        appeal(office, decision)


def test_an_expedited_appeal_goes_before_one_that_came_earlier(office: Record, people: Cast) -> None:
    usual = appeal(office, decided(office, people.alice.id, severity=2))
    _, report = turned_down(office, people.alice.id, legal_in=600)
    quick = desk.lodge(office, PLAY, AppealIn(appellant=NOTIFIER, report=report), door=API, actor=DOOR)
    assert (usual.expedited, quick.expedited) == (False, True)
    first = desk.claim_next(office, PLAY, somebody(office))
    assert first is not None
    assert first.appeal == quick.id
