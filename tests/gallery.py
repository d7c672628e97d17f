"""A site of made-up pages that shows every piece of the kit."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any, ClassVar

import msgspec
from jinja2 import FileSystemLoader, PrefixLoader
from litestar import Litestar

from drawn import drawn
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import now
from leeward.web.kit import (
    Choice,
    Column,
    Conflict,
    Markup,
    Onward,
    Page,
    Place,
    Refused,
    anyone,
    csv_of,
    form,
    get,
    listing,
    may,
    person,
    post,
    redirect,
    render,
    signed_in,
)
from leeward.web.render import environment
from leeward.web.site import Due, Site, build
from leeward.web.throttle import Throttle

COLUMNS = (
    Column(name="number", label="Job"),
    Column(name="severity", label="Severity", sort=True),
    Column(name="bar", label="Received to due"),
    Column(name="start_by", label="Start by", sort=True, digits=True, hint="The moment by which somebody should have started."),
    Column(name="due", label="Clock", sort=True),
    Column(name="why", label="Why"),
    Column(name="language", label="Language"),
)
CHOICES = (
    Choice(name="language", label="Language", options=(("en", "English"), ("es", "Spanish"))),
    Choice(name="severity", label="Severity", options=(("3", "severe and up"), ("4", "imminent"))),
)


class Playbook:
    """As much of a playbook as the entrance asks for."""

    access: ClassVar = {
        "reviewer": frozenset({"queue.view", "job.decide"}),
        "lead": frozenset({"queue.view", "job.decide", "queue.assign"}),
    }


class Newcomer(msgspec.Struct, kw_only=True):
    """What the form of the gallery asks."""

    name: Annotated[str, msgspec.Meta(min_length=1, title="a name")]
    login: Annotated[
        str, msgspec.Meta(pattern=r"^\S{3,}$", title="a login", extra={"problem": "A login is three letters or more."})
    ]
    limit: Annotated[int, msgspec.Meta(ge=0, le=4, title="the highest severity")] = 0
    roles: tuple[str, ...] = ()
    note: str = ""


def rows(count: int) -> list[dict[str, Any]]:
    """Jobs of a made-up queue."""
    at = now()
    return [
        {
            "number": f"#{48213 + n}",
            "severity": 4 - n % 5,
            "received": at - timedelta(hours=2, minutes=7 * n),
            "start_by": at + timedelta(minutes=11 * n - 25),
            "due": at + timedelta(hours=5 * n - 3) if n % 3 else None,
            "why": ["a person is depicted", "3 reports", "fee before contract"][n % 3],
            "language": ["en", "es", "und"][n % 3],
        }
        for n in range(count)
    ]


@get("/queues", guard=may("queue.view"), place=Place("Front line", "Queues", key="q"))
def queues(request: Page) -> Markup:
    """The table."""
    asked = listing(request, COLUMNS, CHOICES, sort="start_by", size=15)
    found = [] if asked.chosen.get("severity") == "4" else rows(16)
    if request.query_params.get("format") == "csv":
        return csv_of(found, [("number", "Job"), ("why", "Why")], "queues")
    return render(request, "gallery/gallery.html", list=asked, rows=found)


@get("/job", guard=may("job.decide"), place=Place("Front line", "One job", key="j"))
def job(request: Page) -> Markup:
    """The pieces of a job."""
    at = now()
    moments = SimpleNamespace(
        received=at - timedelta(hours=2), start_by=at + timedelta(minutes=38), due=at + timedelta(hours=9),
        late=at + timedelta(minutes=50), past=at - timedelta(hours=1), undo=at + timedelta(seconds=10),
    )  # fmt: skip
    leads = [
        SimpleNamespace(
            what="Recruitment fee asked before any contract", rule="recruitment/fee_before_contract", clause="HE-LEX-2",
            strength=0.71, matched=["account_age_days < 14", "reach >= 20"],
        )
    ]  # fmt: skip
    entries = [
        SimpleNamespace(
            at=at - timedelta(hours=2), words="Report received", who="by the API", detail="", position=1, sealed=True, proof="#"
        ),
        SimpleNamespace(
            at=at, words="Claimed", who=person(request).name, detail="lease until 15:02", position=9, sealed=False, proof=""
        ),
    ]
    answers = [SimpleNamespace(id="yes", label="Yes"), SimpleNamespace(id="no", label="No")]
    question = SimpleNamespace(
        id="private", ask="Private, or not meant for others?", help="Think of where it stood first.", answers=answers
    )
    return render(request, "gallery/job.html", at=moments, leads=leads, entries=entries, question=question)


@get("/charts", guard=may("queue.view"))
def charts(request: Page) -> Markup:
    """Every picture."""
    return render(request, "gallery/charts.html", pictures=drawn())


@post("/reveal", guard=may("job.decide"), status_code=200)
def reveal(request: Page) -> dict[str, Any]:
    """What is behind the veil."""
    return {"parts": [{"label": "Listing", "text": "A neutral sentence that stands for what somebody wrote."}]}


@get("/add", guard=signed_in, place=Place("Administration", "Add somebody", key="a"))
def add(request: Page) -> Markup:
    """A blank form."""
    return render(request, "gallery/form.html")


@post("/add", guard=signed_in)
def added(request: Page) -> Markup | Onward:
    """The form as sent."""
    filled = form(request, Newcomer)
    if filled.value is None:
        return render(request, "gallery/form.html", filled=filled, status=422)
    return redirect(request, "/add", notice=f"{filled.value.name} was added.")


@get("/fault/{kind:str}", guard=anyone)
def fault(request: Page) -> Markup:
    """Everything that can go wrong."""
    kind = request.path_params["kind"]
    if kind == "conflict":
        raise Conflict("Job 48213 is with somebody else.")
    if kind == "refused":
        raise Refused("A severe job cannot be skipped without a reason.")
    raise RuntimeError("the inside, with a secret: hunter2")


@get("/find", guard=may("queue.view"))
def find(request: Page) -> Onward:
    """Where the top line's search leads."""
    return redirect(request, "/job")


@get("/v1/thing", guard=may("queue.view"))
def thing(request: Page) -> dict[str, str]:
    """A page for programs."""
    return {"who": person(request).login}


def ribbon(request: Page) -> list[Due]:
    """What is due by the hand of whoever looks."""
    return [Due(text="#48213", href="/job", due=now() + timedelta(minutes=12), late=True)]


def gallery(record: Record, base_url: str, throttle: Throttle | None = None) -> Litestar:
    """The site."""
    loader = environment().loader
    assert isinstance(loader, PrefixLoader)
    loader.mapping = {**loader.mapping, "gallery": FileSystemLoader(Path(__file__).parent / "web" / "gallery")}
    pages = [queues, job, charts, reveal, add, added, fault, find, thing]
    site = Site(base_url=base_url, search="/find")
    return build(pages, record=record, playbook=Playbook, site=site, ribbon=ribbon, throttle=throttle, openapi_config=None)
