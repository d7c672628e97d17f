"""The pages of reporters in a real browser: readable for everybody, wide and narrow, light and dark."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from browsing import Trouble, chromium, free_port, grave_faults, in_every_look, served, sideways, signed_in
from cast import Cast
from frontline.reporters.test_misuse import warned
from frontline.reporters.world import PLAY, end, send, turned_down, who
from leeward.frontline.reporters import desk
from leeward.frontline.reporters.desk.register import Entry
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import now
from leeward.record.terms.report import Verdict
from leeward.web.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@in_every_look()
def test_nothing_grave_and_nothing_sideways(
    house: Record, cast: Cast, site: Litestar, look: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    flagger = desk.register(
        house, PLAY, cast.bob.id,
        Entry(account=cast.ana.id, coordinator="IE", awarded=now() - timedelta(days=90), harms=("commercial_sexual",)),
    )  # fmt: skip
    for number in range(70, 73):
        end(house, cast, send(house, number, actor=cast.ana.id), Verdict.VIOLATES)
    turned_down(house, cast, range(31, 35), by="U-3")
    warned(house, cast)
    desk.contest(house, PLAY, cast.ana.id, who(house), "All of it happened.")
    for number in range(5):
        send(house, 90, by=f"C-{number}", text=f"{'abcde'[number] * 40} {number}")
    port, wrong, trouble = free_port(), dict[str, list[str]](), Trouble()
    site.state.site = Site(base_url=f"http://127.0.0.1:{port}")
    paths = (
        "/reporters", "/reporters?show=contested", f"/reporters/{who(house, 'U-3')}", f"/reporters/{who(house)}",
        f"/reporters/{flagger}", "/reporters/flaggers", f"/reporters/flaggers/{flagger}", "/reporters/brigades",
        "/reporters/figures",
    )  # fmt: skip
    with served(site, port) as url, chromium() as browser:
        page = signed_in(browser, house, cast.bob.id, url, **look).new_page()
        trouble.watch(page)
        for number, path in enumerate(paths):
            page.goto(url + path)
            wrong[path] = grave_faults(page) + [f"scrolls sideways by {wide}" for wide in [sideways(page)] if wide]
            if folder := os.environ.get("LEEWARD_PICTURES"):
                page.screenshot(path=Path(folder) / f"{request.node.callspec.id}-reporters-{number}.png", full_page=True)
    assert {path: faults for path, faults in wrong.items() if faults} == {}
    assert trouble == []
