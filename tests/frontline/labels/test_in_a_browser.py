"""The pages of labels in a real browser: light, dark and narrow, without grave faults."""

import os
from pathlib import Path
from typing import Any

import pytest

from browsing import NARROW, WIDE, Trouble, chromium, free_port, grave_faults, served, sideways, signed_in
from cast import hire
from insights.rules.place import Place, own_copy
from leeward.app import make_app
from leeward.frontline.labels import desk
from leeward.house import House
from leeward.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.long]

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "narrow": {"viewport": NARROW},
}


def test_every_page_in_every_look(database: str, tmp_path: Path) -> None:
    trouble, port = Trouble(), free_port()
    settings = Settings(home=tmp_path, base_url=f"http://127.0.0.1:{port}", playbook=own_copy(tmp_path / "playbook"))
    house = House(settings, database)
    place = Place(house, hire(house.record), make_app(house))
    place.see(1, 2, 3)
    who = [row["subject"] for row in place.rows("SELECT subject FROM label_standing ORDER BY subject")]
    play, bob = house.playbook(), place.cast.bob.id
    desk.put(house.record, play, bob, who[0], "recruiter_in_doubt", reason="told", lasts="7 days")
    desk.take(house.record, play, bob, who[0], "fee_asked", reason="appeal")
    faults: dict[str, list[str]] = {}
    with served(place.site, port) as url, chromium() as browser:
        for look, more in LOOKS.items():
            page = signed_in(browser, house.record, bob, url, **more).new_page()
            trouble.watch(page)
            for name, path in {"labels": "/labels", "one": f"/labels/{who[0]}", "graph": "/rules/graph"}.items():
                page.goto(url + path)
                if folder := os.environ.get("LEEWARD_PICTURES"):
                    page.screenshot(path=f"{folder}/labels-{name}-{look}.png", full_page=True)
                faults[f"{name} {look}"] = [*grave_faults(page), *(["scrolls sideways"] if sideways(page) else [])]
    house.record.close()
    assert trouble == []
    assert {name: found for name, found in faults.items() if found} == {}
