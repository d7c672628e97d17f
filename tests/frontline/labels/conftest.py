"""A whole house with the starter playbook, an account that asked for a fee, and the people of the tests."""

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
    """The house. Listing 1 asked for a fee; its account has the label."""
    folder = own_copy(tmp_path / "playbook")
    house = House(Settings(home=tmp_path, base_url=HOST, playbook=folder), database)
    found = Place(house, hire(house.record), make_app(house))
    found.see(1)
    yield found
    house.record.close()
