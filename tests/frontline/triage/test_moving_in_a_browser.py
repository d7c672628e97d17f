"""A lead gives, transfers, splits and merges jobs in a real browser; readable in light and dark, wide and narrow."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from browsing import chromium, free_port, grave_faults, in_every_look, served, sideways, signed_in
from cast import Cast
from frontline.floor import PASSAGE, PLAY, floor, job_row, report
from leeward.frontline.review.pages import ROUTES as REVIEW
from leeward.frontline.triage.pages import ROUTES
from leeward.record.ledger.record import Record
from leeward.web.site import Site, build

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]


@in_every_look()
def test_a_lead_moves_work(record: Record, cast: Cast, look: dict[str, Any], request: pytest.FixtureRequest) -> None:
    port, wrong = free_port(), dict[str, list[str]]()

    def see(name: str) -> None:
        wrong[name] = grave_faults(page) + [f"scrolls sideways by {wide}" for wide in [sideways(page)] if wide]
        if folder := os.environ.get("LEEWARD_PICTURES"):
            page.screenshot(path=Path(folder) / f"{request.node.callspec.id}-moving-{name}.png", full_page=True)

    with floor(record) as house:
        about, job, _ = report(house)
        report(house, about, harm=PASSAGE)
        _, other, _ = report(house)
        address = f"http://127.0.0.1:{port}"
        site = build([*REVIEW, *ROUTES], record=house, playbook=lambda: PLAY, site=Site(base_url=address), openapi_config=None)
        with served(site, port) as url, chromium() as browser:
            page = signed_in(browser, house, cast.bob.id, url, **look).new_page()
            page.goto(f"{url}/queues/labour/next")
            see("next")
            page.goto(f"{url}/load")
            expect(page.get_by_role("heading", name="Load of work")).to_be_visible()
            see("load")
            page.goto(f"{url}/jobs/{job}")
            page.get_by_text("Begun in time?").click()
            see("job")
            page.keyboard.press("x")
            expect(page).to_have_url(f"{url}/triage/{job}")
            see("move")
            page.get_by_role("checkbox").nth(1).check()
            page.get_by_role("button", name="Split").click()
            expect(page.get_by_text("Split from it")).to_be_visible()
            page.get_by_label("Numbers of the other jobs").fill(str(other))
            page.get_by_role("button", name="Merge").click()
            expect(page.get_by_text("Decided with it")).to_be_visible()
            see("merged")
            page.keyboard.press("a")
            expect(page).to_have_url(f"{url}/jobs/{job}/assign")
            see("assign")
            page.get_by_role("button", name="Give it").click()
            expect(page).to_have_url(f"{url}/jobs/{job}")
            expect(page.get_by_text("given to somebody: Alice")).to_be_visible()
        assert job_row(house, job)["assigned_to"] == cast.alice.id
        assert job_row(house, other)["merged_into"] == job
    assert {name: faults for name, faults in wrong.items() if faults} == {}
