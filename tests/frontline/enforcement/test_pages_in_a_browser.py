"""The pages of enforcement in a real browser: readable for everybody, wide and narrow, light and dark."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar
from playwright.sync_api import expect

from browsing import Trouble, chromium, free_port, grave_faults, in_every_look, served, sideways, signed_in
from cast import Cast
from frontline.enforcement.test_pages import CLOSING
from frontline.office import VIOLATES, open_job
from leeward.frontline.enforcement import desk
from leeward.frontline.enforcement.pages.deliveries import DELIVERIES
from leeward.frontline.enforcement.pages.endpoints import ENDPOINTS
from leeward.frontline.enforcement.pages.ladder import LADDER
from leeward.frontline.enforcement.pages.subject import SUBJECT
from leeward.frontline.enforcement.pages.waiting import HELD, QUIETLY
from leeward.frontline.review import desk as review
from leeward.record.ledger.record import Record
from leeward.record.terms.code import MeasureCode
from leeward.record.terms.ids import DecisionId, new_id
from leeward.record.terms.moment import now
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
        page.locator("summary", has_text="More").first.click()
        wrong["more"] = grave_faults(page)
        page.fill("#address", "https://platform.example/hooks")
        page.get_by_role("button", name="Set up").click()
        page.locator(".secret code").wait_for()
        wrong["set up"] = grave_faults(page)
    assert {path: faults for path, faults in wrong.items() if faults} == {}
    assert trouble == []


@in_every_look()
def test_a_lead_is_the_second_person_and_looks_at_what_followed(
    office: Record, cast: Cast, site: Litestar, look: dict[str, Any]
) -> None:
    """One journey: what waits is confirmed, the subject shows it with its strikes, they are forgiven, another ladder is tried."""
    job = open_job(office)
    review.claim(office, CLOSING, cast.alice.id, job)
    chosen = (MeasureCode("close_account"), MeasureCode("suspend"))
    review.decide(
        office, CLOSING, cast.alice.id, job, decision=DecisionId(new_id()), clause="HE-T-1", path=VIOLATES, measures=chosen
    )
    desk.wake(office, lambda: CLOSING, now() + timedelta(minutes=2))
    with office.reading() as seen:
        about = seen.value("SELECT about FROM action LIMIT 1")
    port, wrong, trouble = free_port(), dict[str, list[str]](), Trouble()
    site.state.site = Site(base_url=f"http://127.0.0.1:{port}")
    with served(site, port) as url, chromium() as browser:
        page = signed_in(browser, office, cast.bob.id, url, **look).new_page()
        trouble.watch(page)

        def judge(name: str) -> None:
            wrong[name] = grave_faults(page) + [f"scrolls sideways by {wide}" for wide in [sideways(page)] if wide]

        page.goto(url + HELD)
        judge("held")
        page.get_by_role("button", name="Confirm: close_account").click()
        expect(page.get_by_role("heading", name="Nothing waits")).to_be_visible()
        page.goto(f"{url}{SUBJECT}/{about}")
        expect(page.get_by_text("confirmed by Bob")).to_be_visible()
        page.locator("summary", has_text="Change").first.click()
        judge("subject")
        page.locator("summary", has_text="Forgive").click()
        page.get_by_role("button", name="Forgive them").click()
        expect(page.locator("header.head").get_by_text("0 live strikes")).to_be_visible()
        page.goto(url + QUIETLY)
        judge("quiet")
        page.goto(url + LADDER)
        page.get_by_role("button", name="Show what would happen").click()
        expect(page.get_by_role("heading", name="What would have happened")).to_be_visible()
        judge("ladder")
    assert {path: faults for path, faults in wrong.items() if faults} == {}
    assert trouble == []
