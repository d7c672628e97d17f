"""A shift at the console in a real browser, by the keyboard alone: take, reveal, answer, decide, undo, pass on, and the next one.

The whole house with the starter playbook; and every page of it in light, dark, narrow and compact.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import WIDE, Trouble, chromium, free_port, grave_faults, in_every_look, served, sideways, signed_in
from cast import Cast, hire
from frontline.intake.doors import DOOR, SAID, report
from leeward.app import make_app
from leeward.frontline.intake import desk as intake
from leeward.frontline.review import desk
from leeward.house import House
from leeward.record.facts.review import JobDecided
from leeward.record.facts.vault import TextRead
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.ids import JobId
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

JOB = re.compile(r"/jobs/([0-9a-f-]{36})(?:\?decided=.*)?$")


class Desk(NamedTuple):
    """Where somebody sits."""

    house: House
    cast: Cast
    browser: Browser
    url: str

    @property
    def record(self) -> Record:
        """The record of the house."""
        return self.house.record

    def sit(self, trouble: Trouble, **look: Any) -> Page:
        """Bob's window."""
        page = signed_in(self.browser, self.record, self.cast.bob.id, self.url, **look).new_page()
        trouble.watch(page)
        return page

    def decisions(self, job: str) -> list[JobDecided]:
        """How a job was decided."""
        with self.record.reading() as look:
            entries = desk.timeline_of(look, [UUID(job)])
        return [entry.fact for entry in entries if isinstance(entry.fact, JobDecided)]

    def state(self, job: str) -> str:
        """How a job stands."""
        with self.record.reading() as look:
            return str(look.value("SELECT state FROM job WHERE id = %(job)s", {"job": job}))


@pytest.fixture
def at(database: str, tmp_path: Path) -> Iterator[Desk]:
    """An open house with six jobs in it."""
    port = free_port()
    house = House(Settings(home=tmp_path, base_url=f"http://127.0.0.1:{port}"), database)
    cast = hire(house.record)
    reports = [report(number) for number in range(1, 7)]
    intake.receive(house.record, house.playbook(), reports, door=DOOR, actor=AT_THE_DOOR)
    with served(make_app(house), port) as url, chromium() as browser:
        yield Desk(house, cast, browser, url)
    house.record.close()


@pytest.fixture
def trouble() -> Iterator[Trouble]:
    """Nothing may go wrong on the way."""
    found = Trouble()
    yield found
    assert found == []


def press(page: Page, *keys: str) -> None:
    """Keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def take(page: Page) -> str:
    """[n] to a job; its number."""
    press(page, "n")
    page.wait_for_url(JOB)
    found = JOB.search(page.url)
    assert found
    return found[1]


def answer(page: Page, *keys: str) -> None:
    """Answers of the tree, each after the question it is meant for."""
    for n, key in enumerate(keys, 1):
        press(page, key)
        expect(page.locator(".tree .answered")).to_have_count(n)


def finish(page: Page) -> None:
    """[enter] at the end of the path."""
    expect(page.locator(".tree .ends")).to_be_visible()
    press(page, "Enter")
    page.wait_for_url("**/work?decided=*")


def go_on(page: Page) -> str:
    """[n] at the end of the path: decided, and the number of the next job; empty where there is none."""
    before = page.url.partition("?")[0]
    press(page, "n")
    page.wait_for_url(lambda url: "?decided=" in url and not url.startswith(before))
    found = JOB.search(page.url)
    return found[1] if found else ""


def test_three_decisions_in_a_row_without_the_mouse(at: Desk, trouble: Trouble) -> None:
    page = at.sit(trouble)
    page.goto(f"{at.url}/work")
    decided = []
    for keys in (("3", "2"), ("3", "1", "1"), ("3", "4")):
        job = take(page)
        assert SAID not in page.content()
        with page.expect_response("**/reveal"):
            press(page, "Space")
        expect(page.locator(".veil .behind")).to_contain_text(SAID)
        answer(page, *keys)
        finish(page)
        decided.append(job)
    assert len(set(decided)) == 3
    paths = [[f"{step.question}:{step.answer}" for step in at.decisions(job)[0].path] for job in decided]
    assert paths == [
        ["gate:neither", "pays:none"],
        ["gate:neither", "pays:yes", "who:before"],
        ["gate:neither", "pays:unclear"],
    ]
    assert at.decisions(decided[1])[0].measures
    with at.record.reading() as look:
        about = look.value("SELECT about FROM job WHERE id = %(job)s", {"job": decided[0]})
        reads = [entry for entry in desk.timeline_of(look, [about]) if isinstance(entry.fact, TextRead)]
    assert [entry.actor for entry in reads] == [at.cast.bob.id]


@pytest.mark.long
def test_forty_decisions_in_a_row_without_the_mouse(at: Desk, trouble: Trouble) -> None:
    """[3] [2] [n], forty times: the next job is there by itself, never one twice; the one before can still be taken back."""
    more = [report(number) for number in range(7, 52)]
    intake.receive(at.record, at.house.playbook(), more, door=DOOR, actor=AT_THE_DOOR)
    page = at.sit(trouble)
    page.goto(f"{at.url}/work")
    done = [take(page)]
    for _ in range(40):
        answer(page, "3", "2")
        expect(page.locator(".tree .ends")).to_be_visible()
        done.append(go_on(page))
    assert len(set(done)) == 41
    assert [at.state(job) for job in done] == ["decided"] * 40 + ["claimed"]
    expect(page.locator(".toast")).to_contain_text("Decided: no violation HE-LEX-2.")
    press(page, "u")
    page.wait_for_url(f"**/jobs/{done[-2]}")
    assert [at.state(job) for job in done[-2:]] == ["claimed", "open"]


def test_fast_keys_answer_the_questions_that_they_mean(at: Desk, trouble: Trouble) -> None:
    """[3] [2] without a look between them, on a slow line: the second key waits for the second question."""
    page = at.sit(trouble)
    page.route("**/jobs/*answer=*", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.goto(f"{at.url}/work")
    job = take(page)
    press(page, "3", "2")
    expect(page.locator(".tree .ends")).to_be_visible()
    finish(page)
    assert [f"{step.question}:{step.answer}" for step in at.decisions(job)[0].path] == ["gate:neither", "pays:none"]


def test_what_is_typed_ahead_becomes_letters_and_reasons_too(at: Desk, trouble: Trouble) -> None:
    """[3] [2] [m] and a note, then a step with its digit and enter, all on a slow line without a look between them."""
    page = at.sit(trouble)
    page.route("**/jobs/*answer=*", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.goto(f"{at.url}/work")
    job = take(page)
    press(page, "3", "2", "m", "h", "i", "Enter", "1")
    expect(page.locator("#note")).to_have_value("hi\n1")
    page.reload()
    page.wait_for_load_state()
    press(page, "3", "h", "2", "Enter")
    expect(page).to_have_url(re.compile("/work$"))
    assert at.state(job) == "held"


def test_keys_before_the_page_can_hear_them_are_kept(at: Desk, trouble: Trouble) -> None:
    page = at.sit(trouble)
    page.goto(f"{at.url}/work")
    take(page)
    page.route("**/islands/keys.js", lambda route: (page.wait_for_timeout(600), route.continue_()))
    page.goto(page.url, wait_until="commit")
    page.wait_for_selector(".tree .asked")
    press(page, "3", "2")
    expect(page.locator(".tree .ends")).to_be_visible()


def test_the_last_job_leads_back_to_my_work(at: Desk, trouble: Trouble) -> None:
    page = at.sit(trouble)
    page.goto(f"{at.url}/work")
    take(page)
    while JOB.search(page.url):
        answer(page, "3", "2")
        expect(page.locator(".tree .ends")).to_be_visible()
        go_on(page)
    expect(page.get_by_text("There is nothing more for you now.")).to_be_visible()


def test_u_undoes_and_the_job_is_in_hand_again(at: Desk, trouble: Trouble) -> None:
    page = at.sit(trouble)
    page.goto(f"{at.url}/work")
    job = take(page)
    answer(page, "3", "2")
    finish(page)
    expect(page.locator(".toast")).to_contain_text("Decided: no violation HE-LEX-2.")
    press(page, "u")
    page.wait_for_url(f"**/jobs/{job}")
    expect(page.get_by_text("Undone. Nothing had left the house.")).to_be_visible()
    assert at.state(job) == "claimed"
    answer(page, "3", "4")
    finish(page)
    assert take(page) != job


def test_b_goes_one_question_back(at: Desk, trouble: Trouble) -> None:
    page = at.sit(trouble)
    page.goto(f"{at.url}/work")
    take(page)
    answer(page, "3", "1")
    press(page, "b")
    expect(page.locator(".tree .answered")).to_have_count(1)
    answered = page.locator(".tree .asked")
    expect(answered).to_contain_text("Does the worker pay")


def test_a_second_key_in_flight_does_not_answer_twice(at: Desk, trouble: Trouble) -> None:
    page = at.sit(trouble)
    page.goto(f"{at.url}/work")
    take(page)
    at_once = "for (const key of '311') document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"
    page.evaluate(at_once)  # the second and third come before the next question is there
    page.wait_for_load_state("networkidle")
    expect(page.locator(".tree .asked")).to_contain_text("Does the worker pay")
    expect(page.locator(".tree .answered")).to_contain_text("Neither")


def test_keys_typed_into_the_note_are_letters(at: Desk, trouble: Trouble) -> None:
    page = at.sit(trouble)
    page.goto(f"{at.url}/work")
    job = take(page)
    answer(page, "3", "2")
    press(page, "m")
    page.keyboard.type("1 b n u 9 e s h r k")
    press(page, "Enter")
    page.keyboard.type("gq ?")
    expect(page.locator("#note")).to_have_value("1 b n u 9 e s h r k\ngq ?")
    assert at.state(job) == "claimed"
    expect(page.locator("details.step[open], dialog[open]")).to_have_count(0)
    press(page, "Escape")
    finish(page)
    assert at.decisions(job)[0].note is not None


@pytest.mark.parametrize(
    ("key", "then", "choice"), [("s", "open", "2"), ("h", "held", "2"), ("e", "escalated", "5"), ("r", "open", "1")]
)
def test_passing_on_by_its_key_a_digit_and_enter(at: Desk, trouble: Trouble, key: str, then: str, choice: str) -> None:
    page = at.sit(trouble)
    page.goto(f"{at.url}/work")
    job = take(page)
    press(page, key)
    step = page.locator("details.step[open]")
    expect(step.locator("input[type=radio]").first).to_be_focused()
    press(page, choice)
    expect(step.locator("input[type=radio]").nth(int(choice) - 1)).to_be_checked()
    expect(page.locator(".tree .answered")).to_have_count(0)
    press(page, "Enter")
    page.wait_for_url("**/work")
    assert at.state(job) == then


def test_escape_closes_a_step_and_the_keys_are_the_trees_again(at: Desk, trouble: Trouble) -> None:
    page = at.sit(trouble)
    page.goto(f"{at.url}/work")
    take(page)
    press(page, "e")
    expect(page.locator("details.step[open]")).to_have_count(1)
    press(page, "s")
    expect(page.locator("details.step[open]")).to_have_count(1)
    press(page, "Escape")
    expect(page.locator("details.step[open]")).to_have_count(0)
    answer(page, "3")


def test_the_rows_of_a_queue_open_by_the_keyboard(at: Desk, trouble: Trouble) -> None:
    page = at.sit(trouble)
    page.goto(f"{at.url}/queues/labour_exploitation")
    press(page, "j", "j", "Enter")
    page.wait_for_url(JOB)
    press(page, "c")
    expect(page.get_by_text("Yours until")).to_be_visible()


def test_the_tree_and_the_ways_on_are_above_the_fold(at: Desk, trouble: Trouble) -> None:
    page = at.sit(trouble)
    page.goto(f"{at.url}/work")
    take(page)
    for what in (".tree", ".steps", ".veil"):
        box = page.locator(what).bounding_box()
        assert box
        assert box["y"] + box["height"] <= WIDE["height"], what
    answer(page, "3", "1", "1")
    expect(page.get_by_role("button", name="Decide enter")).to_be_in_viewport(ratio=1)
    expect(page.locator(".steps")).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") == 0


def visit(at: Desk, page: Page, pictures: Path) -> dict[str, list[str]]:
    """Every page of the console, and what is wrong with how it looks."""
    wrong: dict[str, list[str]] = {}

    def look(name: str, path: str = "") -> None:
        if path:
            page.goto(f"{at.url}{path}")
        page.screenshot(path=pictures / f"{name}.png", full_page=True)
        wrong[name] = grave_faults(page) + ([f"scrolls sideways by {wide}"] if (wide := sideways(page)) else [])

    look("operations", "/operations")
    look("queues", "/queues")
    look("queue", "/queues/labour_exploitation")
    look("held", "/queues/labour_exploitation?show=held")
    look("empty queue", "/queues/intimate_images")
    look("find", "/find?q=nothing")
    look("work", "/work")
    job = take(page)
    look("job")
    with page.expect_response("**/reveal"):
        press(page, "Space")
    expect(page.locator(".veil .behind")).to_contain_text(SAID)
    look("job revealed")
    press(page, "e")
    look("job escalate")
    page.reload()  # axe leaves styles on elements, which the security policy would refuse to have carried over in a swap
    answer(page, "3", "1", "1")
    look("job at its end")
    look("work with a job", "/work")
    page.goto(f"{at.url}/jobs/{job}")
    answer(page, "3", "1", "1")
    finish(page)
    look("work with the toast")
    look("job decided", f"/jobs/{job}")
    with at.record.reading() as reading:
        number = desk.job_view(reading, at.house.playbook(), at.cast.bob.id, JobId(UUID(job))).reports[0].id
    look("report", f"/reports/{number}")
    look("clocks", "/clocks")
    look("clocks kept", "/clocks?show=kept")
    look("clocks of a report", f"/clocks/{number}")
    look("not there", "/jobs/00000000-0000-7000-8000-00000000000f")
    return {name: found for name, found in wrong.items() if found}


@in_every_look()
def test_every_page_is_sound_in_every_look(at: Desk, trouble: Trouble, look: dict[str, Any], tmp_path: Path) -> None:
    seal_pending(at.record)
    assert visit(at, at.sit(trouble, **look), tmp_path) == {}
