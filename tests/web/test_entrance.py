"""Who comes in, and who does not."""

from collections.abc import Iterator
from typing import ClassVar

import pytest

from cast import Cast
from leeward.record.ledger.record import Record
from leeward.web.faults import Fault
from leeward.web.kit import Markup, Onward, Page, anyone, get, may, person, post, redirect, render
from leeward.web.site import Site, build
from visitor import HOST, Visitor


class Playbook:
    """As much of a playbook as the entrance asks for."""

    access: ClassVar = {"reviewer": frozenset({"queue.view"})}


def said(request: Page, title: str) -> Markup:
    return render(request, "fault.html", fault=Fault(status=200, title=title))


@get("/open", guard=anyone)
def open_page(request: Page) -> Markup:
    return said(request, "Open")


@get("/queue", guard=may("queue.view"))
def queue(request: Page) -> Markup:
    return render(
        request, "fault.html", fault={"status": 200, "title": person(request).name, "detail": "", "remedy": "", "code": ""}
    )


@post("/queue", guard=may("queue.view"))
def change(request: Page) -> Onward:
    return redirect(request, "/queue", notice="Done.")


@pytest.fixture
def visitor(record: Record) -> Iterator[Visitor]:
    app = build([open_page, queue, change], record=record, playbook=Playbook, site=Site(base_url=HOST), openapi_config=None)
    with Visitor(app) as one:
        yield one


def test_a_reviewer_sees_the_queue(visitor: Visitor, record: Record, cast: Cast) -> None:
    answer = visitor.sign_in(record, cast.alice).get("/queue")
    assert answer.status_code == 200
    assert "Alice" in answer.text
    done = visitor.post("/queue")
    assert done.status_code == 303, done.text
    assert "Done." in visitor.get("/queue").text
    assert "Done." not in visitor.get("/queue").text
    assert visitor.get("/nowhere").status_code == 404


def test_the_outsider_is_refused_and_that_is_a_fact(visitor: Visitor, record: Record, cast: Cast) -> None:
    answer = visitor.sign_in(record, cast.eve).get("/queue")
    assert answer.status_code == 403
    assert "Your role does not open this" in answer.text
    with record.reading() as look:
        assert look.value("SELECT body->>'page' FROM fact WHERE kind = 'access_denied'") == "queue.view"


def test_nobody_is_sent_to_sign_in(visitor: Visitor) -> None:
    answer = visitor.get("/queue")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/queue")
    assert visitor.get("/open").status_code == 200
