"""Logs of other queues: made-up ones whose truth is known, read in each form, and refused where they are none."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet as parquet
import pytest

from insights.workload.team import Team
from leeward.insights.workload import desk
from leeward.insights.workload.desk.logs import log_called, logs, take_in
from leeward.insights.workload.logs import Ended, Entry, on_duty, patience_of, share, summary
from leeward.insights.workload.refusals import NoSuchData, NotALog
from leeward.lakeside import lake_folder
from visitor import Visitor

FIRST = datetime(2026, 3, 2, 8, tzinfo=UTC)


def queue(servers: int, patience: float, days: int = 20) -> list[Entry]:
    """A queue with known people, patience and times (mean 120 s), one call a minute from eight to noon, served in order."""
    random, found = np.random.default_rng(6), []
    for day in range(days):
        free, at = [0.0] * servers, 0.0
        while (at := at + float(random.exponential(60))) < 4 * 3600:
            waits, gives_up = max(0.0, min(free) - at), float(random.exponential(patience))
            came = FIRST + timedelta(days=day, seconds=at)
            if gives_up < waits:
                found.append(Entry(group="a", came=came, ended=Ended.GONE, waited=gives_up))
                continue
            took, server = float(random.exponential(120)), free.index(min(free))
            free[server] = at + waits + took
            found.append(Entry(group="a", came=came, ended=Ended.SERVED, waited=waits, took=took, server=server))
    return found


def test_patience_people_and_what_erlang_says_are_those_of_the_queue() -> None:
    entries = queue(servers=2, patience=150)
    patience = patience_of(entries)
    assert patience is not None
    assert patience.low < 150 < patience.high
    people = list(on_duty(entries).values())
    assert np.mean(people) == pytest.approx(2, abs=0.15)
    said = summary("made_up", "calls", entries, 0)
    assert said.everything.gone is not None
    assert said.gone_said == pytest.approx(said.everything.gone.share, abs=0.03), "M/M/2+M is what Erlang A describes"
    assert said.soon is not None
    assert said.soon_said == pytest.approx(said.soon.share, abs=0.05)
    night = said.hours[3]
    assert (night.arrivals, night.gone, night.gone_said) == (0.0, None, None)


def calls(path: Path) -> Path:
    """Five calls: two served, one that went, one that ended in the menu, and one that the log calls none."""
    at = datetime(1999, 2, 1, 9)
    columns = ("type", "q_start", "q_time", "outcome", "ser_time", "server")
    rows = [
        ("PS", None, 0, "AGENT", 90, "x"),
        ("PS", at, 70, "AGENT", 30, "y"),
        ("NW", at, 20, "HANG", 0, "n"),
        ("NW", None, 0, "HANG", 0, "n"),
        ("NW", at, 9, "PHANTOM", 0, "n"),
    ]
    table = [{**dict(zip(columns, row, strict=True)), "vru_entry": at, "vru_exit": at} for row in rows]
    parquet.write_table(pyarrow.Table.from_pylist(table), path)
    return path


def test_each_form_is_known_by_its_columns_and_only_what_it_says_is_kept(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    said = take_in(lake, "some_calls", calls(tmp_path / "calls.parquet"))
    assert (said.kind, said.entries, said.left_out) == ("calls", 3, 2)
    assert said.everything.gone == share(1, 3)
    updates = tmp_path / "incidents.csv"
    updates.write_text(
        "number,priority,opened_at,resolved_at,closed_at,made_sla,reassignment_count,sys_updated_at\n"
        "I1,2 - High,2026-03-02 08:00:00,2026-03-02 10:00:00,,true,0,2026-03-02 08:10:00\n"
        "I1,2 - High,2026-03-02 08:00:00,2026-03-02 10:00:00,,false,3,2026-03-02 10:10:00\n"
        "I2,3 - Low,2026-03-02 08:00:00,,,true,1,2026-03-02 08:10:00\n"
    )
    desk_ = take_in(lake, "desk", updates)
    assert (desk_.kind, desk_.entries, desk_.left_out) == ("incidents", 2, 1)
    assert desk_.everything.in_time == share(1, 2), "the last update counts"
    assert {group.name: group.moved for group in desk_.groups} == {"2 - High": 3.0, "3 - Low": 1.0}
    events = tmp_path / "events.csv"
    events.write_text(
        "case_id,activity,resource,timestamp\n1,Assign,A,2026-03-02 08:00:00\n1,Assign,A,2026-03-02 08:00:00\n"
        "1,Closed,B,2026-03-03 08:00:00\n2,Assign,A,2026-03-02 09:00:00\n"
    )
    help_desk = take_in(lake, "help", events)
    assert (help_desk.kind, help_desk.entries, help_desk.left_out) == ("events", 2, 1)
    assert [each.name for each in logs(lake)] == ["desk", "help", "some_calls"]
    assert log_called(lake, "desk") == desk_
    assert {path.suffix for path in (tmp_path / "logs").iterdir()} == {".json"}


@pytest.mark.parametrize("name", ["../escape", "Big", "", "a b"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotALog, match="no name"):
        take_in(tmp_path / "lake", name, calls(tmp_path / "calls.parquet"))
    with pytest.raises(NoSuchData):
        log_called(tmp_path / "lake", name)


def test_what_is_no_log_is_refused_with_what_is_wanted(tmp_path: Path) -> None:
    other, broken = tmp_path / "other.csv", tmp_path / "broken.parquet"
    other.write_text("a,b\n1,2\n")
    broken.write_bytes(b"no parquet")
    with pytest.raises(NotALog, match="none of the sets of columns") as refused:
        take_in(tmp_path / "lake", "other", other)
    assert "case_id" in str(refused.value)
    with pytest.raises(NotALog, match="cannot be read"):
        take_in(tmp_path / "lake", "broken", broken)


def test_a_log_has_its_page(team: Team, tmp_path: Path) -> None:
    folder = lake_folder(team.house)
    with Visitor(team.site) as ana:
        ana.sign_in(team.record, team.cast.ana)
        assert "No log was taken in yet" in ana.get("/workload/logs").text or desk.logs(folder)
        desk.take_in(folder, "few_calls", calls(tmp_path / "calls.parquet"))
        listed, page = ana.get("/workload/logs").text, ana.get("/workload/logs/few_calls").text
        assert ana.get("/workload/logs/nothing").status_code == 404
    assert "/workload/logs/few_calls" in listed
    assert "33.3" in page
    assert "Fewer than fourteen days" in page
