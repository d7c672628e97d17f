"""The pages of enforcement in a real browser: readable for everybody, wide and narrow, light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar import Litestar

from browsing import Trouble, chromium, free_port, grave_faults, in_every_look, served, sideways, signed_in
from cast import Cast
from leeward.frontline.enforcement.pages.deliveries import DELIVERIES
from leeward.frontline.enforcement.pages.endpoints import ENDPOINTS
from leeward.record.ledger.record import Record
from leeward.web.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@in_every_look()
def test_nothing_grave_and_nothing_sideways(
    office: Record, cast: Cast, site: Litestar, dead_message: Callable[[], None], look: dict[str, Any]
) -> None:
    dead_message()
    port, wrong, trouble = free_port(), dict[str, list[str]](), Trouble()
    site.state.site = Site(base_url=f"http://127.0.0.1:{port}")
    with served(site, port) as url, chromium() as browser:
        page = signed_in(browser, office, cast.ada.id, url, **look).new_page()
        trouble.watch(page)
        for path in (DELIVERIES, f"{DELIVERIES}?state=delivered", ENDPOINTS):
            page.goto(url + path)
            wrong[path] = grave_faults(page) + [f"scrolls sideways by {wide}" for wide in [sideways(page)] if wide]
        page.fill("#address", "https://platform.example/hooks")
        page.get_by_role("button", name="Set up").click()
        page.locator(".secret code").wait_for()
        wrong["set up"] = grave_faults(page)
    assert {path: faults for path, faults in wrong.items() if faults} == {}
    assert trouble == []
