"""The people room in a real browser: from the first link to a team, with no grave fault of axe on the way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from playwright.sync_api import Browser, Page, expect

from browsing import WIDE, Trouble, chromium, free_port, grave_faults, in_every_look, served, sideways
from leeward.administration.people import desk
from leeward.record.ledger.record import Record
from leeward.web.site import Site
from people_words import PASSWORD, facts

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def town(app: Litestar) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of the site."""
    port = free_port()
    app.state.site = Site(base_url=f"http://127.0.0.1:{port}")
    with served(app, port) as url, chromium() as browser:
        yield browser, url


def sound(page: Page, picture: Path) -> list[str]:
    """What is wrong with how a page looks."""
    page.screenshot(path=picture, full_page=True)
    return grave_faults(page) + ([f"scrolls sideways by {wide}"] if (wide := sideways(page)) else [])


@in_every_look()
def test_from_the_first_link_to_a_team(record: Record, town: tuple[Browser, str], look: dict[str, Any], tmp_path: Path) -> None:
    browser, url = town
    window, trouble, wrong = browser.new_context(**look), Trouble(), dict[str, list[str]]()
    page = window.new_page()
    trouble.watch(page)

    page.goto(desk.first_link(record, url) or "")
    wrong["welcome"] = sound(page, tmp_path / "welcome.png")
    page.fill("#name", "Nadia Okafor")
    page.fill("#login", "nadia")
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Welcome, Nadia Okafor.")).to_be_visible()

    page.goto(f"{url}/people/new")
    wrong["new"] = sound(page, tmp_path / "new.png")
    page.fill("#name", "Zoe Marsh")
    page.fill("#login", "zoe")
    page.get_by_label("reviewer").check()
    page.get_by_role("button", name="Add, and show their link").click()
    wrong["link"] = sound(page, tmp_path / "link.png")
    link = page.locator(".secret code").inner_text()

    page.get_by_role("link", name="To all people").click()
    wrong["people"] = sound(page, tmp_path / "people.png")
    page.get_by_role("link", name="Zoe Marsh").click()
    wrong["person"] = sound(page, tmp_path / "person.png")
    page.get_by_text("Zoe Marsh leaves the team").click()
    wrong["leaving"] = sound(page, tmp_path / "leaving.png")

    page.goto(f"{url}/people/keys")
    page.fill("#name", "Nightly import")
    page.get_by_label("see who works here").check()
    page.get_by_role("button", name="Make the key").click()
    expect(page.get_by_text("It is not shown again")).to_be_visible()
    wrong["keys"] = sound(page, tmp_path / "keys.png")

    page.goto(f"{url}/people/me")
    wrong["me"] = sound(page, tmp_path / "me.png")

    other = browser.new_context(**look).new_page()
    trouble.watch(other)
    other.goto(link)
    expect(other.get_by_role("heading", name="Welcome, Zoe Marsh")).to_be_visible()
    other.goto(f"{url}/login")
    wrong["login"] = sound(other, tmp_path / "login.png")
    other.fill("#login", "nadia")
    other.fill("#password", "something else")
    other.keyboard.press("Enter")
    expect(other.get_by_text("do not go together")).to_be_visible()
    assert other.locator("#login").input_value() == "nadia"
    wrong["not in"] = sound(other, tmp_path / "not-in.png")

    assert {name: found for name, found in wrong.items() if found} == {}
    assert trouble == []


def test_theme_and_density_are_kept_for_the_person(record: Record, town: tuple[Browser, str]) -> None:
    browser, url = town
    path = desk.first_link(record, url) or ""
    desk.accept(record, path.rpartition("/")[2], name="Nadia Okafor", login="nadia", password=PASSWORD)
    for theme, density in (("auto", "comfortable"), ("light", "compact")):
        page = browser.new_context(viewport=WIDE).new_page()
        page.goto(f"{url}/login?next=/people/me")
        page.fill("#login", "nadia")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Your settings")).to_be_visible()
        html = page.locator("html")
        assert (html.get_attribute("data-theme"), html.get_attribute("data-density")) == (theme, density)
        if theme == "auto":
            page.get_by_role("button", name="Nadia Okafor").click()
            for choice in ("Theme", "Density"):
                with page.expect_response("**/people/me/preference"):
                    page.get_by_role("button", name=choice).click()
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_text("You are signed out in all")).to_be_visible()
    assert {one["body"]["reason"] for one in facts(record, "signed_out")} == {"everywhere"}
