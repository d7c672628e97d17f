"""The forecast as facts: made once in a while, of every queue, kept, and held against what came."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from insights.workload.team import BUSY, QUIET, Team, live, opened
from leeward.clockwork import Clockwork
from leeward.house import House
from leeward.insights.workload import desk
from leeward.insights.workload.refusals import NoSuchQueue, NotForetold
from leeward.lakeside import lake_folder
from leeward.playbook.breach import Due, chances_late, pace_of
from leeward.record.ledger.seal import seal_pending
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import PersonId, new_id
from leeward.record.terms.moment import now
from leeward.settings import Settings


def test_every_queue_is_forecast_with_its_band_its_days_and_its_people(team: Team) -> None:
    made = {fact["queue"]: fact for fact in team.facts("forecast_made")}
    assert set(made) == {queue.code for queue in team.house.playbook().queues}
    busy = made[BUSY]
    assert len(busy["hours"]) == 168
    assert busy["waiting"] == 40
    whole = [day for day in busy["days"] if day["hours"] == 24]
    assert all(day["low"] <= day["expected"] <= day["high"] for day in whole)
    assert 12 < sum(day["expected"] for day in whole) / len(whole) < 40, "what comes is some 25 a day"
    assert all(0 <= day["chance"] <= 1 and day["late"] <= day["due"] + 1e-6 for day in busy["days"])
    assert 3 < busy["handling"] < 9, "minutes"
    assert sum(hour["people"] for hour in busy["hours"]) > sum(hour["people"] for hour in made[QUIET]["hours"])
    tested = {fact["queue"]: {way["way"]: way for way in fact["ways"]} for fact in team.facts("forecast_tested")}
    assert tested[BUSY]["ours"]["pinball"] < min(tested[BUSY][way]["pinball"] for way in ("naive", "seasonal_naive"))


def test_it_is_made_again_only_when_it_is_time(team: Team) -> None:
    at, folder = now(), lake_folder(team.house)
    assert desk.forecast_when_due(team.record, team.house.playbook(), folder, at) == 0
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    count = len(team.facts("forecast_made"))
    assert desk.forecast_when_due(team.record, team.house.playbook(), folder, midnight + timedelta(minutes=1)) == 12
    assert len(team.facts("forecast_made")) == count + 12
    with team.record.reading() as look:
        kept = look.rows(
            "SELECT queue, count(*) AS made, count(*) FILTER (WHERE hours <> '[]') AS whole FROM forecast GROUP BY 1"
        )
    assert {row["whole"] for row in kept} == {1}, "the hours are kept of the latest only"
    assert min(row["made"] for row in kept) >= 2


def test_a_flood_brings_a_forecast_before_its_time(database: str, tmp_path: Path) -> None:
    house = House(Settings(home=tmp_path), database)
    try:
        at = now()
        with house.record.writing() as tx:
            tx.execute("INSERT INTO forecast (queue, made, seen_until, begins, hours, days, tiers, allowed, handling, deviation,"
                       " waiting, luck) VALUES ('recruitment', %(at)s, %(at)s, %(at)s, '[]', '[]', '[]', '[]', 6, 4, 5, '{}')",
                       {"at": at})  # fmt: skip
        from leeward.insights.workload.desk.forecasting import _is_due

        with house.record.reading() as look:
            assert not _is_due(look, house.playbook(), at + timedelta(seconds=1))
        with house.record.writing() as tx:
            tx.append([opened(at, BUSY) for _ in range(100)])
        with house.record.reading() as look:
            assert not _is_due(look, house.playbook(), at + timedelta(minutes=1)), "not at once"
            assert _is_due(look, house.playbook(), at + timedelta(minutes=11))
    finally:
        house.record.close()


def test_the_clockwork_forecasts_by_itself(database: str, tmp_path: Path) -> None:
    house = House(Settings(home=tmp_path), database)
    try:
        live(house.record, (PersonId(new_id()), PersonId(new_id())), days=9)
        seal_pending(house.record)
        whole = threading.Event()
        clockwork = Clockwork(house, whole)
        clockwork._lake()
        clockwork._measures()
        with house.record.reading() as look:
            kinds = ("forecast_made", "period_closed", "board_watched")
            told = look.value("SELECT count(*) FROM fact WHERE kind = ANY (%(kinds)s)", {"kinds": list(kinds)})
        assert told == 0, "a past that is still being written is neither counted nor watched"
        whole.set()
        clockwork._lake()
        with house.record.reading() as look:
            assert look.value("SELECT count(*) FROM forecast") == len(house.playbook().queues)
            assert look.value("SELECT count(*) FROM forecast_test") == 0, "nine days are too few to test it on"
    finally:
        house.record.close()


def test_an_empty_house_has_nothing_to_forecast_from(database: str, tmp_path: Path) -> None:
    house = House(Settings(home=tmp_path), database)
    try:
        assert desk.forecast_when_due(house.record, house.playbook(), lake_folder(house), now()) == 0
        assert desk.forecast(house.record, house.playbook(), lake_folder(house), now()) == []
        with house.record.reading() as look:
            lines = desk.overview(look, house.playbook(), now())
            assert {line.state for line in lines} == {"unknown"}
            with pytest.raises(NotForetold, match="seven days"):
                desk.copes(look, house.playbook(), BUSY, now())
            with pytest.raises(NoSuchQueue, match="recruitment"):
                desk.copes(look, house.playbook(), "recruitmant", now())
    finally:
        house.record.close()


def test_one_more_person_is_never_worse_and_more_work_never_better(team: Team) -> None:
    """Q34: the chance of being late under more work."""
    with team.record.reading() as look:
        seen = desk.copes(look, team.house.playbook(), BUSY, now())
        flood = desk.copes(look, team.house.playbook(), BUSY, now(), volume=40.0)
        none = desk.copes(look, team.house.playbook(), BUSY, now(), people=-50)
    usual, more, fewer, fifth = seen.cases
    assert more.late <= usual.late <= fewer.late
    assert usual.late <= fifth.late + 1e-9
    assert flood.cases[-1].words == "What you asked"
    assert flood.cases[-1].late > 10 * max(1.0, usual.late)
    assert none.cases[-1].share == pytest.approx(1.0), "nobody there"
    assert seen.line.late == 10


def test_a_forecast_gives_what_a_room_needs_to_say_how_likely_a_job_is_late(team: Team) -> None:
    """What stands of it is the pace of ``playbook/breach.py``: whoever shows jobs asks there."""
    with team.record.reading() as look:
        row = look.one("SELECT * FROM forecast WHERE queue = %(queue)s ORDER BY made DESC LIMIT 1", {"queue": BUSY})
    assert row is not None
    pace = pace_of(row, team.house.playbook().staffing.most_busy)
    soon, later = (chances_late(pace, [Due(1, now() + timedelta(hours=hours))] * 40, now())[-1] for hours in (1, 72))
    assert soon > 0.9 > 0.1 > later


def test_each_job_that_waits_has_its_chance_of_being_late(team: Team) -> None:
    with team.record.reading() as look:
        jobs = desk.likely_late(look, team.house.playbook(), BUSY, now())
        nothing = desk.likely_late(look, team.house.playbook(), "smuggling", now())
    assert [job.ahead for job in jobs] == list(range(40)), "in the order in which they are served"
    assert [job.chance for job in jobs[:10]] == [1.0] * 10, "late already"
    soon, later = [job.chance for job in jobs[10:20]], [job.chance for job in jobs[20:]]
    assert (soon, later) == (sorted(soon), sorted(later)), "who is further back is likelier late"
    assert soon[-1] > max(0.9, later[0]), "twenty are ahead, and half an hour is left"
    assert nothing == []


def test_standing_is_the_ledger_folded(team: Team) -> None:
    _, differences = refold(team.record)
    assert [each for each in differences if each.table in ("forecast", "forecast_test")] == []


def test_handling_times_are_of_groups_and_small_ones_are_hidden(team: Team) -> None:
    """Q22: n and interval, and nothing of fewer people than the limit; two leads are too few."""
    seen = desk.handling(team.record, lake_folder(team.house), team.house.playbook(), now())
    found = {(cell.row, cell.column): cell for cell in seen.rows}
    assert found["HE-REC-1", "leads"].hidden == "few_people"
    assert found["HE-REC-1", "reviewers"].hidden == "with_another", "else the leads are the rest"
    whole = found["HE-REC-1", "everybody"].times
    assert whole is not None
    assert whole.people == 10
    assert whole.quantiles[1].low < whole.quantiles[1].seconds < whole.quantiles[1].high
    assert 60 * 4 < whole.quantiles[1].seconds < 60 * 6


def test_what_came_is_counted_by_queue_and_language(team: Team) -> None:
    folder, playbook = lake_folder(team.house), team.house.playbook()
    whole = desk.arrivals(team.record, folder, playbook, now())
    busy = desk.arrivals(team.record, folder, playbook, now(), queue=BUSY)
    spanish = desk.arrivals(team.record, folder, playbook, now(), queue=BUSY, language="es")
    assert sum(came for _, came in whole.days) > sum(came for _, came in busy.days) > sum(came for _, came in spanish.days) > 0
    assert dict(busy.languages)["en"] > dict(busy.languages)["es"]
    assert len(busy.week) == 168
    assert busy.tested[0].way == "ours"
