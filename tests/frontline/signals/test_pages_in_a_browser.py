"""The pages of banks and copies in a real browser, and media revealed on the job page: light, dark and narrow, for everybody."""

import os
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from browsing import NARROW, Trouble, chromium, free_port, grave_faults, served, sideways, signed_in
from cast import Cast
from frontline.intake.doors import PLAY, listening
from frontline.signals.test_copies import removed
from frontline.signals.test_matching import far, fill, image, told
from frontline.signals.world import entered, stopncii
from leeward.frontline.review import desk as review
from leeward.frontline.review.media import adapter_of
from leeward.frontline.review.pages import ROUTES as REVIEW
from leeward.frontline.signals.pages import COPIES, ROUTES, SIGNALS
from leeward.record.ledger.record import Record
from leeward.web.site import Site, build

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"viewport": NARROW}], ids=["light", "dark", "narrow"])
def test_nothing_grave_and_a_picture_comes_blurred(
    record: Record, cast: Cast, look: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    port, wrong, trouble = free_port(), dict[str, list[str]](), Trouble()
    with listening(record) as house:
        fill(house, cast, "stopncii", stopncii(*(entered(far(number), said=["Blocked"]) for number in range(1, 30))))
        told(house, 1, image(far(1)))
        removal, _ = removed(house, cast, image(far(1)))
        held = told(house, 2, image(far(2)))
        assert held.job is not None
        review.claim(house, PLAY, cast.bob.id, held.job)
        state = {"exchanges": frozenset[str](), "media": adapter_of("demo", None, "own")}
        url_base = f"http://127.0.0.1:{port}"
        site: Litestar = build(
            [*ROUTES, *REVIEW],
            record=house,
            playbook=lambda: PLAY,
            site=Site(base_url=url_base),
            state=state,
            openapi_config=None,
        )
        with served(site, port) as url, chromium() as browser:
            page = signed_in(browser, house, cast.bob.id, url, **look).new_page()
            trouble.watch(page)
            paths = (SIGNALS, f"{SIGNALS}/stopncii", f"{SIGNALS}/ncmec", COPIES, f"{COPIES}/{removal}", f"/jobs/{held.job}")
            for number, path in enumerate(paths):
                page.goto(url + path)
                if path.startswith("/jobs"):
                    page.locator("#media").get_by_role("button", name="Reveal").click()
                    picture = page.locator("#media .picture")
                    picture.locator("img").wait_for()
                    assert "blur" in picture.locator("img").evaluate("each => getComputedStyle(each).filter")
                    picture.click()
                    assert picture.locator("img").evaluate("each => getComputedStyle(each).filter") == "grayscale(1)"
                wrong[path] = grave_faults(page) + [f"scrolls sideways by {wide}" for wide in [sideways(page)] if wide]
                if folder := os.environ.get("LEEWARD_PICTURES"):
                    page.screenshot(path=Path(folder) / f"{request.node.callspec.id}-{number}.png", full_page=True)
    assert {path: faults for path, faults in wrong.items() if faults} == {}
    assert trouble == []
