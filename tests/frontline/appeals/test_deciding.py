"""Q17: an appeal is decided by the policy's questions again, and what was wrong is restored: content, strikes and limits."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from frontline.appeals.court import (
    CLAUSE,
    PLAY,
    SLOW,
    WHY,
    appeal,
    decided,
    heard,
    job_of,
    pass_time,
    rows,
    somebody,
    turned_down,
    value,
)
from frontline.office import FINE, NOT_ENOUGH, VIOLATES, steps
from leeward.frontline.appeals import desk, refusals
from leeward.frontline.review import desk as review
from leeward.playbook.ladder import live
from leeward.playbook.tree import NotAPath
from leeward.record.ledger.record import Record
from leeward.record.terms.appeal import AppealOutcome, Appellant
from leeward.record.terms.ids import DecisionId, SubjectId
from leeward.record.terms.moment import now

STATES = "SELECT measure, state FROM action WHERE decision = %(id)s ORDER BY measure"


def standing(office: Record, about: SubjectId) -> dict[str, Any]:
    """How a subject stands: what counts against it, what restricts it, what its reporters are known for, what comes next."""
    with office.reading() as look:
        bob = look.value("SELECT id FROM person WHERE 'lead' = ANY (roles) ORDER BY joined, id LIMIT 1")
        job = look.value("SELECT id FROM job WHERE about = %(id)s ORDER BY opened DESC, id DESC LIMIT 1", {"id": about})
        seen = review.job_view(look, PLAY, bob, job)
        restricting = look.rows(
            """SELECT measure, strikes FROM action WHERE about = %(id)s AND state IN ('grace', 'in_force')
            ORDER BY measure, strikes""",
            {"id": about},
        )
        known = look.value(
            """SELECT coalesce(sum(k.upheld), 0) || ' ' || coalesce(sum(k.turned_down), 0)
            FROM report r JOIN reporter k ON k.id = r.reporter WHERE r.about = %(id)s""",
            {"id": about},
        )
    [offer] = [each for each in seen.offers if each.policy.id == CLAUSE]
    return {
        "violations": seen.subject.violations,
        "strikes": seen.subject.strikes,
        "restricting": restricting,
        "reporters": known,
        "next": [measure.code for measure in offer.consequence.measures],
    }


def history(office: Record, cast: Cast, verdicts: list[bool]) -> SubjectId:
    """A subject about which somebody has decided before: a violation or none, again and again."""
    first = decided(office, cast.bob.id, FINE)
    about = SubjectId(value(office, "SELECT about FROM decision WHERE id = %(id)s", first))
    for violates in verdicts:
        again(office, cast, about, VIOLATES if violates else FINE)
    return about


def again(office: Record, cast: Cast, about: SubjectId, path: Any) -> DecisionId:
    """One more decision about a subject, with what the ladder proposes."""
    with office.reading() as look:
        strikes = look.rows("SELECT strikes FROM action WHERE about = %(id)s AND strikes > 0", {"id": about})
    measures = ("remove_content", "warn") if not strikes else ("suspend",)
    return decided(office, cast.bob.id, path, measures, about=about)


def test_q17_standing_after_an_overturned_decision_is_as_if_it_had_never_been(office: Record, people: Cast) -> None:
    hearer = somebody(office)

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.booleans(), max_size=2))
    def check(verdicts: list[bool]) -> None:
        about, spared = history(office, people, verdicts), history(office, people, verdicts)
        before = standing(office, about)
        decision = again(office, people, about, VIOLATES)
        assert standing(office, about) != before, "the decision changed something"
        heard(office, hearer, appeal(office, decision).id, FINE)
        pass_time(office)
        after = standing(office, about)
        after["reporters"] = before["reporters"]  # one more report, of somebody new, whose record is checked below
        assert after == before
        assert {**standing(office, spared), "reporters": before["reporters"]} == before
        untouched = """SELECT k.upheld + k.turned_down FROM decision d JOIN report r ON r.id = d.reports[1]
            JOIN reporter k ON k.id = r.reporter WHERE d.id = %(id)s"""
        assert value(office, untouched, decision) == 0
        assert value(office, "SELECT state || ' ' || reversal_reason FROM decision WHERE id = %(id)s", decision) == (
            "reversed appeal"
        ), "the record of it stays"

    check()


def test_q17_an_overturned_decision_is_reversed_by_who_heard_the_appeal_after_the_grace_period(
    office: Record, people: Cast
) -> None:
    decision = decided(office, people.alice.id)
    number, hearer = appeal(office, decision).id, somebody(office)
    made = heard(office, hearer, number, FINE, playbook=SLOW)
    assert made.outcome is AppealOutcome.OVERTURNED
    pass_time(office)
    assert {row["state"] for row in rows(office, STATES, decision)} == {"in_force"}, "nothing has left the house yet"
    pass_time(office, timedelta(hours=2))
    assert {row["state"] for row in rows(office, STATES, decision)} == {"reversed"}
    told = rows(office, "SELECT actor, body ->> 'reason' AS reason FROM fact WHERE kind = 'decision_reversed'")
    assert told == [{"actor": hearer, "reason": "appeal"}]
    pass_time(office, timedelta(hours=3))
    assert value(office, "SELECT count(*) FROM fact WHERE kind = 'appeal_took_effect'") == 1


def test_an_upheld_decision_stays_as_it_is(office: Record, people: Cast) -> None:
    decision = decided(office, people.alice.id)
    number, hearer = appeal(office, decision).id, somebody(office)
    made = heard(office, hearer, number, VIOLATES, ("warn", "remove_content"))
    pass_time(office)
    assert made.outcome is AppealOutcome.UPHELD
    assert rows(office, STATES, decision) == [
        {"measure": "remove_content", "state": "in_force"},
        {"measure": "warn", "state": "in_force"},
    ]
    assert value(office, "SELECT state FROM decision WHERE id = %(id)s", decision) == "made"


def test_q17_a_part_that_was_too_much_is_lifted_and_its_strikes_with_it(office: Record, people: Cast) -> None:
    decision = decided(office, people.alice.id)
    about = SubjectId(value(office, "SELECT about FROM decision WHERE id = %(id)s", decision))
    number, hearer = appeal(office, decision).id, somebody(office)
    made = heard(office, hearer, number, VIOLATES, ("warn",))
    pass_time(office)
    assert made.outcome is AppealOutcome.PARTLY
    assert rows(office, STATES, decision) == [
        {"measure": "remove_content", "state": "reversed"},
        {"measure": "warn", "state": "in_force"},
    ]
    with office.reading() as look:
        assert live(review_strikes(look, about), now()) == 0
    assert value(office, "SELECT violations FROM subject WHERE id = %(id)s", about) == 1, "it is a violation all the same"


def review_strikes(look: Any, about: SubjectId) -> Any:
    """The strikes as review counts them."""
    from leeward.frontline.review.desk import loading

    return loading.strikes(look, about)


@pytest.mark.parametrize("path", [FINE, NOT_ENOUGH])
def test_a_report_that_is_turned_down_again_stays_so(office: Record, people: Cast, path: Any) -> None:
    decision, report = turned_down(office, people.alice.id)
    number = appeal(office, decision, appellant=Appellant.NOTIFIER, report=report).id
    assert heard(office, somebody(office), number, path).outcome is AppealOutcome.UPHELD
    pass_time(office)
    assert value(office, "SELECT state FROM decision WHERE id = %(id)s", decision) == "made"


def test_q17_a_report_that_was_right_is_acted_on(office: Record, people: Cast) -> None:
    decision, report = turned_down(office, people.alice.id)
    number, hearer = appeal(office, decision, appellant=Appellant.NOTIFIER, report=report).id, somebody(office)
    made = heard(office, hearer, number, VIOLATES, ("remove_content",))
    assert made.outcome is AppealOutcome.OVERTURNED
    pass_time(office)
    pass_time(office)
    new = rows(
        office,
        """SELECT d.id, d.decider, d.verdict, d.state, d.reports, d.automated_decision, j.decision = d.id AS of_job,
        j.state AS job FROM decision d JOIN job j ON j.id = d.job WHERE d.id <> %(id)s""",
        decision,
    )
    assert [(row["decider"], row["verdict"], row["state"], row["job"]) for row in new] == [
        (hearer, "violates", "made", "decided")
    ]
    assert (new[0]["reports"], new[0]["of_job"], new[0]["automated_decision"]) == ([report], True, False)
    assert rows(office, STATES, new[0]["id"]) == [{"measure": "remove_content", "state": "in_force"}]
    assert value(office, "SELECT state FROM decision WHERE id = %(id)s", decision) == "reversed"
    known = value(
        office,
        "SELECT k.upheld || ' ' || k.turned_down FROM report r JOIN reporter k ON k.id = r.reporter WHERE r.id = %(id)s",
        report,
    )
    assert known == "1 0", "who reported was right"
    assert appeal(office, new[0]["id"]).status == "received", "whom it restricts now can appeal that"


def test_q17_two_who_reported_the_same_are_not_acted_on_twice(office: Record, people: Cast) -> None:
    decision, report = turned_down(office, people.alice.id)
    first = appeal(office, decision, appellant=Appellant.NOTIFIER, report=report).id
    one = somebody(office)
    heard(office, one, first, VIOLATES, ("remove_content",))
    review.reverse(office, PLAY, people.bob.id, decision, "mistake")
    pass_time(office)
    assert value(office, "SELECT count(*) FROM decision") == 1, "a lead reversed it meanwhile; nothing is decided in its place"


def test_an_appeal_whose_decision_fell_meanwhile_is_still_answered_by_a_person(office: Record, people: Cast) -> None:
    decision = decided(office, people.alice.id)
    number = appeal(office, decision).id
    review.reverse(office, PLAY, people.bob.id, decision, "mistake")
    pass_time(office)
    assert value(office, "SELECT state FROM appeal") == "open"
    assert heard(office, somebody(office), number, FINE).outcome is AppealOutcome.OVERTURNED
    pass_time(office)
    assert value(office, "SELECT count(*) FROM fact WHERE kind = 'decision_reversed'") == 1


def test_the_path_the_reasons_and_the_note_are_kept(office: Record, people: Cast) -> None:
    number, hearer = appeal(office, decided(office, people.alice.id)).id, somebody(office)
    desk.claim(office, PLAY, hearer, number)
    desk.decide(office, PLAY, hearer, number, clause=CLAUSE, path=FINE, told="For them.", note="For us.")
    found = rows(office, "SELECT path, clause_version, playbook, verdict FROM appeal")[0]
    assert found["path"] == [{"question": "minor", "answer": "no"}, {"question": "act", "answer": "no"}]
    assert (found["clause_version"], found["playbook"], found["verdict"]) == (3, PLAY.digest, "no_violation")
    assert desk.told(office, people.ada.id, number)[1] is None, "nothing is told before it took effect"
    pass_time(office)
    assert desk.told(office, people.ada.id, number)[1] == "For them."
    read = rows(office, "SELECT actor, body ->> 'purpose' AS purpose FROM fact WHERE kind = 'text_read'")
    assert read == [{"actor": people.ada.id, "purpose": "tell_appellant"}]


def test_sent_twice_it_is_one_decision_and_another_one_is_refused(office: Record, people: Cast) -> None:
    number, hearer = appeal(office, decided(office, people.alice.id)).id, somebody(office)
    heard(office, hearer, number, FINE)
    again = desk.decide(office, PLAY, hearer, number, clause=CLAUSE, path=FINE, told=WHY)
    assert (again.again, again.outcome) == (True, AppealOutcome.OVERTURNED)
    with pytest.raises(refusals.AlreadyDecided):
        desk.decide(office, PLAY, hearer, number, clause=CLAUSE, path=VIOLATES, measures=["warn"], told=WHY)
    with pytest.raises(refusals.AlreadyDecided):
        desk.withdraw(office, people.bob.id, number, "asked")


def test_a_decision_can_be_undone_until_it_takes_effect_by_who_made_it(office: Record, people: Cast) -> None:
    number, hearer = appeal(office, decided(office, people.alice.id)).id, somebody(office)
    heard(office, hearer, number, FINE, playbook=SLOW)
    with pytest.raises(refusals.NotYours):
        desk.undo(office, SLOW, people.bob.id, number)
    assert desk.undo(office, SLOW, hearer, number) is True
    assert desk.undo(office, SLOW, hearer, number) is True
    pass_time(office, timedelta(minutes=30))
    assert value(office, "SELECT count(*) FROM fact WHERE kind = 'decision_reversed'") == 0
    desk.decide(office, PLAY, hearer, number, clause=CLAUSE, path=FINE, told=WHY)
    with pytest.raises(refusals.TooLateToUndo):
        desk.undo(office, PLAY, hearer, number)


@pytest.mark.parametrize(
    ("path", "measures", "problem"),
    [
        (FINE, ("warn",), refusals.NotADecision),
        (VIOLATES, (), refusals.NotADecision),
        (VIOLATES, ("warn", "warn"), refusals.NotADecision),
        (VIOLATES, ("suspend",), refusals.NotADecision),
        (steps("minor:no"), (), NotAPath),
    ],
)
def test_what_does_not_fit_is_no_decision(office: Record, people: Cast, path: Any, measures: Any, problem: Any) -> None:
    """Measures without a violation, a violation without measures, one that the first decision did not take: never worse."""
    number, hearer = appeal(office, decided(office, people.alice.id)).id, somebody(office)
    with pytest.raises(problem):
        heard(office, hearer, number, path, measures)
    with pytest.raises(refusals.NotADecision):
        desk.decide(office, PLAY, hearer, number, clause=CLAUSE, path=FINE, told=" ")
    with pytest.raises(refusals.NotADecision):
        desk.decide(office, PLAY, hearer, number, clause="HE-T-9", path=FINE, told=WHY)
    assert value(office, "SELECT state FROM appeal") == "claimed"


def test_what_cannot_be_taken_back_does_not_follow_from_a_notifiers_appeal(office: Record, people: Cast) -> None:
    """Who decided first saw no violation: nobody agrees to what needs two people."""
    about = history(office, people, [True, True])
    decision = decided(office, people.alice.id, FINE, about=about)
    report = value(office, "SELECT reports[1] FROM decision WHERE id = %(id)s", decision)
    number = appeal(office, decision, appellant=Appellant.NOTIFIER, report=report).id
    with pytest.raises(refusals.NotADecision):
        heard(office, somebody(office), number, VIOLATES, ("close_account",))
    assert job_of(office, decision)
