"""Homes for the tests of the embedded server: with short paths, and furnished without waiting for initdb each time."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from leeward.record.ledger.postgres import open_cluster


@pytest.fixture
def empty_home() -> Iterator[Path]:
    """A home that is not there yet, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="lw-", dir="/tmp"))
    yield folder / "home"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a server has been, of the wheel's version."""
    home = tmp_path_factory.mktemp("furnished") / "home"
    open_cluster(home, durable=False).stop()
    return home


@pytest.fixture
def home(empty_home: Path, furnished: Path) -> Path:
    """A home of one's own with a data directory in it."""
    shutil.copytree(furnished, empty_home)
    return empty_home


@pytest.fixture
def small_disk(empty_home: Path) -> Iterator[Path]:
    """A disk of 200 MB with nothing on it, at ``empty_home``."""
    empty_home.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m,mode=0700", "tmpfs", empty_home], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"a full disk can only be tried where we may mount one: {mounted.stderr.decode().strip()}")
    yield empty_home
    subprocess.run(["umount", "-l", empty_home], check=True)
