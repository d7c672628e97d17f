"""Closed periods never change, and a definition changes only by a new version (Q21, Q54)."""

from datetime import timedelta
from pathlib import Path

import pytest

from insights.measures.place import MONDAY, OVERTURN, Place
from leeward.insights.measures import desk
from leeward.insights.measures.desk.running import kept
from leeward.insights.measures.refusals import NotClosed, Redefined
from leeward.playbook.diagnostics import PlaybookErrors
from leeward.record.standing.refold import refold
from leeward.record.terms.appeal import AppealOutcome
from leeward.record.terms.moment import now


def closed(place: Place) -> list[dict]:
    return [
        each
        for each in place.facts("period_closed")
        if each["measure"] == OVERTURN and each["start"].startswith(str(MONDAY.date()))
    ]


def file_of(place: Place) -> Path:
    return place.house.folder / f"measures/{OVERTURN}.sql"


def test_a_period_is_closed_once_with_everything_and_its_slices(place: Place) -> None:
    place.count()
    place.count()
    [fact] = closed(place)
    assert next((each["by"], each["n"]) for each in fact["results"]) == ([], 29)
    slices = {
        each["by"][0]["value"]: each["n"] for each in fact["results"] if each["by"] and each["by"][0]["dimension"] == "clause"
    }
    assert slices == {"HE-LEX-2": 14, "ASE-NCII-1": 12, "HE-SM-1": 3}
    assert refold(place.record)[1] == []


def test_a_week_is_closed_when_it_has_settled_and_not_before(place: Place) -> None:
    place.count(MONDAY + timedelta(days=8))
    assert closed(place) == []
    place.count(MONDAY + timedelta(days=9))
    assert len(closed(place)) == 1


def test_what_comes_late_changes_no_closed_period_and_the_difference_is_shown(place: Place) -> None:
    """Q54: counted again as of then it is the same; what was closed stays and a difference is a fact."""
    place.count()
    place.decide(MONDAY + timedelta(hours=1), [AppealOutcome.OVERTURNED] * 5)
    place.count()
    assert len(closed(place)) == 1
    assert desk.recount(place.record, place.house.playbook(), place.lake, place.gauge(), MONDAY, place.cast.bob.id) == []
    [shown] = [each for each in series(place).points if each.start == MONDAY]
    assert (shown.whole.n, shown.closed, shown.differing) == (29, True, 0)


def test_a_lake_that_says_something_else_is_a_difference(place: Place) -> None:
    """Q54: re-running a closed period yields identical numbers or a diff."""
    place.count()
    with place.record.writing() as tx:
        tx.execute(
            "UPDATE measure_period SET results = jsonb_set(results, '{0,n}', '31')"
            " WHERE measure = %(measure)s AND start = %(start)s",
            {"measure": OVERTURN, "start": MONDAY},
        )
    [difference] = desk.recount(place.record, place.house.playbook(), place.lake, place.gauge(), MONDAY, place.cast.bob.id)
    assert difference.closed is not None
    assert difference.now is not None
    assert (difference.by, difference.closed.n, difference.now.n) == ((), 31, 29)
    [fact] = place.facts("period_recounted")
    assert (fact["differing"], fact["compared"]) == (1, 5)
    [shown] = [each for each in series(place).points if each.start == MONDAY]
    assert (shown.whole.n, shown.differing) == (31, 1)


def test_a_period_that_is_not_closed_cannot_be_counted_again(place: Place) -> None:
    place.count()
    with pytest.raises(NotClosed):
        desk.recount(
            place.record, place.house.playbook(), place.lake, place.gauge(), MONDAY + timedelta(days=1), place.cast.bob.id
        )


def test_a_changed_definition_needs_a_new_version(place: Place) -> None:
    """Q21: changed text under the same version is refused, at its place; under a new one it is counted beside the old."""
    place.count()
    text = file_of(place).read_text()
    file_of(place).write_text(text.replace("<> 'upheld'", "= 'overturned'"))
    with pytest.raises(PlaybookErrors, match=r"(?s)measures/appeals/overturn_rate.sql:\d+:\d+: .*write -- version: 2"):
        place.house.reload()
    file_of(place).write_text(text.replace("<> 'upheld'", "= 'overturned'").replace("version: 1", "version: 2"))
    assert place.house.reload()
    place.count()
    assert [each["measure_version"] for each in closed(place)] == [1, 2]
    defined = [each for each in place.facts("measure_defined") if each["measure"] == OVERTURN]
    assert [each["measure_version"] for each in defined] == [1, 2]
    assert len({each["definition"] for each in defined}) == 2
    assert refold(place.record)[1] == []


def test_nothing_is_counted_by_a_definition_that_changed_under_its_version(place: Place) -> None:
    place.count()
    with place.record.writing() as tx:
        tx.execute(
            "UPDATE measure_version SET definition = %(other)s WHERE measure = %(measure)s",
            {"other": "0" * 64, "measure": OVERTURN},
        )
    place.count()
    assert OVERTURN not in kept(place.lake)
    assert series(place).line.changed
    with pytest.raises(Redefined, match="version: 2"):
        desk.recount(place.record, place.house.playbook(), place.lake, place.gauge(), MONDAY, place.cast.bob.id)


def test_what_runs_is_counted_now_and_then_and_by_the_text_in_force(place: Place) -> None:
    place.decide(now() - timedelta(seconds=1), [AppealOutcome.OVERTURNED] * 12)
    place.count()
    place.decide(now() - timedelta(seconds=1), [AppealOutcome.OVERTURNED] * 3)
    assert series(place).points[-1].whole.n == 12
    place.count()
    assert series(place).points[-1].whole.n == 15
    (place.lake / "measures/open.json").write_text("{")
    assert series(place).points[-1].whole.n == 15


def test_a_house_in_which_nothing_happened_closes_nothing(database: str, tmp_path: Path) -> None:
    from leeward.house import House
    from leeward.settings import Settings

    house = House(Settings(home=tmp_path), database)
    assert desk.close_due(house.record, house.playbook(), tmp_path / "lake", now()) == 0
    lines = desk.list_of(house.record, house.playbook(), tmp_path / "lake", now())
    assert {line.gauge.code for line in lines} == set(house.playbook().gauges)
    house.record.close()


def series(place: Place):
    return desk.series_of(place.record, place.house.playbook(), place.lake, place.gauge(), now())
