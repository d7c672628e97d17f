"""A site of the people room alone, over the rights of the starter playbook."""

import tomllib
from collections.abc import Iterator

import pytest
from litestar import Litestar

from leeward.administration.people.pages import ROUTES
from leeward.playbook.model import Limits, Playbook, StartByRule
from leeward.playbook.reader import starter
from leeward.record.ledger.record import Record
from leeward.record.terms.code import Digest
from leeward.web.kit import Markup, Page, Place, get, render, signed_in
from leeward.web.site import Site, build
from visitor import HOST, Visitor

access = tomllib.loads((starter() / "access.toml").read_text("utf-8"))
EMPTY = Playbook(
    digest=Digest("0" * 64), name="rights", version="1", activity={}, harms={}, policies={}, rules={}, queues=(), clocks=(),
    start_by=StartByRule(allowance_minutes=(5, 4, 3, 2, 1), likelihood_weight=0, virality_weight=0, full_reach=1),
    limits=Limits(
        grace_seconds=1, exposure_minutes_per_day=(1, 1, 1, 1, 1), warn_at=0.5, reports_per_batch=1, events_per_batch=1,
        text_characters=1, import_chunk=1,
    ),
    access={role: frozenset(entry["may"]) for role, entry in access["role"].items()},
    skills=access["skill"], measures={}, steps=(),
)  # fmt: skip


@get("/", guard=signed_in, place=Place("Operations", "Home", key="h"))
def home(request: Page) -> Markup:
    """Where somebody comes to after signing in."""
    return render(request, "shell.html")


@pytest.fixture
def app(record: Record) -> Litestar:
    """The site."""
    return build([home, *ROUTES], record=record, playbook=lambda: EMPTY, site=Site(base_url=HOST), openapi_config=None)


@pytest.fixture
def visitor(app: Litestar) -> Iterator[Visitor]:
    """Somebody at the door."""
    with Visitor(app) as one:
        yield one


@pytest.fixture
def other(app: Litestar) -> Iterator[Visitor]:
    """Somebody else, or the same person in another browser."""
    with Visitor(app) as one:
        yield one
