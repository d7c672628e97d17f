"""The pages of rules in a real browser: light, dark and narrow, without grave faults; a draft is checked as it is written."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from browsing import NARROW, WIDE, Trouble, chromium, free_port, grave_faults, served, sideways, signed_in
from cast import hire
from insights.rules.place import FEE, TOLD, Place, own_copy
from leeward.app import make_app
from leeward.house import House
from leeward.insights.rules import desk
from leeward.record.facts.assessment import RuleFailed
from leeward.record.facts.rules import FiringAlarmRaised
from leeward.record.terms.ids import AlarmId, new_id, rule_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import CLOCKWORK, PLAYBOOK
from leeward.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.long]

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "narrow": {"viewport": NARROW},
}


@pytest.fixture
def trouble() -> Iterator[Trouble]:
    """Nothing may go wrong on the way."""
    found = Trouble()
    yield found
    assert found == []


def fill(place: Place) -> None:
    """Matches, a switch, an error and an alarm, so that the pages have something to show."""
    place.tell(1, 2, 3, 4)
    place.see(1, 2)
    rule = place.house.playbook().rules[TOLD]  # type: ignore[index]
    desk.switch(place.record, place.house.playbook(), place.cast.bob.id, FEE, off=True, reason="flood")
    alarm, hour = AlarmId(new_id()), datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    with place.record.writing() as tx:
        tx.append(
            [
                RuleFailed(
                    subject=rule_id(TOLD), actor=PLAYBOOK, occurred=now(), rule=rule.code, rule_version=rule.version,
                    error="TypeError", failures=3,
                ),  # type: ignore[arg-type]
                FiringAlarmRaised(
                    subject=alarm, actor=CLOCKWORK, occurred=now(), alarm=alarm, rule=rule.code, hour=hour - timedelta(hours=1),
                    observed=40, expected=3.2, most=14, chance=1e-9, hours=672,
                ),
            ]
        )  # fmt: skip


def test_every_page_in_every_look(database: str, tmp_path: Path, trouble: Trouble) -> None:
    port = free_port()
    settings = Settings(home=tmp_path, base_url=f"http://127.0.0.1:{port}", playbook=own_copy(tmp_path / "playbook"))
    house = House(settings, database)
    place = Place(house, hire(house.record), make_app(house))
    fill(place)
    [number] = [row["id"] for row in place.rows("SELECT id FROM report ORDER BY received LIMIT 1")]
    paths = {
        "rules": "/rules", "rule": f"/rules/{TOLD}", "off": f"/rules/{FEE}", "graph": "/rules/graph",
        "explain": f"/rules/explain?number={number}", "draft": f"/rules/{TOLD}/draft", "new": "/rules/draft?kind=listing_posted",
    }  # fmt: skip
    faults: dict[str, list[str]] = {}
    with served(place.site, port) as url, chromium() as browser:
        for look, more in LOOKS.items():
            page = signed_in(browser, house.record, place.cast.bob.id, url, **more).new_page()
            trouble.watch(page)
            for name, path in paths.items():
                page.goto(url + path)
                picture(page, name, look)
                faults[f"{name} {look}"] = [*grave_faults(page), *(["scrolls sideways"] if sideways(page) else [])]
        page = signed_in(browser, house.record, place.cast.bob.id, url, viewport=WIDE).new_page()
        trouble.watch(page)
        draft(page, url)
        faults["preview"] = grave_faults(page)
    house.record.close()
    assert {name: found for name, found in faults.items() if found} == {}


def draft(page: Any, url: str) -> None:
    """Write a mistake, see its caret, mend it, look at the preview."""
    page.goto(f"{url}/rules/{TOLD}/draft")
    text = page.locator("#text")
    whole = text.input_value()
    text.fill(whole.replace("source", "sauce", 1))
    expect(page.locator("#findings pre")).to_contain_text("^^^^^")
    picture(page, "carets", "light")
    text.fill(whole)
    expect(page.locator("#findings")).to_contain_text("It checks: 3 cases kept")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("6 rows read")
    picture(page, "preview", "light")


def picture(page: Any, name: str, look: str) -> None:
    """A picture to look at, where somebody wants them."""
    if folder := os.environ.get("LEEWARD_PICTURES"):
        page.screenshot(path=f"{folder}/{name}-{look}.png", full_page=True)
