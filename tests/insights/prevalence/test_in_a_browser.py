"""The pages of prevalence in a real browser: light, dark and narrow, without grave faults."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browsing import LOOKS, Trouble, chromium, free_port, grave_faults, served, sideways, signed_in
from cast import hire
from insights.prevalence.survey import FREE, PAYS, drawn, label_all, to_lake
from insights.rules.place import FEES, Place, own_copy
from leeward.app import make_app
from leeward.house import House
from leeward.insights.prevalence import desk
from leeward.record.terms.prevalence import Design
from leeward.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_the_pages_fit_every_window_and_a_sample_is_closed(database: str, tmp_path: Path) -> None:
    """Drawn, half labelled, looked at in every look, closed by a key."""
    port = free_port()
    folder = own_copy(tmp_path / "playbook")
    quality = folder / "quality.toml"
    quality.write_text(quality.read_text("utf-8").replace("golden_one_in = 20 ", "golden_one_in = 1000000 "), "utf-8")
    house = House(Settings(home=tmp_path, base_url=f"http://127.0.0.1:{port}", playbook=folder), database)
    place = Place(house, hire(house.record), make_app(house))
    who = place.cast.ana.id
    place.see(*range(1, 9), description=FEES, category="job")
    place.see(*range(9, 15), description=PAYS, category="job")
    place.see(*range(15, 99), description=FREE, category="housing")
    to_lake(place)
    for _ in range(2):
        early = drawn(place, who, labels=40, looks=1)
        label_all(place, people=2)
        desk.close(place.record, who, early)
    sample = drawn(place, who, labels=70, looks=1, verified=1.0, design=Design.STRATIFIED, segments=("category",))
    label_all(place, people=3)
    trouble, pictures = Trouble(), os.environ.get("LEEWARD_PICTURES")
    with served(place.site, port) as url, chromium() as browser:
        for look, more in LOOKS.items():
            page = signed_in(browser, place.record, who, url, **more).new_page()
            trouble.watch(page)
            for name in ("", f"/samples/{sample}", "/plan", "/draw"):
                page.goto(f"{url}/prevalence{name}")
                if pictures:
                    page.screenshot(path=Path(pictures) / f"{look}{name[:5].replace('/', '-')}.png", full_page=True)
                assert grave_faults(page) == [], (look, name)
                assert sideways(page) == 0, (look, name)
        page.goto(f"{url}/prevalence/samples/{sample}")
        page.keyboard.press("c")
        expect(page.get_by_text("It is closed.")).to_be_visible()
        expect(page.get_by_role("button", name="Close with this estimate")).to_have_count(0)
    house.record.close()
    assert trouble == []
