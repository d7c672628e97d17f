"""The pages of review with somebody at each door."""

from collections.abc import Callable, Iterator

import pytest
from litestar import Litestar

from cast import Cast, Member
from frontline.console import console
from leeward.record.ledger.record import Record
from visitor import Visitor

Come = Callable[[Member], Visitor]
"""Somebody of the cast, signed in, in a browser of their own."""


@pytest.fixture
def app(record: Record) -> Litestar:
    """The site."""
    return console(record)


@pytest.fixture
def come(app: Litestar, record: Record) -> Come:
    """Lets somebody in."""
    return lambda member: Visitor(app).sign_in(record, member)


@pytest.fixture
def alice(come: Come, cast: Cast) -> Visitor:
    """Alice reviews labour exploitation and intimate images in English and Spanish."""
    return come(cast.alice)


@pytest.fixture
def bob(come: Come, cast: Cast) -> Visitor:
    """Bob leads."""
    return come(cast.bob)


@pytest.fixture
def nobody(app: Litestar) -> Iterator[Visitor]:
    """Somebody who is not signed in."""
    with Visitor(app) as one:
        yield one
