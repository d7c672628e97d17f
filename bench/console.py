"""A reviewer at the keyboard: from the key that decides to the next job on the screen, in a real browser.

A furnished house under ``leeward up``, Debian's Chromium, one reviewer; each decision is answers until the tree ends, then [n].
Measured is the time from the key to the first frame in which the next job's heading stands there (issue: 150 ms, p95).
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench import report as show
from bench.startup import PORT, start
from leeward.drills.world import furnish
from leeward.house import open_house
from leeward.settings import Settings

DECISIONS, REPORTS = 120, 2_000
CHROMIUM = "/usr/bin/chromium"
PASSWORD = "correct horse battery staple 1"  # of a house that lives as long as this run
# In the page itself, so that the driver's own way to it is not measured: when the key went down, and the start of the frame
# after the first one that had the next job's heading.
WATCH = """
addEventListener("keydown", e => sessionStorage.setItem("begun", performance.timeOrigin + e.timeStamp), true);
const look = () => document.querySelector("h1")
    ? requestAnimationFrame(() => { window.seen = performance.timeOrigin + performance.now(); })
    : requestAnimationFrame(look);
requestAnimationFrame(look);
"""
SEEN = "() => window.seen - Number(sessionStorage.getItem('begun'))"


def decide(page: Page) -> float | None:
    """One decision by the keyboard; milliseconds until the next job stood there. None where the path ended in something else."""
    while page.locator(".tree .ends").count() == 0:
        answers = page.locator(".tree button").count()
        asked = page.locator(".tree .answered").count()
        page.keyboard.press(str(max(1, answers if asked == 0 else 1)))
        page.wait_for_function("n => document.querySelectorAll('.tree .answered').length > n", arg=asked)
    if "lead" in page.locator(".tree .ends").inner_text():  # it would come back to a lead
        page.keyboard.press("s")
        page.keyboard.press("Enter")
        page.wait_for_url("**/work")
        return None
    address = page.url.partition("?")[0]
    page.keyboard.press("n")
    page.wait_for_url(lambda url: not url.startswith(address))
    page.wait_for_function("() => window.seen")
    took = float(page.evaluate(SEEN))
    return took if "/jobs/" in page.url else None


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="leeward-bench-") as folder:
        home = Path(folder)
        with open_house(Settings(home=home, port=PORT)) as house:
            welcome = furnish(house, count=REPORTS, say=lambda _: None).welcome
        path = welcome[welcome.index("/welcome/") :]
        process, _ = start(home)
        try:
            took = shift(f"http://127.0.0.1:{PORT}{path}")
        finally:
            process.terminate()
            process.wait(30)
    took.sort()
    middle, late = took[len(took) // 2], took[int(len(took) * 0.95) - 1]
    rows = [("what", "p50", "p95", "n"), ("key to the next job on the screen", f"{middle:.0f} ms", f"{late:.0f} ms", len(took))]
    show("console", rows, {"p50_ms": middle, "p95_ms": late, "n": len(took)})


def shift(link: str) -> list[float]:
    """Milliseconds of each decision."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.add_init_script(WATCH)
        page.goto(link)
        for each in page.query_selector_all("input[type=password]"):
            each.fill(PASSWORD)
        page.click("button[type=submit]")
        page.goto(f"http://127.0.0.1:{PORT}/work")
        page.keyboard.press("n")
        page.wait_for_url("**/jobs/*")
        took = []
        for _ in range(DECISIONS):
            if (one := decide(page)) is not None:
                took.append(one)
            elif "/jobs/" not in page.url:
                page.keyboard.press("n")
                page.wait_for_url("**/jobs/*")
        browser.close()
    return took


if __name__ == "__main__":
    main()
