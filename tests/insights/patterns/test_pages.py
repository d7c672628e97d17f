"""The page of recidivism: cohorts with intervals, small ones hidden, nobody else gets in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cast import hire
from frontline.appeals.court import somebody
from insights.rules.place import Place, own_copy
from leeward.app import make_app
from leeward.frontline.review import desk as review
from leeward.house import House
from leeward.playbook.tree import steps_of
from leeward.record.terms.code import ClauseCode, MeasureCode
from leeward.record.terms.ids import DecisionId, new_id
from leeward.settings import Settings
from visitor import HOST, Visitor


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Place]:
    """The house."""
    house = House(Settings(home=tmp_path, base_url=HOST, playbook=own_copy(tmp_path / "playbook")), database)
    yield Place(house, hire(house.record), make_app(house))
    house.record.close()


def test_cohorts_are_shown_with_their_intervals(place: Place) -> None:
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        assert "No violation was decided in this time" in ana.get("/patterns/recidivism").text
        place.see(*range(1, 12))
        who, playbook = somebody(place.record), place.house.playbook()
        for number, row in enumerate(place.rows("SELECT id FROM job ORDER BY id")):
            review.claim(place.record, playbook, who, row["id"])
            review.decide(
                place.record, playbook, who, row["id"], decision=DecisionId(new_id()), clause=ClauseCode("HE-LEX-2"),
                path=steps_of("gate:neither,pays:yes,who:before"),
                measures=[MeasureCode("remove_content"), *([MeasureCode("warn")] if number < 3 else [])],
            )  # fmt: skip
        page = ana.get("/patterns/recidivism").text
        assert "remove content" in page
        assert "not watched so long" in page
        assert "hidden: fewer than 10" in page
        assert "an association, not an effect" in page
        assert ana.get("/patterns/recidivism?days=7&format=csv").text.startswith("kind,name,people,again")
    with Visitor(place.site) as eve:
        eve.sign_in(place.record, place.cast.eve)
        assert eve.get("/patterns/recidivism").status_code in (403, 404)
