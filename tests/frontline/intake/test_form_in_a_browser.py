"""The public form in a real browser: a phone without script from the first page to the last state, the safe exit, the looks."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import NARROW, WIDE, Trouble, chromium, free_port, grave_faults, served, sideways
from cast import Cast, hire
from deciding import decide
from frontline.intake.reporting import NUMBER, OWN
from leeward.app import make_app
from leeward.frontline.enforcement import desk as enforcement
from leeward.frontline.intake.catalogue import texts
from leeward.frontline.review import desk as review
from leeward.house import House
from leeward.playbook.reader import starter
from leeward.record.terms.ids import JobId
from leeward.record.terms.moment import now
from leeward.record.terms.report import Verdict
from leeward.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.long]

ES, EN = texts("es"), texts("en")
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "narrow": {"viewport": NARROW},
}


class Street(NamedTuple):
    """Where anybody is."""

    house: House
    cast: Cast
    browser: Browser
    url: str


@pytest.fixture
def at(database: str, tmp_path: Path) -> Iterator[Street]:
    port = free_port()
    playbook = tmp_path / "playbook"
    shutil.copytree(starter(), playbook)
    limits = playbook / "limits.toml"
    limits.write_text(re.sub(r"(?m)^grace_seconds = \d+", "grace_seconds = 0", limits.read_text("utf-8")), "utf-8")
    url = f"http://127.0.0.1:{port}"
    # The neutral page: another address of the same server, because there is no network here.
    settings = Settings(home=tmp_path, base_url=url, playbook=playbook, safe_exit=f"http://localhost:{port}/login")
    house = House(settings, database)
    with served(make_app(house), port) as reached, chromium() as browser:
        yield Street(house, hire(house.record), browser, reached)
    house.record.close()


def fill(page: Page, fields: dict[str, object]) -> None:
    """Fill in one page of the form as a person does."""
    for name, value in fields.items():
        if page.locator(f'[name="{name}"]:is([type="radio"], [type="checkbox"])').count():
            for one in value if isinstance(value, list) else [value]:
                page.locator(f'[name="{name}"][value="{one}"]').check()
        else:
            page.locator(f'[name="{name}"]').fill(str(value))


def go_on(page: Page, until: str, but: tuple[str, ...] = (), **other: dict[str, object]) -> None:
    """Answer page after page until one is reached."""
    for _ in range(20):
        code = page.url.rpartition("/")[2].partition("?")[0]
        if code == until:
            return
        fill(page, {} if code in but else (OWN | other)[code])
        page.locator("form.public-form button.main").click()
    raise AssertionError(f"{until} was not reached, but {page.url}")


def test_a_person_on_a_phone_without_script_reports_comes_back_cures_sees_it_removed_and_withdraws(at: Street) -> None:
    """Q03, Q25 and Q62, in Spanish."""
    context = at.browser.new_context(java_script_enabled=False, viewport=NARROW, locale="es-MX")
    page = context.new_page()
    page.goto(f"{at.url}/report")
    expect(page.get_by_role("heading", level=1)).to_have_text(ES["start.title"])
    page.get_by_role("button", name=ES["start.begin"]).click()
    go_on(page, "what")
    fill(page, OWN["what"])
    page.get_by_role("button", name=ES["common.save"]).click()
    shown = page.locator(".public-ticket").inner_text()
    number, pin = NUMBER.findall(shown)[0], re.findall(r"\b\d{6}\b", shown)[0]
    context.close()  # the page is lost, and everything that the browser knew

    context = at.browser.new_context(java_script_enabled=False, viewport=NARROW, locale="es-MX")
    page = context.new_page()
    page.goto(f"{at.url}/report")
    page.get_by_role("link", name=ES["start.return"]).click()
    page.get_by_label(ES["enter.number"]).fill(number.lower())
    page.get_by_label(ES["enter.pin"]).fill(pin)
    page.get_by_role("button", name=ES["enter.go"]).click()
    expect(page).to_have_url(f"{at.url}/report/check")
    assert str(OWN["what"]["explanation"]) in page.inner_text("main")
    page.locator('a[href="/report/signature?change=1"]').first.click()
    page.get_by_role("link", name=ES["common.back"]).click()
    for code in ("consent", "name", "contact", "promise"):
        page.locator(f'a[href="/report/{code}?change=1"]').first.click()
        fill(page, OWN[code])
        page.get_by_role("button", name=ES["common.continue"]).click()
        expect(page).to_have_url(f"{at.url}/report/check")
    page.get_by_role("button", name=ES["check.send"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ES["sent.title"])
    page.get_by_role("link", name=ES["saved.see"]).click()

    page.get_by_role("link", name=ES["element.signature"]).click()
    fill(page, OWN["signature"])
    page.get_by_role("button", name=ES["need.save"]).click()
    expect(page.get_by_text(ES["need.done"])).to_be_visible()
    expect(page.get_by_text(ES["status.complete"])).to_be_visible()

    record, playbook = at.house.record, at.house.playbook()
    with record.reading() as look:
        jobs = [JobId(UUID(str(row["id"]))) for row in look.rows("SELECT id FROM job ORDER BY start_by, id")]
    for job in jobs:
        review.claim(record, playbook, at.cast.bob.id, job)
        decide(record, playbook, at.cast.bob.id, job, Verdict.VIOLATES)
    enforcement.wake(record, at.house.playbook, now() + timedelta(seconds=1))
    page.reload()
    expect(page.get_by_text(ES["state.removed"])).to_have_count(2)
    page.get_by_role("link", name=ES["status.withdraw"]).click()
    page.get_by_label(ES["withdraw.yes"]).check()
    page.get_by_role("button", name=ES["withdraw.confirm"]).click()
    expect(page.get_by_text(ES["withdraw.done"])).to_be_visible()
    expect(page.get_by_text(ES["state.withdrawn"])).to_have_count(2)
    page.get_by_role("button", name=ES["status.close"]).click()
    page.goto(f"{at.url}/case/status")
    expect(page.get_by_text(ES["start.expired"])).to_be_visible()
    page.get_by_role("link", name=ES["common.leave"]).click()
    expect(page).to_have_url(re.compile(r"^http://localhost:\d+/login"))
    context.close()


def test_escape_twice_leaves_at_once_and_back_shows_nothing(at: Street) -> None:
    trouble = Trouble()
    page = at.browser.new_context(viewport=WIDE).new_page()
    trouble.watch(page)
    page.goto(f"{at.url}/report")
    page.get_by_role("button", name=EN["start.begin"]).click()
    go_on(page, "what")
    page.locator("textarea").fill("The pier.")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{at.url}/report/what")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"^http://localhost:\d+/login"))
    page.go_back()
    expect(page.get_by_text(EN["start.expired"])).to_be_visible()
    assert "pier" not in page.content()
    assert trouble == []


@pytest.mark.parametrize("look", LOOKS)
def test_every_public_page_is_whole_in_light_dark_and_narrow(at: Street, look: str, tmp_path: Path) -> None:
    trouble = Trouble()
    page = at.browser.new_context(**LOOKS[look]).new_page()
    trouble.watch(page)
    shots = Path(str(tmp_path)) / look
    shots.mkdir()

    def judge(name: str) -> None:
        assert grave_faults(page) == [], name
        assert sideways(page) == 0, name
        page.screenshot(path=shots / f"{name}.png", full_page=True)

    page.goto(f"{at.url}/report")
    judge("start")
    page.get_by_role("button", name=EN["start.begin"]).click()
    page.locator("form.public-form button.main").click()
    judge("age-slip")
    fill(page, {"age": "maybe"})
    page.locator("form.public-form button.main").click()
    judge("minor")
    page.get_by_role("link", name=EN["minor.wrong"]).click()
    for code in ("age", "about", "who", "where", "what", "consent", "hashes", "country", "name", "contact", "promise"):
        judge(code)
        fill(page, OWN[code])
        page.locator("form.public-form button.main").click()
    judge("signature")
    page.locator("form.public-form button.main").click()
    judge("check")
    page.get_by_role("button", name=EN["check.send"]).click()
    judge("sent")
    page.get_by_role("link", name=EN["saved.see"]).click()
    judge("status")
    for name in ("receipt", "add", "withdraw", "need/signature"):
        page.goto(f"{at.url}/case/{name}")
        judge(name.replace("/", "-"))
    page.goto(f"{at.url}/case/status")
    page.get_by_role("button", name=EN["status.close"]).click()
    page.goto(f"{at.url}/case")
    page.get_by_role("button", name=EN["enter.go"]).click()
    judge("enter-slip")
    assert trouble == []
