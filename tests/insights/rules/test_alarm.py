"""The alarm keeps its promise: at most one false alarm of the whole board in four weeks, and a tenfold jump is found."""

import random
from datetime import UTC, datetime, timedelta
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.rules.place import TOLD, Place
from leeward.insights.rules import desk
from leeward.insights.rules.alarm import BOARD_HOURS, BOARD_RATE, judge, limit, tail
from leeward.insights.rules.desk.watching import watch
from leeward.insights.rules.refusals import AlreadySo, NotAReason, NothingThere
from leeward.record.facts.assessment import Reason, ReportAssessed
from leeward.record.ledger.record import open_record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import SubjectId, new_id
from leeward.record.terms.people import PLAYBOOK

RULES = 60
SEED = 20_260_701


def poisson(dice: random.Random, mean: float) -> int:
    """A number of arrivals."""
    whole, clock = 0, dice.expovariate(1.0)
    while clock < mean:
        whole, clock = whole + 1, clock + dice.expovariate(1.0)
    return whole


def hours_of(dice: random.Random, base: float, days: int, spread: float) -> list[list[int]]:
    """Days of a rule that fires by day more than by night; above 1, ``spread`` makes its hours uneven, as campaigns do."""

    def hour(place: int) -> int:
        mean = base * (1.6 if 8 <= place < 20 else 0.4)
        return poisson(dice, mean if spread <= 1 else dice.gammavariate(mean / (spread - 1), spread - 1))

    return [[hour(place) for place in range(24)] for _ in range(days)]


@pytest.mark.parametrize("spread", [1.0, 2.5])
@pytest.mark.parametrize("days", [7, 28])
def test_the_board_raises_no_more_false_alarms_than_it_says(spread: float, days: int) -> None:
    dice, alarms, tests = random.Random(SEED), 0, 0
    for _ in range(RULES):
        history = hours_of(dice, dice.choice([0.05, 0.5, 3.0, 12.0]), days + 7, spread)
        for today in range(days, days + 7):
            past = history[today - days : today]
            for hour in range(24):
                found = judge(history[today][hour], past, hour, RULES)
                assert found is not None
                alarms, tests = alarms + found.alarming, tests + 1
    promised = BOARD_RATE * tests / (RULES * BOARD_HOURS)
    assert promised == 0.25
    assert alarms <= 2, "more than two where a quarter is promised happens once in 450 boards"


@pytest.mark.parametrize("spread", [1.0, 2.5])
def test_a_tenfold_jump_is_found(spread: float) -> None:
    dice = random.Random(SEED)
    found = 0
    for _ in range(50):
        past = hours_of(dice, 6.0, 28, spread)
        judged = judge(poisson(dice, 96.0), past, 12, RULES)
        assert judged is not None
        found += judged.alarming
    assert found == 50


def test_a_short_past_is_not_judged() -> None:
    assert judge(1000, [[1] * 24] * 6, 12, 1) is None
    assert judge(1000, [[1] * 24] * 7, 12, 1) is not None


def test_what_is_the_most_is_ordinary_and_one_more_is_not() -> None:
    past = [[4] * 24] * 28
    judged = judge(0, past, 3, RULES)
    assert judged is not None
    ordinary, one_more = judge(judged.most, past, 3, RULES), judge(judged.most + 1, past, 3, RULES)
    assert ordinary is not None
    assert one_more is not None
    assert (ordinary.alarming, one_more.alarming) == (False, True)
    assert limit(RULES) * RULES * BOARD_HOURS == pytest.approx(BOARD_RATE)


@given(st.integers(1, 200), st.floats(0.02, 100), st.floats(1.04, 6))
def test_the_tail_falls_and_is_a_probability(observed: int, mean: float, spread: float) -> None:
    at, beyond = tail(observed, mean, spread), tail(observed + 1, mean, spread)
    assert 0 <= beyond <= at * (1 + 1e-9) <= 1 + 1e-9


def test_the_tail_is_that_of_the_geometric_where_it_is_one() -> None:
    mean = 3.0  # of size 1: spread = 1 + mean
    for observed in range(1, 40):
        assert isclose(tail(observed, mean, 1 + mean), (mean / (1 + mean)) ** observed, rel_tol=1e-9)


def matched(place: Place, at: datetime, times: int) -> None:
    """The rule matched so often at that hour."""
    rule = place.house.playbook().rules[TOLD]  # type: ignore[index]
    [report] = [row["id"] for row in place.rows("SELECT id FROM report LIMIT 1")]
    reason = Reason(rule=rule.code, rule_version=rule.version, clause=rule.clause, severity=rule.severity)
    fact = ReportAssessed(
        subject=report, actor=PLAYBOOK, occurred=at, about=SubjectId(new_id()), playbook=place.house.playbook().digest,
        reasons=(reason,), harm="labour_exploitation.fees", clauses=(rule.clause,), severity=rule.severity, likelihood=0.5,
    )  # type: ignore[arg-type]  # fmt: skip
    quiet = open_record(place.record.url, keys=place.record.keys, connections=1)
    with quiet.writing() as tx:
        tx.append([fact] * times)
    quiet.close()


def test_an_alarm_is_raised_once_and_somebody_says_what_it_was(place: Place) -> None:
    noon = datetime(2026, 6, 30, 12, 30, tzinfo=UTC)
    place.tell(1)
    for day in range(1, 16):
        matched(place, noon - timedelta(days=day), 2)
    matched(place, noon, 3)
    assert watch(place.record, place.house.playbook(), noon) == 0
    matched(place, noon, 40)
    assert watch(place.record, place.house.playbook(), noon) == 1
    assert watch(place.record, place.house.playbook(), noon + timedelta(minutes=50)) == 0, "the hour before has its alarm"
    with place.record.reading() as look:
        [alarm] = desk.alarms(look)
    assert (alarm.rule, alarm.observed, alarm.hours) == (TOLD, 43, 14 * 24)
    assert alarm.expected < 3 < alarm.most < 43
    assert refold(place.record)[1] == []
    with pytest.raises(NotAReason):
        desk.acknowledge(place.record, place.cast.ana.id, alarm.id, "because")
    assert desk.acknowledge(place.record, place.cast.ana.id, alarm.id, "campaign") == TOLD
    with pytest.raises(AlreadySo):
        desk.acknowledge(place.record, place.cast.ana.id, alarm.id, "real")
    with pytest.raises(NothingThere):
        desk.acknowledge(place.record, place.cast.ana.id, new_id(), "real")
    with place.record.reading() as look:
        [alarm] = desk.alarms(look)
    assert (alarm.reason, alarm.by) == ("campaign", "Ana")
    assert refold(place.record)[1] == []
