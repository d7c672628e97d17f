"""``leeward workload``: the same answers at a terminal, with the same rights."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from insights.workload.team import BUSY, Team
from insights.workload.test_logs import calls
from leeward.cli import main


@pytest.fixture
def run(team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command as somebody; what it said."""
    monkeypatch.setenv("LEEWARD_HOME", str(team.house.settings.home))
    monkeypatch.setenv("LEEWARD_DATABASE_URL", team.record.url)

    def command(who: str, *arguments: str, code: int = 0) -> str:
        login = ["--as", getattr(team.cast, who).login]
        monkeypatch.setattr(sys, "argv", ["leeward", "workload", *arguments, *login])
        capsys.readouterr()
        try:
            main()
            ended = 0
        except SystemExit as ending:
            ended = int(ending.code or 0)
        out, err = capsys.readouterr()
        assert ended == code, out + err
        return out + err

    return command


def test_forecast_staff_and_backtest(run: Any, team: Team) -> None:
    told = json.loads(run("ana", "forecast", "--no-test", "--json").splitlines()[-1])
    assert told["forecast"] == len(team.house.playbook().queues)
    assert {each["queue"]: each["waiting"] for each in told["queues"]}[BUSY] == 40
    staff = json.loads(run("bob", "staff", BUSY, "--people", "1", "--json").splitlines()[-1])
    assert len(staff["hours"]) == 168
    assert staff["cases"][-1]["words"] == "What you asked"
    assert "full-time people" in run("bob", "staff", BUSY)
    tested = json.loads(run("ana", "backtest", BUSY, "--json").splitlines()[-1])
    assert {way["way"] for way in tested["ways"]} == {"ours", "naive", "seasonal_naive", "mean_of_four_weeks"}
    assert "this forecast" in run("ana", "backtest", BUSY)
    assert "no queue" in run("bob", "staff", "nothing", code=1)


def test_a_log_is_taken_in(run: Any, tmp_path: Path) -> None:
    file = calls(tmp_path / "calls.parquet")
    told = run("ana", "import", "from_a_terminal", str(file))
    assert "3 entries (calls), 2 rows left out, 33.3% went away" in told
    assert "no name" in run("ana", "import", "No", str(file), code=1)


@pytest.mark.parametrize(("who", "arguments"), [("alice", ("staff", BUSY)), ("eve", ("backtest", BUSY)), ("ada", ("forecast",))])
def test_who_has_no_right_is_refused(run: Any, who: str, arguments: tuple[str, ...]) -> None:
    assert "It needs workload." in run(who, *arguments, code=1)
