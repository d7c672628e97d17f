"""The measures that come with Leeward: sound, proven, guarded."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from leeward.cli import cli
from leeward.playbook.measures.trying import try_cases
from leeward.playbook.measures.views import views_of
from leeward.playbook.reader import read_playbook, starter

BOOK = read_playbook(starter())


@pytest.mark.parametrize("code", sorted(BOOK.gauges))
def test_a_measure_keeps_its_cases(code: str) -> None:
    measure = next(each for each in BOOK.gauges.values() if each.code == code)
    assert [each.render() for each in try_cases(measure, views_of(BOOK.activity))] == []


@pytest.mark.parametrize("code", sorted(BOOK.gauges))
def test_a_measure_is_guarded_and_says_what_happens_when_there_is_nothing(code: str) -> None:
    measure = next(each for each in BOOK.gauges.values() if each.code == code)
    assert measure.guardrail is not None or measure.unguarded
    assert any(expected.numbers.get("n") == (0.0, 0.0) for case in measure.cases for expected in case.expect)


def test_every_target_has_a_guarded_measure() -> None:
    assert BOOK.targets
    for target in BOOK.targets:
        assert BOOK.gauges[target.measure].guardrail is not None


@pytest.mark.parametrize(("value", "state"), [(1.0, "met"), (18.5, "close"), (24.0, "close"), (24.1, "missed")])
def test_a_target_says_how_actual_stands_against_it(value: float, state: str) -> None:
    [target] = [each for each in BOOK.targets if each.measure == "flow/time_to_decision"]
    assert target.state(value) == state


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(arguments))
    return result.exit_code, result.output


def test_the_command_checks_lists_and_names_what_is_wrong(tmp_path: Path) -> None:
    code, said = run("measure", "check", "--in", str(starter()), "appeals")
    assert (code, said.endswith("cases are kept.\n")) == (0, True)
    assert "appeals/overturn_rate" in run("measure", "list", "--in", str(starter()))[1]
    code, said = run("measure", "check", "--in", str(starter()), "appeals/overtun_rate")
    assert code == 1
    assert 'did you mean "appeals/overturn_rate"?' in said
