"""The watch over a house: what rings, once, with its checks; what people do about it; what is silenced."""

from datetime import UTC, timedelta
from uuid import uuid4

import pytest

from insights.trends.conftest import BURST, Place, burst, midnight
from leeward.insights.trends import desk, refusals
from leeward.insights.trends.desk.answering import series_named
from leeward.insights.trends.views import AlarmLine
from leeward.record.standing.refold import refold
from leeward.record.terms.moment import now
from leeward.record.terms.trend import AlarmState, Cause, Move


def alarms(place: Place, **asked: object) -> tuple[AlarmLine, ...]:
    with place.record.reading() as look:
        return desk.alarms(look, place.cast.bob.id, {"state": "all", **asked})


@pytest.fixture(scope="module")
def rang(place: Place) -> AlarmLine:
    """The alarm of the burst, after the first watch."""
    assert place.watch().raised == 1
    [line] = alarms(place)
    return line


def test_a_burst_rings_once_dated_and_named_as_one_subject(place: Place, rang: AlarmLine) -> None:
    """Q48: an emerging behaviour is found, on its day, with what is behind it."""
    assert (rang.stream, rang.dimension, rang.value, rang.move) == ("reports", "harm", "labour_exploitation.fees", Move.RISE)
    assert rang.since == midnight() - timedelta(days=2)
    assert rang.observed >= BURST > 3 * rang.expected
    assert (rang.cause, rang.focus) == (Cause.CONCENTRATION, "about")
    assert rang.share == pytest.approx(1, abs=0.1)
    again = place.watch()
    assert (again.raised, again.days) == (0, 0)
    assert len(alarms(place)) == 1


def test_an_alarm_has_all_checks_and_the_series_that_moved_with_it(place: Place, rang: AlarmLine) -> None:
    with place.record.reading() as look:
        seen = desk.alarm_view(look, rang.id)
    asked = {check.check for check in seen.checks}
    assert asked == set(Cause) - {Cause.TREND}
    [reporters] = [each for each in seen.checks if each.value == "first_time"]
    assert reporters.odd
    assert reporters.share is not None
    assert reporters.share > 0.8
    assert ("reports", "all") in {(each.stream, each.dimension) for each in seen.spread}
    assert seen.least <= rang.expected <= seen.most < rang.observed
    assert rang.chance < seen.level < 1 / seen.tests


def test_every_watched_day_says_its_level_and_tests(place: Place, rang: AlarmLine) -> None:
    """Q48: the false-alarm rate is stated: at most one a week for the whole board."""
    with place.record.reading() as look:
        days = desk.boards(look, 100)
    assert days[0].day == midnight() - timedelta(days=1)
    assert sum(day.raised for day in days) == 1
    for day in days:
        assert day.level * day.tests * 7 == pytest.approx(1)


def test_a_series_is_drawn_with_what_was_expected(place: Place, rang: AlarmLine) -> None:
    seen = desk.series_view(
        place.record, place.lake, series_named(rang.stream, rang.dimension, rang.value), (midnight() - timedelta(days=1)).date()
    )
    at = seen.days.index(rang.day.astimezone(UTC).date())
    high = seen.high[at]
    assert high is not None
    assert seen.observed[at] > high > (seen.expected[at] or 0)
    assert seen.expected[0] is None, "no past yet"
    with pytest.raises(refusals.NoSuchSeries):
        desk.series_view(place.record, place.lake, series_named("reports", "harm", "nothing"), now().date())
    with pytest.raises(refusals.NoSuchSeries):
        series_named("reports", "about", "all")


def test_somebody_takes_explains_and_closes_it(place: Place, rang: AlarmLine) -> None:
    bob, ana = place.cast.bob.id, place.cast.ana.id
    with pytest.raises(refusals.NotExplained):
        desk.close(place.record, bob, rang.id)
    desk.take(place.record, ana, rang.id)
    desk.take(place.record, bob, rang.id)
    with pytest.raises(refusals.NotAReason):
        desk.explain(place.record, bob, rang.id, "because")
    with pytest.raises(refusals.NotThatLong):
        desk.explain(place.record, bob, rang.id, "campaign", "x" * 4_001)
    desk.explain(place.record, bob, rang.id, "campaign", "One group, see the case.")
    assert [each.state for each in alarms(place, state="mine")] == [AlarmState.TAKEN]
    assert desk.read_note(place.record, ana, rang.id) == "One group, see the case."
    desk.close(place.record, bob, rang.id)
    assert alarms(place, state="open") == ()
    with place.record.reading() as look:
        kinds = [each.kind for each in desk.alarm_view(look, rang.id).history if each.kind != "alarm_spread"]
    assert kinds == ["alarm_raised", "alarm_taken", "alarm_taken", "alarm_explained", "text_read", "alarm_closed"]
    for again in (desk.take, desk.close):
        with pytest.raises(refusals.ClosedAlready):
            again(place.record, bob, rang.id)
    with pytest.raises(refusals.NoSuchAlarm):
        desk.take(place.record, bob, uuid4())


def test_a_silenced_series_is_written_down_and_does_not_ring(place: Place, rang: AlarmLine) -> None:
    bob, later = place.cast.bob.id, now() + timedelta(days=20)
    named = series_named("reports", "harm", "labour_exploitation.fees")
    with pytest.raises(refusals.NotThatLong):
        desk.silence(place.record, bob, named, "being_handled", 91)
    with pytest.raises(refusals.NotAReason):
        desk.silence(place.record, bob, named, "because", 30)
    kept = desk.silence(place.record, bob, named, "being_handled", 30, alarm=rang.id)
    place.take(burst(50_000, day=-19))
    found = place.watch(later)
    assert (found.raised, found.silenced) == (0, 1)
    [silenced] = alarms(place, state="silenced")
    assert (silenced.state, silenced.silence) == (AlarmState.SILENCED, kept)
    assert alarms(place, state="open") == ()
    desk.end_silence(place.record, bob, kept)
    with pytest.raises(refusals.ClosedAlready):
        desk.end_silence(place.record, bob, kept)
    with place.record.reading() as look:
        [row] = desk.silences(look, now())
    assert row.kept == 1
    assert row.ended is not None


def test_standing_is_what_the_facts_fold_to(place: Place, rang: AlarmLine) -> None:
    assert refold(place.record)[1] == []
