"""One wheel holds everything: code, SQL, pages, assets and the starter playbook. Nothing is fetched or looked for elsewhere."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from laws.house import ROOT


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The names of the files in a wheel built from here."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    return frozenset(zipfile.ZipFile(wheel).namelist())


def files_in(folder: Path) -> set[str]:
    """What stands in a folder, as git would see it: no caches."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts}


def test_the_wheel_holds_every_file_of_the_source(packed: frozenset[str]) -> None:
    assert {f"leeward/{name}" for name in files_in(ROOT / "src" / "leeward")} - packed == set()


def test_the_wheel_holds_the_starter_playbook(packed: frozenset[str]) -> None:
    assert "leeward/starter/playbook.toml" in packed
    assert {f"leeward/starter/{name}" for name in files_in(ROOT / "playbook")} - packed == set()


def test_the_wheel_holds_nothing_else(packed: frozenset[str]) -> None:
    assert [name for name in packed if not name.startswith(("leeward/", "leeward-"))] == []
