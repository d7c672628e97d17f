"""A whole house with the starter playbook, where no golden item comes by itself."""

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
    quality = folder / "quality.toml"
    quality.write_text(quality.read_text("utf-8").replace("golden_one_in = 20 ", "golden_one_in = 1000000 "), "utf-8")
    house = House(Settings(home=tmp_path, base_url=HOST, playbook=folder), database)
    yield Place(house, hire(house.record), make_app(house))
    house.record.close()
