"""Boards in a real browser: light, dark and narrow, without grave faults, and a number opens its measure."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browsing import LOOKS, Trouble, chromium, free_port, grave_faults, served, sideways, signed_in
from insights.boards.place import open_place

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_boards_fit_every_window_and_open_their_measures(database: str, tmp_path: Path) -> None:
    """The home, all queues side by side, and one of them."""
    port, trouble, pictures = free_port(), Trouble(), os.environ.get("LEEWARD_PICTURES")
    with (
        open_place(database, tmp_path, f"http://127.0.0.1:{port}") as place,
        served(place.site, port) as url,
        chromium() as browser,
    ):
        for look, more in LOOKS.items():
            page = signed_in(browser, place.record, place.cast.bob.id, url, **more).new_page()
            trouble.watch(page)
            for name in ("", "/operations", "/queues", "/queues?of=smuggling"):
                page.goto(f"{url}/boards{name}")
                if pictures:
                    page.screenshot(path=Path(pictures) / f"{look}-{name[1:].replace('?', '-')}.png", full_page=True)
                assert grave_faults(page) == [], (look, name)
                assert sideways(page) == 0, (look, name)
        page.goto(f"{url}/boards/queues")
        page.get_by_role("link", name="Decided in time").first.click()
        expect(page).to_have_url(f"{url}/measures/flow/sla_attainment?by=queue")
    assert trouble == []
