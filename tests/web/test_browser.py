"""The gallery in a real browser: it looks as it should, the keyboard does what it says, text is covered again."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browsing import Trouble, chromium, free_port, grave_faults, in_every_look, served, sideways, signed_in
from cast import Cast
from gallery import gallery
from leeward.record.ledger.record import Record

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ("queues", "queues?severity=4", "queues?page=1001", "job", "charts", "add", "fault/conflict", "nowhere")


@pytest.fixture
def window(request: pytest.FixtureRequest, record: Record, cast: Cast) -> Iterator[tuple[BrowserContext, str]]:
    """A window in which Bob is signed in, and the address of the gallery."""
    port = free_port()
    look: dict[str, Any] = getattr(request, "param", {})
    with served(gallery(record, f"http://127.0.0.1:{port}"), port) as url, chromium() as browser:
        context = signed_in(browser, record, cast.bob.id, url, **look)
        yield context, url
        context.close()


@pytest.fixture
def page(window: tuple[BrowserContext, str]) -> Iterator[Page]:
    """The job page, open; nothing may go wrong on it."""
    context, url = window
    opened, trouble = context.new_page(), Trouble()
    trouble.watch(opened)
    opened.goto(f"{url}/job")
    yield opened
    assert trouble == []


@in_every_look("window", indirect=True)
def test_every_page_is_sound_in_every_look(window: tuple[BrowserContext, str], tmp_path: Path) -> None:
    context, url = window
    page, trouble = context.new_page(), Trouble()
    trouble.watch(page)
    faults: dict[str, list[str]] = {}
    for path in PAGES:
        page.goto(f"{url}/{path}")
        page.screenshot(path=tmp_path / f"{path.replace('/', '-').replace('?', '-')}.png", full_page=True)
        faults[path] = grave_faults(page) + ([f"scrolls sideways by {wide}"] if (wide := sideways(page)) else [])
    assert {path: found for path, found in faults.items() if found} == {}
    assert trouble == []


def test_the_overlay_says_what_the_keys_do(page: Page) -> None:
    page.keyboard.press("?")
    overlay = page.locator("dialog#keys")
    expect(overlay).to_be_visible()
    said = overlay.inner_text()
    for words in ("Escalate", "One question back", "Reveal: Text of the listing", "Go to Queues", "Undo"):
        assert words in said
    assert grave_faults(page) == []
    page.keyboard.press("Escape")
    expect(overlay).to_be_hidden()


def test_g_and_a_letter_go_places(page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/queues")


def test_the_palette_goes_by_a_few_letters(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("que")
    assert page.locator("#palette [role=option]").all_inner_texts()[-1].startswith("Queues")
    assert grave_faults(page) == []
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queues")
    page.keyboard.press("Control+k")
    page.keyboard.type("nothing is called that")
    expect(page.get_by_text("Nothing is called that")).to_be_visible()


def test_letters_typed_into_a_field_are_letters(window: tuple[BrowserContext, str]) -> None:
    context, url = window
    page = context.new_page()
    page.goto(f"{url}/add")
    page.locator("#name").click()
    page.keyboard.type("gq ?a")
    assert page.locator("#name").input_value() == "gq ?a"
    expect(page).to_have_url(re.compile("/add$"))
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_cursor_goes_down_the_rows(window: tuple[BrowserContext, str]) -> None:
    context, url = window
    page = context.new_page()
    page.goto(f"{url}/queues")
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    expect(page.locator("tr.cursor")).to_have_count(1)
    assert page.locator("tr.cursor th").inner_text() == "#48214"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("##48214$"))
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("#next$"))


def test_text_is_covered_until_asked_for_and_again_when_the_window_is_left(page: Page) -> None:
    veil = page.locator(".veil")
    assert "neutral sentence" not in page.content()
    with page.expect_response("**/reveal"):
        page.keyboard.press("Space")
    expect(veil.locator(".behind")).to_contain_text("A neutral sentence")
    page.keyboard.press("Space")
    expect(veil).to_have_attribute("data-open", "no")
    assert "neutral sentence" not in page.content()
    with page.expect_response("**/reveal"):
        page.keyboard.press("Space")
    expect(veil).to_have_attribute("data-open", "yes")
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    assert "neutral sentence" not in page.content()


def test_a_reveal_that_does_not_work_says_so(page: Page) -> None:
    page.evaluate("document.querySelector('meta[name=csrf-token]').content = 'wrong'")
    page.keyboard.press("Space")
    expect(page.locator("[data-trouble]")).to_contain_text("load the page again")
    expect(page.locator(".veil")).to_have_attribute("data-open", "no")


def test_the_toast_counts_down_and_goes(page: Page) -> None:
    seconds = int(page.locator("[data-seconds]").inner_text())
    assert 0 < seconds <= 10
    ended = (timedelta(seconds=-1)).total_seconds() * 1000
    page.evaluate("(by) => (document.querySelector('.toast').dataset.until = new Date(Date.now() + by).toISOString())", ended)
    expect(page.locator(".toast")).to_be_hidden()


def test_moments_are_the_readers(page: Page) -> None:
    first = page.locator("time").first
    assert "Europe/Lisbon" in (first.get_attribute("title") or "")
    assert "UTC" in (first.get_attribute("title") or "")
    assert "UTC" not in first.inner_text()


def test_the_theme_changes_at_once_and_says_when_it_is_not_kept(page: Page) -> None:
    """The gallery has no people room to keep it: the page says so, and goes on."""
    page.get_by_role("button", name="Bob").click()
    button = page.get_by_role("button", name="Theme")
    button.click()
    assert page.locator("html").get_attribute("data-theme") == "light"
    expect(button).to_contain_text("only on this page")


def test_what_was_typed_stays_in_the_form(window: tuple[BrowserContext, str]) -> None:
    context, url = window
    page = context.new_page()
    page.goto(f"{url}/add")
    page.fill("#login", "ab")
    page.get_by_label("Lead").check()
    page.get_by_role("button", name="Add", exact=False).last.click()
    expect(page.get_by_text("We still need a name.")).to_be_visible()
    assert page.locator("#login").input_value() == "ab"
    assert page.get_by_label("Lead").is_checked()
    assert grave_faults(page) == []
