"""Workload on real queues: a bank's call centre in February 1999, 890 ServiceNow incidents, an Italian software help desk.

The figures are those of the data's own descriptions, counted anew from the files; and the forecast is held against simpler ways
on the bank's last week.
"""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow.compute as compute
import pyarrow.parquet as parquet
import pytest

from leeward.insights.workload.backtest import NAIVE, OURS, SEASONAL, backtest
from leeward.insights.workload.desk.logs import take_in
from leeward.insights.workload.logs import Summary
from leeward.insights.workload.seasonal import slots_of


@pytest.fixture(scope="module")
def bank(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """What the bank's log says."""
    return take_in(tmp_path_factory.mktemp("bank") / "lake", "bank", shared / "queue_bank_callcentre_1999_02" / "calls.parquet")


def test_the_banks_calls_are_counted_as_its_description_does(bank: Summary) -> None:
    """27,162 served; 5,904 hung up, of whom 1,941 in the voice menu; 278 phantoms; 85 served calls say no time."""
    served = bank.everything.n - bank.everything.gone.hits if bank.everything.gone else 0
    assert served == 27_162
    assert bank.everything.gone is not None
    assert bank.everything.gone.hits == 5_904 - 1_941
    assert bank.left_out == 1_941 + 278
    assert bank.everything.times is not None
    assert bank.everything.times.n == 27_162 - 85
    assert {group.name for group in bank.groups} == {"PS", "PE", "NE", "IN", "NW", "TT"}


def test_the_banks_patience_and_times_are_fitted(bank: Summary) -> None:
    assert bank.patience is not None
    assert bank.patience.gone == 3_963
    assert 300 < bank.patience.low < bank.patience.mean < bank.patience.high < 400, "about six minutes, if nobody came"
    assert bank.everything.times is not None
    assert 100 < bank.everything.times.quantiles[1].seconds < 115, "half of all calls are over in 107 seconds"
    assert 170 < bank.everything.times.mean < 185
    still = dict(bank.patience.still)
    assert still[60.0] > still[180.0] > still[300.0]


def test_erlang_a_is_near_what_happened_and_erlang_c_is_not(bank: Summary) -> None:
    """With the people who were busy while somebody waited: who went away within five points, hour by hour within twenty."""
    assert bank.gone_said is not None
    assert bank.everything.gone is not None
    assert abs(bank.gone_said - bank.everything.gone.share) < 0.06
    busy = [hour for hour in bank.hours if hour.arrivals > 20 and hour.gone is not None and hour.gone_said is not None]
    assert len(busy) >= 16
    assert all(abs((hour.gone or 0) - (hour.gone_said or 0)) < 0.2 for hour in busy)
    with_patience = np.mean([abs((hour.soon or 0) - (hour.soon_said or 0)) for hour in busy])
    without = np.mean([abs((hour.soon or 0) - (hour.soon_without or 0)) for hour in busy])
    assert with_patience < without / 2, "whoever leaves out that people go away plans for a queue that never was"
    assert all(hour.spread is not None and hour.spread > 3 for hour in busy), "days differ by far more than chance"


def test_the_banks_last_week_is_foretold_better_than_by_simpler_ways(shared: Path) -> None:
    calls = parquet.read_table(shared / "queue_bank_callcentre_1999_02" / "calls.parquet", columns=["vru_entry"])
    hours = compute.floor_temporal(calls["vru_entry"], unit="hour").cast("int64").to_numpy()
    unit = 3600 * 10 ** {"s": 0, "ms": 3, "us": 6, "ns": 9}[calls.schema.field("vru_entry").type.unit]
    place = hours // unit
    first = int(place.min()) // 24 * 24
    counts = np.bincount(place - first, minlength=28 * 24).astype(float)
    assert len(counts) == 28 * 24
    slots = slots_of(datetime.fromtimestamp(first * 3600, UTC), len(counts), "UTC", {})
    found = {each.way: each for each in backtest(counts, slots, days=7)}
    assert found[OURS].pinball < min(found[SEASONAL].pinball, found[NAIVE].pinball)
    assert found[OURS].mase < min(found[SEASONAL].mase, found[NAIVE].mase)
    assert found[OURS].cover80 >= 0.75
    assert found[OURS].cover95 >= 0.9


def test_incidents_are_in_time_as_their_description_says(shared: Path, tmp_path: Path) -> None:
    """890 incidents, in time 495 and not 395; by priority, from their last updates."""
    said = take_in(tmp_path / "lake", "incidents", shared / "queue_incidents_servicenow" / "incident_events.parquet")
    assert (said.entries, said.left_out) == (890, 5_998 - 890)
    assert said.everything.in_time is not None
    assert (said.everything.in_time.hits, said.everything.in_time.n) == (495, 890)
    by_priority = {group.name: group for group in said.groups}
    assert set(by_priority) == {"1 - Critical", "2 - High", "3 - Moderate", "4 - Low"}
    assert by_priority["2 - High"].in_time is not None
    assert by_priority["2 - High"].in_time.high < 0.15
    assert said.hours == (), "three days say nothing of arrivals"


def test_a_help_desks_cases_are_whole(shared: Path, tmp_path: Path) -> None:
    """4,580 tickets; 254 of 21,348 rows are one of a pair of exact doubles."""
    said = take_in(tmp_path / "lake", "help", shared / "queue_helpdesk_it" / "events.parquet")
    assert (said.entries, said.left_out) == (4_580, 254 // 2)
    assert said.patience is None
    assert said.everything.times is not None
    assert said.everything.times.quantiles[1].seconds > 30 * 86_400, "of the calendar, not of work"
