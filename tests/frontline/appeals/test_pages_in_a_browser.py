"""The pages of appeals in a real browser: readable for everybody, wide and narrow, light and dark; heard without the mouse."""

from typing import Any

import pytest
from litestar import Litestar

from browsing import Trouble, chromium, free_port, grave_faults, in_every_look, served, sideways, signed_in
from cast import Cast
from frontline.appeals.court import PLAY, appeal, decided, heard, rows, somebody, turned_down, value
from frontline.office import FINE
from leeward.frontline.appeals import desk
from leeward.record.ledger.record import Record
from leeward.record.terms.appeal import Appellant
from leeward.web.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@in_every_look()
def test_nothing_grave_and_nothing_sideways(office: Record, people: Cast, site: Litestar, look: dict[str, Any]) -> None:
    decision = decided(office, people.alice.id)
    mine = appeal(office, decision, text="neutral words").id
    _, report = turned_down(office, people.alice.id, legal_in=500)
    quick = appeal(
        office,
        value(office, "SELECT id FROM decision WHERE %(id)s = ANY (reports)", report),
        appellant=Appellant.NOTIFIER,
        report=report,
    ).id
    done = appeal(office, decided(office, people.alice.id)).id
    heard(office, somebody(office), done, FINE)
    desk.claim(office, PLAY, people.bob.id, mine)
    at = f"/appeals/{mine}?clause=HE-T-1&path="
    paths = [
        "/appeals",
        "/appeals?state=decided",
        "/appeals/new",
        f"/appeals/{mine}",
        f"{at}minor:no,act:yes,harm:usual",
        f"{at}minor:yes",
    ]
    paths += [f"/appeals/{quick}", f"/appeals/{done}", f"/jobs/{value(office, 'SELECT job FROM appeal WHERE id = %(id)s', done)}"]
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


def test_q17_an_appeal_is_heard_without_the_mouse(office: Record, people: Cast, site: Litestar) -> None:
    number = appeal(office, decided(office, people.alice.id), text="neutral words").id
    port, trouble = free_port(), Trouble()
    site.state.site = Site(base_url=f"http://127.0.0.1:{port}")
    with served(site, port) as url, chromium() as browser:
        page = signed_in(browser, office, people.bob.id, url).new_page()
        trouble.watch(page)
        page.goto(f"{url}/appeals")
        page.keyboard.press("n")
        page.get_by_role("heading", name="The first decision").wait_for()
        assert page.get_by_text("neutral words").count() == 0
        page.keyboard.press("Space")
        page.get_by_text("neutral words").wait_for()
        page.keyboard.press("2")
        page.locator("#asked", has_text="Is it there?").wait_for()
        page.keyboard.press("1")
        page.locator("#asked", has_text="How bad is it?").wait_for()
        page.keyboard.press("1")
        page.get_by_text("Upheld: the decision stands").wait_for()
        page.get_by_label("remove_content").uncheck()
        page.get_by_text("Partly: less is done about it").wait_for()
        assert "we take back a part" in page.get_by_label("Reasons for whoever appealed").input_value()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Decide").focus()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Decided").wait_for()
    found = rows(office, "SELECT id, outcome, decided_by, measures FROM appeal")
    assert found == [{"id": number, "outcome": "partly", "decided_by": people.bob.id, "measures": ["warn"]}]
    assert trouble == []
