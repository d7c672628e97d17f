"""Jobs that are alike, decided together in a real browser, by keyboard; readable in light and dark, wide and narrow."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from browsing import chromium, free_port, grave_faults, in_every_look, served, sideways, signed_in
from cast import Cast
from frontline.console import console
from frontline.review.test_neighbours import alike, state
from leeward.record.ledger.record import Record

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@in_every_look()
def test_a_cluster_is_decided_in_bulk(record: Record, cast: Cast, look: dict[str, Any], request: pytest.FixtureRequest) -> None:
    jobs = [*alike(record, 8), *alike(record, 1, language="fr")]
    port, wrong = free_port(), dict[str, list[str]]()

    def see(name: str) -> None:
        wrong[name] = grave_faults(page) + [f"scrolls sideways by {wide}" for wide in [sideways(page)] if wide]
        if folder := os.environ.get("LEEWARD_PICTURES"):
            page.screenshot(path=Path(folder) / f"{request.node.callspec.id}-cluster-{name}.png", full_page=True)

    with served(console(record, base_url=f"http://127.0.0.1:{port}"), port) as url, chromium() as browser:
        page = signed_in(browser, record, cast.alice.id, url, **look).new_page()
        page.goto(f"{url}/jobs/{jobs[0]}")
        expect(page.get_by_role("heading", name="Like this one")).to_be_visible()
        see("job")
        page.keyboard.press("t")
        expect(page).to_have_url(f"{url}/jobs/{jobs[0]}/cluster")
        for question in ("May somebody be under 18?", "Is it there?", "How bad is it?"):
            expect(page.get_by_text(question)).to_be_visible()
            page.get_by_role("button", name={"M": "No", "I": "Yes", "H": "Usual"}[question[0]]).click()
        expect(page.get_by_text("8 of 9")).to_be_visible()
        see("preview")
        page.get_by_role("button", name="Decide these together").click()
        expect(page.get_by_text("8 decided")).to_be_visible()
        see("progress")
    assert [state(record, job) for job in jobs] == ["decided"] * 8 + ["open"]
    assert {name: faults for name, faults in wrong.items() if faults} == {}
