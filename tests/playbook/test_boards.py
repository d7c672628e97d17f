"""Boards of a playbook: read, or refused with the place and what to do."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from insights.rules.place import own_copy
from leeward.cli import cli
from leeward.playbook.board import Dimension, Picture
from leeward.playbook.diagnostics import Diagnostic, PlaybookErrors
from leeward.playbook.reader import read_playbook, starter

BOARD = """[board]
title = "Smuggling"
audience = "those who answer for it"
question = "Do we keep up?"
by = "queue"
only = "smuggling"

[[row]]
measure = "flow/backlog"
picture = "line"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the starter playbook."""
    return own_copy(tmp_path_factory.mktemp("boards"))


def wrong(folder: Path, old: str, new: str, name: str = "smuggling.toml") -> Diagnostic:
    """The one error of a board of which this is changed."""
    path = folder / "boards" / name
    assert old in BOARD
    path.write_text(BOARD.replace(old, new, 1), "utf-8")
    try:
        with pytest.raises(PlaybookErrors) as caught:
            read_playbook(folder)
    finally:
        path.unlink()
    [found] = caught.value.diagnostics
    assert found.file == f"boards/{name}"
    return found


def test_a_board_is_read(folder: Path) -> None:
    path = folder / "boards" / "smuggling.toml"
    path.write_text(BOARD, "utf-8")
    found = read_playbook(folder).boards["smuggling"]
    path.unlink()
    assert (found.by, found.only, found.title) == (Dimension.QUEUE, "smuggling", "Smuggling")
    assert [(row.measure, row.picture) for row in found.rows] == [("flow/backlog", Picture.LINE)]


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "hint"),
    [
        ("flow/backlog", "flow/backlok", 9, "there is no measure flow/backlok", "flow/backlog"),
        ("flow/backlog", "delivery/tries", 9, "delivery/tries cannot be split by queue", "it can be split by: "),
        ('by = "queue"', 'by = "quarter"', 5, "", "queue"),
        ('"smuggling"', '"smugling"', 6, "there is no queue smugling", "smuggling"),
        ('by = "queue"\n', "", 5, 'nobody can say what "smuggling" is', "by ="),
        ('"line"', '"pie"', 10, "", "line"),
        ('title = "Smuggling"\n', "", 1, "title", ""),
        (
            'picture = "line"\n', '[[row]]\nmeasure = "flow/backlog"\n', 11, "flow/backlog stands on this board already",
            "keep one of them",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_where_it_stands(folder: Path, old: str, new: str, line: int, message: str, hint: str) -> None:
    found = wrong(folder, old, new)
    assert found.line == line
    assert message in found.message
    assert hint in found.message + (found.hint or "")


def test_a_board_that_would_not_be_read_is_an_error(folder: Path) -> None:
    assert "boards/<name>.toml" in wrong(folder, "line", "line", "smuggling.tml").hint


def test_the_starter_has_a_home_and_boards_for_queues_areas_and_markets() -> None:
    boards = read_playbook(starter()).boards
    assert next(iter(boards)) == "operations"
    assert boards["operations"].now
    assert {each.by for each in boards.values()} == {None, *Dimension}


def test_boards_are_named_to_people_and_programs() -> None:
    said = CliRunner().invoke(cli, ["board", "list", "--in", str(starter())])
    assert said.exit_code == 0
    assert "Operations, for operations leads: everything" in said.output
    told = json.loads(CliRunner().invoke(cli, ["board", "list", "--in", str(starter()), "--json"]).output.splitlines()[-1])
    assert told["boards"][1]["by"] == "queue"
