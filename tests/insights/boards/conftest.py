"""A house of which some periods were closed, shared by tests that only look."""

from collections.abc import Iterator

import pytest

from conftest import _other
from insights.boards.place import open_place
from insights.rules.place import Place


@pytest.fixture(scope="module")
def place(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The house."""
    import psycopg

    name = "seen_boards"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    with open_place(_other(server, name), tmp_path_factory.mktemp("boards")) as opened:
        yield opened
