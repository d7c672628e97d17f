"""A real server and a real browser for tests of pages: Debian's Chromium, headless, nothing of the network."""

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from litestar import Litestar
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from leeward.record.ledger.record import Record
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import now
from leeward.web import session

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run"]
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
GRAVE = ("serious", "critical")
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "narrow": {"viewport": NARROW},
}


def in_every_look(name: str = "look", *, indirect: bool = False) -> pytest.MarkDecorator:
    """Run a test in every look: in light always, in dark and narrow with the long tests."""
    others = pytest.mark.long
    looks = [pytest.param(look, id=each, marks=() if each == "light" else others) for each, look in LOOKS.items()]
    return pytest.mark.parametrize(name, looks, indirect=indirect)


def free_port() -> int:
    """A port nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(app: Litestar, port: int) -> Iterator[str]:
    """The app on a real socket; its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; a test that needs it is skipped, and says so, where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: `apt-get install chromium`")
    if subprocess.run([compute_driver_executable()[0], "--version"], capture_output=True).returncode:
        pytest.skip("what drives the browser does not run here: `apt-get install libatomic1`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


class Trouble(list[str]):
    """What a page complained about: errors of scripts, things the content security policy dropped, refused requests."""

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        page.on("pageerror", lambda error: self.append(f"script: {error}"))
        page.on("console", lambda message: self._hear(message))

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:  # a 404 or 422 is an answer, not trouble
            self.append(f"console: {message.text}")


def signed_in(browser: Browser, record: Record, person: PersonId, url: str, **more: Any) -> BrowserContext:
    """A browser window in which somebody is signed in. ``more`` goes to Playwright (color_scheme, viewport ...)."""
    with record.writing() as tx:
        _, token = session.begin(tx, person, now())
    context = browser.new_context(timezone_id="Europe/Lisbon", **({"viewport": WIDE} | more))
    context.add_cookies([{"name": session.cookie_name(secure=False), "value": token, "url": url}])
    return context


def grave_faults(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    violations = Axe().run(page).response["violations"]
    return [f"{found['id']}: {node['html'][:120]}" for found in violations if found["impact"] in GRAVE for node in found["nodes"]]


def sideways(page: Page) -> int:
    """How many pixels a page can be scrolled sideways; 0 on every page that fits."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
