"""A lead asks whether the team copes, plays one more person, and sees how good the forecast was; in light, dark and narrow."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from browsing import LOOKS, Trouble, chromium, free_port, grave_faults, served, sideways, signed_in
from insights.workload.team import BUSY, Team

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def trouble() -> Iterator[Trouble]:
    """Nothing may go wrong on the way."""
    found = Trouble()
    yield found
    assert found == []


def test_can_we_cope(team: Team, trouble: Trouble) -> None:
    with served(team.site, free_port()) as url, chromium() as browser:
        for look in LOOKS.values():
            page = signed_in(browser, team.record, team.cast.bob.id, url, **look).new_page()
            trouble.watch(page)
            page.goto(f"{url}/workload")
            page.get_by_role("link", name="Deceptive recruitment").click()
            expect(page).to_have_url(f"{url}/workload/queues/{BUSY}")
            expect(page.get_by_role("row", name="One more person")).to_be_visible()
            page.get_by_label("People more or fewer").fill("3")
            page.get_by_role("button", name="Play it").click()
            expect(page.get_by_role("row", name="What you asked")).to_be_visible()
            assert (grave_faults(page), sideways(page)) == ([], 0)
            page.get_by_role("link", name="What comes here").click()
            expect(page.get_by_role("heading", name="How good the forecast is")).to_be_visible()
            assert (grave_faults(page), sideways(page)) == ([], 0)
            for path in ("/workload", "/workload/handling", "/workload/logs"):
                page.goto(url + path)
                assert (grave_faults(page), sideways(page)) == ([], 0)
