"""Boards: actual against target beside the guardrail, small cells hidden, everything opens where it comes from."""

import csv
import re

import pytest

from insights.rules.place import Place
from leeward.insights.boards import desk
from leeward.insights.boards.links import QUEUED, SERIES
from leeward.insights.boards.refusals import NoSuchValue
from leeward.insights.drivers.series import SERIES as ASKABLE
from leeward.record.standing.refold import refold
from leeward.record.terms.moment import now
from visitor import Visitor

GETS = ("/boards", "/boards/operations", "/boards/queues")


def seen(place: Place, code: str = "queues", value: str = "") -> desk.Seen:
    """A board of the starter, looked at."""
    playbook = place.house.playbook()
    with place.record.reading() as look:
        return desk.look_at(look, playbook, desk.board_of(playbook, code), now(), value)


def row(board: desk.Seen, measure: str) -> desk.Row:
    """One row of it."""
    return next(each for each in board.rows if each.asked.measure == measure)


def line_of(page: str, measure: str) -> str:
    """The row of a measure in a page."""
    return next(
        each for each in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f'<th scope="row"><a href="/measures/{measure}' in each
    )


def test_a_lead_sees_what_was_promised_against_what_is(place: Place) -> None:
    """Q22: value, interval, n; actual against target beside its guardrail."""
    with Visitor(place.site) as bob:
        bob.sign_in(place.record, place.cast.bob)
        page = bob.get("/boards/operations").text
        assert "Operations" in bob.get("/boards").text
    kept = line_of(page, "flow/sla_attainment")
    for shown in ("83.3 %", "n 293", "target missed", "at least 95.0 %", 'href="/measures/quality/accuracy"', "not defined"):
        assert shown in kept
    assert 'href="/measures/flow/sla_attainment#definition"' in kept
    assert 'href="/drivers?series=in_time&amp;last=' in kept
    assert "none closed yet" in line_of(page, "flow/wait_p90")
    assert "Its text changed" in line_of(page, "flow/throughput")
    for link in ("/operations", "/late", "/clocks", "/trends", "/workload", "/wellness/house"):
        assert f'href="{link}"' in page.split('id="now"')[1]


def test_a_queue_is_looked_at_by_itself_and_what_is_small_is_hidden(place: Place) -> None:
    board = seen(place, value="smuggling")
    attained = row(board, "flow/sla_attainment").number
    assert attained.cell is not None
    assert (attained.cell.n, attained.state) == (150, "met")
    assert row(board, "flow/clocks_kept").number.cell is None
    few = row(seen(place, value="trafficking"), "flow/sla_attainment").number.cell
    beside = row(seen(place, value="recruitment"), "flow/sla_attainment").number.cell
    assert few is not None
    assert beside is not None
    assert few.suppressed
    assert beside.suppressed, "everything less the others would be trafficking"


def test_a_target_within_the_interval_is_not_said_to_be_missed(place: Place) -> None:
    board = seen(place, value="labour_exploitation")
    number = row(board, "flow/sla_attainment").number
    assert number.cell is not None
    assert number.target is not None
    assert number.cell.high is not None
    assert number.state == ("unsure" if number.cell.high >= number.target.target else "missed")
    assert row(seen(place), "flow/sla_attainment").number.state == "missed"


def test_nothing_of_a_queue_is_zero_and_what_was_not_recorded_is_not(place: Place) -> None:
    number = row(seen(place, value="authorities"), "flow/backlog").number
    assert number.cell is not None
    assert number.cell.value == 0
    assert row(seen(place, value="authorities"), "flow/throughput").number.cell is None, "it was recorded without slices"


def test_queues_stand_side_by_side(place: Place) -> None:
    board = seen(place)
    assert {each.value for each in board.compared} == {"labour_exploitation", "smuggling", "trafficking", "recruitment"}
    with Visitor(place.site) as bob:
        bob.sign_in(place.record, place.cast.bob)
        page = bob.get("/boards/queues").text
        one = bob.get("/boards/queues?of=trafficking").text
        assert bob.get("/boards/queues?of=nowhere").status_code == 404
        assert bob.get("/boards/nothing").status_code == 404
        rows = list(csv.DictReader(bob.get("/boards/queues?of=trafficking&format=csv").text.splitlines()))
    side = page.split('id="compared"')[1].split("</section>")[0]
    assert "hidden" in side
    assert "66.7 %" not in page + one
    [attained] = [each for each in rows if each["measure"] == "flow/sla_attainment"]
    assert (attained["value"], attained["n"], attained["reason"]) == ("", "", "few")


def test_what_a_board_is_not_about_is_refused(place: Place) -> None:
    with pytest.raises(NoSuchValue):
        seen(place, value="nowhere")
    with pytest.raises(NoSuchValue):
        seen(place, code="operations", value="smuggling")


def test_every_series_that_a_number_leads_to_can_be_asked_about(place: Place) -> None:
    assert set(SERIES.values()) <= set(ASKABLE)
    assert all("queue" in ASKABLE[code].dimensions for code in QUEUED)
    assert set(SERIES) <= set(place.house.playbook().gauges)


def test_what_boards_read_can_be_folded_again(place: Place) -> None:
    assert refold(place.record)[1] == []


@pytest.mark.parametrize("path", GETS)
def test_an_outsider_sees_no_board(place: Place, path: str) -> None:
    with Visitor(place.site) as eve:
        eve.sign_in(place.record, place.cast.eve)
        assert eve.get(path).status_code == 403
