"""``leeward init`` and ``leeward check``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from leeward.cli import cli
from leeward.playbook.reader import files, read_playbook, starter

SOUND = Path(__file__).parent.parent / "golden" / "playbook" / "sound"
BROKEN = SOUND.parent / "trees"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def test_a_sound_playbook_is_said_to_be() -> None:
    result = run("check", SOUND)
    assert result.exit_code == 0
    assert f'{SOUND} is sound: "A small sound playbook", version 1' in result.output
    assert "harms 2, policies 1, rules 1, cases 3" in result.output


def test_a_sound_playbook_is_told_to_scripts() -> None:
    told = json.loads(run("check", SOUND, "--json").output)
    assert told["sound"] is True
    assert told["digest"] == read_playbook(SOUND).digest
    assert told["counts"]["rules"] == 1
    assert told["errors"] == []


def broken(tmp_path: Path) -> Path:
    for source in (SOUND, BROKEN):
        for file in files(source):
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_bytes((source / file).read_bytes())
    return tmp_path


def test_errors_are_shown_with_a_path_to_click_on_and_exit_1(tmp_path: Path) -> None:
    result = run("check", broken(tmp_path))
    assert result.exit_code == 1
    assert f'{tmp_path}/policies/recruitment/fees.md:15:3: answer "no" leads nowhere' in result.output
    assert result.output.rstrip().endswith(f"5 errors in {tmp_path}.")


def test_errors_are_told_to_scripts(tmp_path: Path) -> None:
    result = run("check", broken(tmp_path), "--json")
    told = json.loads(result.output)
    assert (result.exit_code, told["sound"], len(told["errors"])) == (1, False, 5)
    assert told["errors"][2] == {
        "file": "policies/recruitment/fees.md",
        "line": 15,
        "column": 3,
        "length": 27,
        "message": 'answer "no" leads nowhere',
        "hint": 'give it a "goto", a "verdict" or an "escalate"',
        "source": '  { id = "no", label = "No" },',
    }


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = run("check", tmp_path / "nowhere")
    assert result.exit_code == 1
    assert f"{tmp_path}/nowhere: there is no such folder" in result.output


def test_without_a_folder_the_playbook_in_force_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEEWARD_PLAYBOOK", str(SOUND))
    assert f"{SOUND} is sound" in run("check").output


def test_init_makes_a_whole_copy_and_says_what_next(tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "mine"
    result = run("init", target)
    assert result.exit_code == 0
    assert f"leeward check '{target}'" in result.output
    assert files(target) == files(starter())
    assert all((target / file).read_bytes() == (starter() / file).read_bytes() for file in files(target))
    assert [each.name for each in target.parent.iterdir()] == ["mine"]


def test_init_fills_an_empty_folder(tmp_path: Path) -> None:
    assert json.loads(run("init", tmp_path, "--json").output)["files"] == len(files(starter()))


@pytest.mark.parametrize("make", [lambda path: (path / "notes.txt").write_text("mine"), lambda path: (path / ".git").mkdir()])
def test_init_overwrites_nothing(tmp_path: Path, make: object) -> None:
    make(tmp_path)  # type: ignore[operator]
    before = sorted(tmp_path.iterdir())
    result = run("init", tmp_path)
    assert result.exit_code == 1
    assert "is not empty" in result.output
    assert sorted(tmp_path.iterdir()) == before


def test_init_that_cannot_write_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("init", tmp_path / "file" / "mine")
    assert result.exit_code == 1
    assert "Nothing was made." in result.output
