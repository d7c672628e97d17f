"""The pages of quality in a real browser: wide and narrow, light and dark; looked at without the mouse."""

from typing import Any

import pytest
from litestar import Litestar
from playwright.sync_api import expect

from browsing import NARROW, Trouble, chromium, free_port, grave_faults, served, sideways, signed_in
from cast import Cast
from frontline.office import FINE, VIOLATES
from frontline.quality.office import PLAY, decided, drawn, found_wrong, looked, rows, somebody
from leeward.frontline.quality import desk
from leeward.frontline.quality.desk import calibrating
from leeward.record.ledger.record import Record
from leeward.web.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
LOOKS = pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"viewport": NARROW}], ids=["light", "dark", "narrow"])


@LOOKS
def test_nothing_grave_and_nothing_sideways(office: Record, people: Cast, site: Litestar, look: dict[str, Any]) -> None:
    check = found_wrong(office, people)
    for path in (VIOLATES, FINE):
        decided(office, people.alice.id, path)
        drawn(office)
        looked(office, somebody(office), path)
    decided(office, people.alice.id)
    drawn(office)
    taken = desk.claim_next(office, PLAY, people.bob.id)
    assert taken is not None
    session = calibrating.open_calibration(office, PLAY, people.bob.id, "fees", [people.bob.id])
    at = f"/quality/checks/{taken.check}"
    paths = [
        "/quality",
        "/quality/people",
        f"/quality/people/{people.alice.id}",
        "/quality/me",
        "/quality/rules",
        "/quality/checks",
        at,
    ]
    paths += [
        f"{at}?clause=HE-T-1&path=minor:no,act:no",
        f"/quality/findings/{check}",
        "/quality/policies",
        "/quality/calibrations",
    ]
    paths += [f"/quality/calibrations/{session}", f"/quality/calibrations/{session}?item=clear&path=minor:no,act:no"]
    port, wrong, trouble = free_port(), dict[str, list[str]](), Trouble()
    site.state.site = Site(base_url=f"http://127.0.0.1:{port}")
    with served(site, port) as url, chromium() as browser:
        page = signed_in(browser, office, people.bob.id, url, **look).new_page()
        trouble.watch(page)
        for path in paths:
            page.goto(url + path)
            wrong[path] = grave_faults(page) + [f"scrolls sideways by {wide}" for wide in [sideways(page)] if wide]
    assert {path: faults for path, faults in wrong.items() if faults} == {}
    assert trouble == []


def test_a_second_look_is_taken_without_the_mouse(office: Record, people: Cast, site: Litestar) -> None:
    decided(office, people.alice.id)
    drawn(office)
    port, trouble = free_port(), Trouble()
    site.state.site = Site(base_url=f"http://127.0.0.1:{port}")
    with served(site, port) as url, chromium() as browser:
        page = signed_in(browser, office, people.bob.id, url).new_page()
        trouble.watch(page)
        page.goto(f"{url}/quality/checks")
        page.keyboard.press("n")
        page.get_by_role("heading", name="Second look").wait_for()
        assert page.get_by_text("Alice").count() == 0
        page.keyboard.press("Space")
        page.get_by_text("neutral placeholder").wait_for()
        page.keyboard.press("2")
        page.locator("#asked", has_text="Is it there?").wait_for()
        page.keyboard.press("1")
        page.locator("#asked", has_text="How bad is it?").wait_for()
        page.keyboard.press("b")
        page.locator("#asked", has_text="Is it there?").wait_for()
        page.keyboard.press("2")
        page.get_by_text("No violation of HE-T-1").wait_for()
        page.get_by_role("button", name="That is what I find").focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{url}/quality/checks")
    assert rows(office, "SELECT verdict, agrees FROM look_taken") == [{"verdict": "no_violation", "agrees": False}]
    assert trouble == []
