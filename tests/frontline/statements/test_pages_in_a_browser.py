"""The pages of statements in a real browser: readable for everybody, wide and narrow, light and dark."""

import os
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from browsing import Trouble, chromium, free_port, grave_faults, in_every_look, served, sideways, signed_in
from cast import Cast
from frontline.statements.conftest import Desk
from frontline.statements.world import book, draft, restrict, table
from leeward.frontline.statements.pages import STATEMENTS
from leeward.record.ledger.record import Record
from leeward.web.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@in_every_look()
def test_nothing_grave_and_nothing_sideways(
    office: Record, cast: Cast, current: Desk, site: Litestar, look: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    current.playbook = book(reasons="Ask somebody@example.org, or call +44 20 7946 0958.")
    restrict(office, cast, current.playbook)
    draft(office, current.playbook)
    current.playbook = book()
    restrict(office, cast, current.playbook)
    draft(office, current.playbook)
    blocked, ready = (f"{STATEMENTS}/{row['id']}" for row in table(office))
    port, wrong, trouble = free_port(), dict[str, list[str]](), Trouble()
    site.state.site = Site(base_url=f"http://127.0.0.1:{port}")
    with served(site, port) as url, chromium() as browser:
        page = signed_in(browser, office, cast.bob.id, url, **look).new_page()
        trouble.watch(page)
        for number, path in enumerate(
            (STATEMENTS, f"{STATEMENTS}?state=blocked", f"{STATEMENTS}?state=accepted", blocked, ready)
        ):
            page.goto(url + path)
            wrong[path] = grave_faults(page) + [f"scrolls sideways by {wide}" for wide in [sideways(page)] if wide]
            if folder := os.environ.get("LEEWARD_PICTURES"):
                page.screenshot(path=Path(folder) / f"{request.node.callspec.id}-{number}.png", full_page=True)
        page.get_by_role("button", name="I submitted it").click()
        page.get_by_text("The database has it.").wait_for()
    assert {path: faults for path, faults in wrong.items() if faults} == {}
    assert trouble == []
