"""``leeward measure`` over a house."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from insights.measures.place import MONDAY, OVERTURN, Place
from leeward.cli import cli


@pytest.fixture
def run(seen: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Runs a command in the house of these tests; its exit code and what it prints."""
    settings = seen.house.settings
    monkeypatch.setenv("LEEWARD_HOME", str(settings.home))
    monkeypatch.setenv("LEEWARD_PLAYBOOK", str(settings.playbook))
    monkeypatch.setenv("LEEWARD_DATABASE_URL", seen.record.url)

    def go(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli, ["measure", *arguments])
        return result.exit_code, result.output

    return go


def test_a_measure_is_run_and_told_to_people_and_programs(run) -> None:
    code, said = run("run", OVERTURN, "--periods", "6", "--by", "clause")
    assert code == 0
    assert f"{MONDAY:%Y-%m-%d}  everything                               0.3448 [0.1994, 0.5265] n=29" in said
    assert "HE-SM-1                           not shown: so few stand behind it" in said
    told = json.loads(run("run", OVERTURN, "--periods", "6", "--by", "clause", "--json")[1])
    [week] = [each for each in told["results"] if each["start"].startswith(f"{MONDAY:%Y-%m-%d}") and not each["by"]]
    assert week | {"value": None, "low": None, "high": None} == {
        "measure": OVERTURN, "version": 1, "start": MONDAY.isoformat(), "end": week["end"], "by": {}, "numerator": 10.0,
        "denominator": 29.0, "value": None, "n": 29, "low": None, "high": None, "suppressed": False, "reason": None,
    }  # fmt: skip


def test_a_measure_is_explained(run) -> None:
    said = run("explain", OVERTURN)[1]
    for shown in ("guardrail    appeals/appeal_rate", "interval     wilson", "versions     1 since", "FROM appeal_decided AS d"):
        assert shown in said
    told = json.loads(run("explain", OVERTURN, "--json")[1])
    assert told["target"] == {"at_most": 0.15, "at_least": None, "warn": 0.1}
    assert "GROUPING SETS" in told["sql"]


def test_a_closed_period_is_counted_again_by_who_may(seen: Place, run) -> None:
    day = f"{MONDAY:%Y-%m-%d}"
    assert run("recount", OVERTURN, day, "--as", seen.cast.bob.login) == (0, "It comes out the same.\n")
    assert run("recount", OVERTURN, day, "--as", seen.cast.alice.login)[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [("run", "no/such"), ("run", OVERTURN, "--by", "platform"), ("run", OVERTURN, "--as-of", "today"), ("explain", "no/such")],
)
def test_what_cannot_be_done_is_said(run, arguments: tuple[str, ...]) -> None:
    code, _ = run(*arguments)
    assert code == 1
