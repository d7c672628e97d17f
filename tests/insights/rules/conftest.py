"""A whole house with the starter playbook, some reports in it, and the people of the tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cast import hire
from insights.rules.place import Place, own_copy
from leeward.app import make_app
from leeward.house import House
from leeward.settings import Settings
from visitor import HOST


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Place]:
    """The house."""
    folder = own_copy(tmp_path / "playbook")
    house = House(Settings(home=tmp_path, base_url=HOST, playbook=folder), database)
    yield Place(house, hire(house.record), make_app(house))
    house.record.close()
