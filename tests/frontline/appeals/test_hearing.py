"""Q17, Q13: an appeal is heard by a person who did not decide, certified for it, under the day's limit; never by a machine.

The rule is written here a second time, from the rows alone, and compared with what the desk hands out.
"""

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
    pass_time,
    rows,
    somebody,
    turned_down,
    value,
)
from frontline.office import FINE, MINOR, QUEUES, UNSURE, VIOLATES
from leeward.frontline.appeals import desk, refusals
from leeward.frontline.appeals.desk import loading
from leeward.frontline.appeals.desk.taking import next_for
from leeward.frontline.appeals.hearing import barrier
from leeward.record.errors import LeewardError
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.appeal import Appellant
from leeward.record.terms.ids import AppealId, PersonId
from leeward.record.terms.moment import now
from leeward.record.terms.people import MACHINES, Role
from leeward.record.terms.severity import Severity

SKILL = {queue.code: queue.skill for queue in QUEUES}
person = st.fixed_dictionaries(
    {
        "roles": st.sampled_from([(Role.REVIEWER,), (Role.LEAD, Role.REVIEWER)]),
        "skills": st.sampled_from([("any",), ("labour_exploitation",), ("smuggling", "minor_gate"), ()]),
        "languages": st.sampled_from([("any",), ("en",), ("en", "fr")]),
        "severity_limit": st.sampled_from([Severity.LOW, Severity.SERIOUS, Severity.IMMINENT]),
    }
)


def board(office: Record, cast: Cast) -> list[PersonId]:
    """Appeals of many sorts, and the people who decided first."""
    deciders = [cast.bob.id, somebody(office), somebody(office)]
    for number, (queue, language, severity) in enumerate(
        [("labour", "en", 1), ("labour", "fr", 3), ("smuggling", "en", 2), ("minor_gate", "en", 2), ("images", "en", 4)]
    ):
        decision = decided(office, deciders[number % 3], queue=queue, language=language, severity=severity)
        appeal(office, decision, language="fr" if number == 2 else None)
    decision, report = turned_down(office, deciders[0], legal_in=900)
    appeal(office, decision, appellant=Appellant.NOTIFIER, report=report)
    return deciders


ROWS = """SELECT a.id, a.expedited, a.start_by, a.severity, a.language, j.language AS spoken, j.queue, a.escalation,
    j.escalation AS risen, d.decider FROM appeal a JOIN job j ON j.id = a.job JOIN decision d ON d.id = a.decision
    WHERE a.state = 'open' ORDER BY a.expedited DESC, a.start_by, a.id"""


def may(who: PersonId, fields: dict[str, Any], row: dict[str, Any], recused: set[AppealId]) -> bool:
    """The rule again: who may hear what."""
    lead = Role.LEAD in fields["roles"]
    speaks = "any" in fields["languages"] or {row["language"], row["spoken"]} <= set(fields["languages"])
    knows = "any" in fields["skills"] or SKILL[row["queue"]] in fields["skills"]
    minor = "minor_gate" in (row["queue"], row["escalation"], row["risen"])
    trained = lead or "minor_gate" in fields["skills"]
    risen = row["escalation"] is not None and row["escalation"] != "minor_gate"
    return (
        who != row["decider"]
        and row["id"] not in recused
        and speaks
        and knows
        and row["severity"] <= fields["severity_limit"]
        and (trained or not minor)
        and (lead or not risen)
    )


def test_q17_nobody_is_handed_what_they_may_not_hear(office: Record, people: Cast) -> None:
    deciders = board(office, people)
    hearers = somebody(office), somebody(office)
    first = desk.claim_next(office, PLAY, hearers[0])
    assert first is not None
    desk.decide(office, PLAY, hearers[0], first.appeal, clause=CLAUSE, path=UNSURE, told=WHY)
    all_rows = rows(office, ROWS)
    assert len(all_rows) == 6
    assert [row["id"] for row in all_rows if row["escalation"]] == [first.appeal]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(person)
    def check(fields: dict[str, Any]) -> None:
        who = somebody(office, **fields)
        with office.reading() as look:
            one = loading.hearer(look, who, now())
            found = {row["id"]: barrier(one, loading.candidate(look, row["id"]), PLAY) is None for row in all_rows}
            chosen = next_for(look, PLAY, one)
        expected = {row["id"]: may(who, fields, row, set()) for row in all_rows}
        assert found == expected
        assert chosen == next((number for number, fits in expected.items() if fits), None)

    check()
    for who in (*deciders, hearers[0]):
        fields = {"roles": (Role.LEAD,), "skills": ("any",), "languages": ("any",), "severity_limit": Severity.IMMINENT}
        recused = {first.appeal} if who == hearers[0] else set()
        with office.reading() as look:
            one = loading.hearer(look, who, now())
            found = {row["id"]: barrier(one, loading.candidate(look, row["id"]), PLAY) is None for row in all_rows}
            chosen = next_for(look, PLAY, one)
        expected = {row["id"]: may(who, fields, row, recused) for row in all_rows}
        assert found == expected
        assert not all(expected.values())
        assert chosen == next((number for number, fits in expected.items() if fits), None)


def test_q17_who_decided_is_refused_by_name_and_by_a_lead(office: Record, people: Cast) -> None:
    number = appeal(office, decided(office, people.bob.id)).id
    with pytest.raises(refusals.OwnDecision):
        desk.claim(office, PLAY, people.bob.id, number)
    with pytest.raises(refusals.OwnDecision):
        desk.assign(office, PLAY, somebody(office), number, people.bob.id)
    assert desk.claim_next(office, PLAY, people.bob.id) is None


def test_q17_who_heard_one_appeal_does_not_hear_the_next_against_the_same_decision(office: Record, people: Cast) -> None:
    decision, report = turned_down(office, people.bob.id)
    first = appeal(office, decision, appellant=Appellant.NOTIFIER, report=report).id
    hearer = somebody(office)
    heard(office, hearer, first, FINE)
    with office.reading() as look:
        other = loading.candidate(look, first)
    assert set(other.deciders) == {people.bob.id, hearer}


@pytest.mark.parametrize("machine", MACHINES, ids=MACHINES.values())
def test_q17_no_machine_decides_takes_or_is_given_an_appeal(office: Record, people: Cast, machine: PersonId) -> None:
    number = appeal(office, decided(office, people.alice.id)).id
    asked: list[Any] = [
        lambda: desk.claim(office, PLAY, machine, number),
        lambda: desk.claim_next(office, PLAY, machine),
        lambda: desk.assign(office, PLAY, people.bob.id, number, machine),
        lambda: desk.decide(office, PLAY, machine, number, clause=CLAUSE, path=FINE, told=WHY),
        lambda: desk.undo(office, PLAY, machine, number),
    ]
    for ask in asked:
        with pytest.raises(refusals.PeopleOnly):
            ask()


def test_q17_time_alone_closes_nothing(office: Record, people: Cast) -> None:
    number = appeal(office, decided(office, people.alice.id)).id
    hearer = somebody(office)
    desk.claim(office, PLAY, hearer, number)
    for days in (0.1, 15, 200, 4000):
        pass_time(office, timedelta(days=days))
    row = rows(office, "SELECT state, late, outcome, claimed_by FROM appeal")[0]
    assert row == {"state": "open", "late": True, "outcome": None, "claimed_by": None}
    kinds = [row["kind"] for row in rows(office, "SELECT kind FROM fact WHERE subject = %(id)s ORDER BY position", number)]
    assert kinds == ["appeal_received", "appeal_claimed", "appeal_released", "appeal_fell_late"]
    assert desk.claim(office, PLAY, hearer, number).appeal == number


def test_a_lease_that_ran_out_gives_the_appeal_to_whoever_asks_next(office: Record, people: Cast) -> None:
    number = appeal(office, decided(office, people.alice.id)).id
    hearer = somebody(office)
    assert desk.claim(office, PLAY, hearer, number).again is False
    assert desk.claim(office, PLAY, hearer, number).again is True
    again = desk.claim_next(office, PLAY, hearer)
    assert again is not None
    assert again.again is True
    with office.writing() as tx:
        tx.execute("UPDATE appeal SET lease_until = %(then)s", {"then": now() - timedelta(minutes=1)})
    fresh = desk.claim_next(office, PLAY, hearer)
    assert fresh is not None
    assert (fresh.appeal, fresh.again) == (number, False)


def test_one_appeal_in_one_hand(office: Record, people: Cast) -> None:
    first, second = (appeal(office, decided(office, people.alice.id)).id for _ in range(2))
    hearer, other = somebody(office), somebody(office)
    desk.claim(office, PLAY, hearer, first)
    with pytest.raises(refusals.AlreadyHolding):
        desk.claim(office, PLAY, hearer, second)
    with pytest.raises(refusals.AlreadyHolding):
        desk.assign(office, PLAY, people.bob.id, second, hearer)
    with pytest.raises(refusals.NotOpen):
        desk.claim(office, PLAY, other, first)
    assert desk.assign(office, PLAY, people.bob.id, first, other).appeal == first
    assert desk.claim(office, PLAY, hearer, second).appeal == second


def test_who_steps_back_does_not_get_it_again_and_who_takes_a_break_does(office: Record, people: Cast) -> None:
    number = appeal(office, decided(office, people.alice.id)).id
    hearer = somebody(office)
    desk.claim(office, PLAY, hearer, number)
    with pytest.raises(refusals.NotAReason):
        desk.release(office, hearer, number, "bored")
    desk.release(office, hearer, number, "break")
    desk.claim(office, PLAY, hearer, number)
    desk.release(office, hearer, number, "conflict")
    with pytest.raises(refusals.Recused):
        desk.claim(office, PLAY, hearer, number)
    with pytest.raises(refusals.NotYours):
        desk.release(office, hearer, number, "break")


def test_q36_time_with_an_appeal_open_counts_and_a_limit_holds(office: Record, people: Cast) -> None:
    number = appeal(office, decided(office, people.alice.id, severity=2)).id
    hearer = somebody(office)
    desk.claim(office, PLAY, hearer, number)
    with office.writing() as tx:
        tx.execute("UPDATE appeal SET claimed = claimed - interval '1 hour'")
    before = value(office, "SELECT count(*) FROM exposure WHERE person = %(id)s", hearer)
    desk.release(office, hearer, number, "break")
    seconds = value(office, "SELECT seconds FROM exposure WHERE person = %(id)s AND severity = 2", hearer)
    assert before == 0
    assert seconds >= 3600
    with office.writing() as tx:
        tx.execute("UPDATE exposure SET seconds = 480 * 60 WHERE person = %(who)s", {"who": hearer})
    with pytest.raises(refusals.LimitReached):
        desk.claim(office, PLAY, hearer, number)
    assert desk.claim_next(office, PLAY, hearer) is None


@pytest.mark.parametrize(("path", "reason"), [(UNSURE, "second_opinion"), (MINOR, "minor_gate")])
def test_questions_that_lead_to_a_lead_do(office: Record, people: Cast, path: Any, reason: str) -> None:
    number = appeal(office, decided(office, people.alice.id)).id
    reviewer, lead = somebody(office, roles=(Role.REVIEWER,), skills=("labour_exploitation",)), somebody(office)
    desk.claim(office, PLAY, reviewer, number)
    made = desk.decide(office, PLAY, reviewer, number, clause=CLAUSE, path=path, told="")
    assert (made.outcome, made.escalated) == (None, reason)
    again = somebody(office, roles=(Role.REVIEWER,), skills=("labour_exploitation",))
    with pytest.raises(refusals.LeadsOnly):
        desk.claim(office, PLAY, again, number)
    assert desk.claim_next(office, PLAY, again) is None
    taken = desk.claim_next(office, PLAY, lead)
    assert taken is not None
    assert taken.appeal == number


def test_who_decided_since_they_took_it_cannot_decide_it(office: Record, people: Cast) -> None:
    """Somebody hears an appeal, and meanwhile a lead has them decide the same job: the desk looks again before it believes."""
    decision = decided(office, people.alice.id)
    number = appeal(office, decision).id
    hearer = somebody(office)
    desk.claim(office, PLAY, hearer, number)
    with office.writing() as tx:
        tx.execute("UPDATE decision SET decider = %(who)s WHERE id = %(id)s", {"who": hearer, "id": decision})
    with pytest.raises(refusals.OwnDecision):
        desk.decide(office, PLAY, hearer, number, clause=CLAUSE, path=FINE, told=WHY)


def test_standing_is_what_the_ledger_says_after_all_of_it(office: Record, people: Cast) -> None:
    hearer, other = somebody(office), somebody(office)
    numbers = [appeal(office, decided(office, people.alice.id)).id for _ in range(5)]
    desk.claim(office, PLAY, hearer, numbers[0])
    desk.release(office, hearer, numbers[0], "conflict")
    heard(office, other, numbers[0], FINE)
    heard(office, hearer, numbers[1], VIOLATES, ("warn",))
    heard(office, hearer, numbers[2], UNSURE)
    desk.claim(office, PLAY, other, numbers[3])
    desk.assign(office, PLAY, people.bob.id, numbers[3], hearer)
    desk.withdraw(office, people.bob.id, numbers[3], "settled")
    heard(office, hearer, numbers[4], FINE, playbook=SLOW)
    desk.undo(office, SLOW, hearer, numbers[4])
    desk.claim(office, PLAY, other, numbers[2])
    pass_time(office)
    pass_time(office, timedelta(days=20))
    assert refold(office)[1] == []


def test_every_refusal_has_its_answer_over_http() -> None:
    kinds: list[type[LeewardError]] = [refusals.NoSuch, *_below(refusals.Inadmissible), *_below(refusals.Passed)]
    assert all(any(base in refusals.STATUS for base in kind.__mro__) for kind in (*kinds, *_below(refusals.Barred)))
    assert set(refusals.CODES) == set(_below(refusals.Inadmissible))


def _below(kind: type[LeewardError]) -> list[type[LeewardError]]:
    return kind.__subclasses__()
