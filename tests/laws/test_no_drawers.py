"""No drawers: a name says what is inside. And one word everywhere: a room, its facts and its tests have the same name."""

import subprocess
from pathlib import PurePosixPath

import pytest

from laws.house import ROOT, Room, rooms

DRAWERS = frozenset(
    {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "service", "services", "base", "core", "lib"}
)


def drawers(paths: list[str]) -> list[str]:
    """The paths that have a drawer in them: a folder or a file of our own code."""
    return [path for path in paths if DRAWERS & {PurePosixPath(part).stem for part in PurePosixPath(path).parts}]


def test_no_file_or_folder_is_a_drawer() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "src", "tests", "bench", "make", "playbook"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    paths = listed or [str(path.relative_to(ROOT)) for path in (ROOT / "src").rglob("*.py")]
    assert drawers([path for path in paths if "/static/" not in path]) == []


def test_a_drawer_would_be_found() -> None:
    assert drawers(["src/leeward/web/utils.py", "src/leeward/common/x.py", "src/leeward/web/render.py"]) == [
        "src/leeward/web/utils.py",
        "src/leeward/common/x.py",
    ]


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_a_room_its_facts_and_its_tests_have_one_name(room: Room) -> None:
    assert list((ROOT / "tests" / room.storey / room.name).glob("test_*.py")), "a room has tests in a folder of its name"
    if room.says("writes"):
        assert (ROOT / "src/leeward/record/facts" / f"{room.name}.py").exists(), "a room that writes has a facts file of its name"
