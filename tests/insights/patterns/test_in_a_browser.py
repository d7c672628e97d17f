"""The pages of patterns in a real browser: light, dark and narrow, without grave faults."""

import os
from pathlib import Path
from random import Random

import pytest

from browsing import LOOKS, Trouble, chromium, free_port, grave_faults, served, sideways, signed_in
from cast import hire
from frontline.appeals.court import somebody
from frontline.intake.doors import DOOR
from insights.rules.place import Place, own_copy
from leeward.app import make_app
from leeward.drills.arrivals import reports
from leeward.frontline.intake import desk as intake
from leeward.frontline.review import desk as review
from leeward.house import House
from leeward.insights.patterns import desk
from leeward.lakeside import lake_folder, write_lake
from leeward.playbook.tree import steps_of
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.code import ClauseCode, MeasureCode
from leeward.record.terms.ids import DecisionId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_the_pages_fit_every_window(database: str, tmp_path: Path) -> None:
    port = free_port()
    house = House(
        Settings(home=tmp_path, base_url=f"http://127.0.0.1:{port}", playbook=own_copy(tmp_path / "playbook")), database
    )
    place = Place(house, hire(house.record), make_app(house))
    place.see(*range(1, 15))
    who = somebody(house.record)
    for number, row in enumerate(place.rows("SELECT id FROM job ORDER BY id")):
        review.claim(house.record, house.playbook(), who, row["id"])
        review.decide(
            house.record, house.playbook(), who, row["id"], decision=DecisionId(new_id()),
            clause=ClauseCode("HE-LEX-2"), path=steps_of("gate:neither,pays:yes,who:before"),
            measures=[MeasureCode("remove_content"), *([MeasureCode("warn")] if number < 3 else [])],
        )  # fmt: skip
    said = reports(Random(7), house.playbook(), 1_000, now())
    intake.receive(house.record, house.playbook(), said, door=DOOR, actor=AT_THE_DOOR)
    while seal_pending(house.record):
        pass
    write_lake(house)
    desk.find(house.record, lake_folder(house), now())
    with house.record.reading() as look:
        [wave] = [each.id for each in desk.campaigns(look, {"shape": "wave"})][:1]
    trouble, pictures = Trouble(), os.environ.get("LEEWARD_PICTURES")
    with served(place.site, port) as url, chromium() as browser:
        for look_, more in LOOKS.items():
            page = signed_in(browser, house.record, place.cast.ana.id, url, **more).new_page()
            trouble.watch(page)
            for name in ("recidivism", "campaigns", "campaigns?shape=all", f"campaigns/{wave}"):
                page.goto(f"{url}/patterns/{name}")
                if pictures:
                    page.screenshot(path=Path(pictures) / f"{look_}-{name.replace('/', '-')[:14]}.png", full_page=True)
                assert grave_faults(page) == [], (look_, name)
                assert sideways(page) == 0, (look_, name)
    house.record.close()
    assert trouble == []
