"""A house with the people of the tests in its lake, made once for the module: nobody outside shares it."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from cast import Cast, hire
from leeward.app import make_app
from leeward.house import House
from leeward.lakeside import write_lake
from leeward.record.ledger.seal import seal_pending
from leeward.settings import Settings
from visitor import HOST, Visitor


class Bench:
    """The house, its people, its site."""

    def __init__(self, house: House, cast: Cast) -> None:
        self.house, self.cast, self.app = house, cast, make_app(house)

    def visitor(self, name: str) -> Visitor:
        """Somebody of the cast, signed in."""
        return Visitor(self.app).sign_in(self.house.record, getattr(self.cast, name))


@pytest.fixture(scope="module")
def bench(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    name = f"explore_{os.getpid()}_{tmp_path_factory.mktemp('x').name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    home: Path = tmp_path_factory.mktemp("home")
    house = House(Settings(home=home, base_url=HOST), psycopg.conninfo.make_conninfo(server, dbname=name))
    cast = hire(house.record)
    seal_pending(house.record)
    write_lake(house)
    yield Bench(house, cast)
    house.record.close()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
