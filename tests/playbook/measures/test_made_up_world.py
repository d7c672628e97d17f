"""Every measure that comes with Leeward, over the lake of a made-up quarter: it runs, and what it says can be true."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from leeward.house import House
from leeward.lakeside import lake_folder
from leeward.playbook.measures.asking import Period, query
from leeward.playbook.measures.binding import bind
from leeward.playbook.measures.gauge import Form, Gauge
from leeward.playbook.measures.reckoning import Cell, cells_of
from leeward.playbook.measures.text import Text
from leeward.playbook.measures.views import views_of
from leeward.playbook.reader import read_playbook, starter
from leeward.record.lake import views
from leeward.record.lake.reading import Lake, open_lake
from leeward.record.terms.code import GaugeCode
from leeward.record.terms.moment import now

BOOK = read_playbook(starter())
VIEWS = views_of(BOOK.activity)
MAY_BE_SILENT = {
    "appeals/decided_in_time": "appeals of the made-up house came in just now, and are due in days",
    "appeals/wrongly_restricted_days": "no appeal has taken effect yet",
    "delivery/delivered": "the made-up house has no receiver of webhooks",
    "delivery/delivery_time_p95": "the same",
    "delivery/tries": "the same",
    "flow/authority_response": "in so small a world no authority may have been answered",
    "flow/clock_overrun_p90": "all that came due may have been done in time",
    "flow/escalations_confirmed": "what was escalated still waits for a lead",
    "flow/notices_cured": "no notice may have been incomplete",
    "harm/detection_precision": "of so few listings none may have been raised by a rule and decided",
    "harm/prevalence": "no sample was drawn",
    "harm/recall": "the same",
    "harm/sample_labelled": "the same",
    "harm/weighted_prevalence": "the same",
    "quality/automation_precision": "people decide everything",
    "quality/calibration_met": "no calibration was held",
    "quality/dispute_rate": "of so few second looks all may have agreed",
    "quality/expert_agreement": "of so few second looks none may have been paired",
    "quality/golden_pass_rate": "nobody was given a golden item",
    "reporters/suspensions_upheld": "nobody contested a suspension",
    "statements/time_to_acceptance": "no statement is sent from a made-up house",
}
"""Measures of which so small a quarter may have nothing to say, and why: then they refuse."""


@pytest.fixture(scope="module")
def lake(made_up: House) -> Iterator[Lake]:
    with open_lake(made_up.record, lake_folder(made_up)) as opened:
        yield opened


@pytest.fixture(scope="module")
def found(lake: Lake) -> dict[GaugeCode, list[Cell]]:
    """What each measure says of the quarter, for everything and by its first dimension."""
    end = now() + timedelta(minutes=1)
    quarter = [Period(end - timedelta(days=120), end)]
    said: dict[GaugeCode, list[Cell]] = {}
    with lake.tables(" ".join(each.sql for each in BOOK.gauges.values())) as connection:
        for gauge in BOOK.gauges.values():
            splits = [gauge.dimensions[:1]] if gauge.dimensions else []
            cursor = connection.execute(query(gauge, bind(Text(gauge.sql), VIEWS), quarter, splits))
            names = [column[0] for column in cursor.description or ()]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            said[gauge.code] = cells_of(gauge, rows, splits, 1)
    return said


def test_there_are_the_measures_that_a_team_needs() -> None:
    assert len(BOOK.gauges) >= 45
    assert {each.subject for each in BOOK.gauges.values()} >= {
        "harm", "flow", "appeals", "quality", "workforce", "reporters", "delivery", "statements", "rules",
    }  # fmt: skip


@pytest.mark.parametrize("code", sorted(BOOK.gauges))
def test_a_measure_says_something_that_can_be_true(found: dict[GaugeCode, list[Cell]], code: GaugeCode) -> None:
    gauge, cells = BOOK.gauges[code], found[code]
    [whole] = [cell for cell in cells if not cell.by]
    if whole.value is None:
        assert (whole.reason, code in MAY_BE_SILENT) == ("undefined", True)
        return
    assert whole.n > 0 or gauge.form is Form.COUNT
    for cell in cells:
        _can_be_true(gauge, cell)
    parts = [cell.n for cell in cells if cell.by]
    assert not parts or sum(parts) == whole.n


def _can_be_true(gauge: Gauge, cell: Cell) -> None:
    if cell.value is None:
        return
    if gauge.form is Form.SHARE or gauge.unit.startswith("share"):
        assert 0 <= cell.value <= 1
    if gauge.code != "quality/agreement_beyond_even":
        assert cell.value >= 0
    for low, high in ((cell.low, cell.value), (cell.value, cell.high)):
        assert low is None or high is None or low <= high + 1e-9


def test_measures_say_what_the_operational_database_says(found: dict[GaugeCode, list[Cell]], made_up: House) -> None:
    def value(code: str) -> float | None:
        return next(cell.value for cell in found[GaugeCode(code)] if not cell.by)

    with made_up.record.reading() as look:
        asked = {
            "flow/intake": "SELECT count(*) FROM report",
            "flow/throughput": "SELECT count(*) FROM decision WHERE state <> 'undone'",
            "flow/backlog": "SELECT count(*) FROM job WHERE state <> 'decided'",
            "appeals/backlog": "SELECT count(*) FROM appeal WHERE state NOT IN ('decided', 'effective', 'withdrawn')",
            "flow/handle_time": """SELECT avg(extract(epoch FROM l.ended - l.began)) / 60 FROM looked l
                JOIN decision d ON d.job = l.work AND d.decided = l.ended""",
        }
        known = {code: float(look.value(sql)) for code, sql in asked.items()}
    assert {code: pytest.approx(value(code)) for code in known} == known


def test_what_was_decided_in_time_is_the_example_of_the_field(lake: Lake) -> None:
    """97 % of what was decided was decided in time, and 1,400 are open and late: 88.0 % (FIELD.md 10, Q23)."""
    decided, late = 13_689, 1_400
    gauge = BOOK.gauges[GaugeCode("flow/sla_attainment")]
    day = datetime(2026, 1, 5, tzinfo=UTC)
    asked = query(gauge, bind(Text(gauge.sql), VIEWS), [Period(day, day + timedelta(days=7))], [])
    columns = ", ".join(
        f"NULL::{kind.type} AS {name}" for name, kind in _columns().items() if name not in ("due", "decided", "counts")
    )
    with lake.tables("") as connection:
        connection.execute(
            f"""CREATE VIEW jobs AS SELECT {columns}, TRUE AS counts, TIMESTAMPTZ '2026-01-06 12:00:00+00' AS due, CASE
                WHEN n < {round(decided * 0.97)} THEN TIMESTAMPTZ '2026-01-06 11:00:00+00'
                WHEN n < {decided} THEN TIMESTAMPTZ '2026-01-06 13:00:00+00' END AS decided
            FROM range({decided + late}) AS t(n)"""
        )
        cursor = connection.execute(asked)
        names = [column[0] for column in cursor.description or ()]
        [cell] = cells_of(gauge, [dict(zip(names, row, strict=True)) for row in cursor.fetchall()], [], 1)
    assert (cell.n, round(cell.value or 0, 3)) == (15_089, 0.880)


def _columns() -> dict[str, views.Column]:
    return views.derived()["jobs"].columns
