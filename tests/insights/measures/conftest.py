"""A house with a year of work in its lake that goes on, and a playbook of its own to change."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from insights.measures.place import Place, open_place


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Place]:
    """The house, with some appeals decided in the first two weeks of 2026."""
    with open_place(database, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def seen(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The same, shared by tests that only look: its first periods are closed, the others counted."""
    import psycopg

    from conftest import _other

    name = "seen_measures"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    with open_place(_other(server, name), tmp_path_factory.mktemp("seen")) as opened:
        opened.count()
        yield opened
