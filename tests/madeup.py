"""A made-up world that whoever only looks may share: furnished once a session, lived through, sealed, and in its lake."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leeward.drills.world import furnish
from leeward.flow import TIMERS
from leeward.house import House
from leeward.lakeside import Maker, write_lake
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.moment import now
from leeward.settings import Settings

REPORTS, REVIEWERS = 600, 45


@contextmanager
def lived_through(url: str, home: Path) -> Iterator[House]:
    """The house of a made-up world, with everything in the lake that there is. Nobody writes into it any more."""
    house = House(Settings(home=home), url)
    world = furnish(house, count=REPORTS, say=lambda _: None, reviewers=REVIEWERS)
    assert world.rest is not None
    world.rest()
    for timer in TIMERS:
        timer(house.record, house.playbook, now())
    seal_pending(house.record)
    write_lake(house)
    Maker().make(house)
    yield house
    house.record.close()
