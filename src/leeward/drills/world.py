"""The world, put into an empty house: a team of twenty, a month of reports, and what was done about them."""

import time
from collections.abc import Callable
from functools import partial
from random import Random

import msgspec

from leeward.administration.people import desk as people
from leeward.drills.arrivals import reports
from leeward.drills.desk import live_through
from leeward.drills.team import hire
from leeward.frontline.intake import desk as intake
from leeward.house import House
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import SourceCode
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR

Q = read_queries(__package__)
SEED = 20_261_124
_BATCH = 500


class World(msgspec.Struct, frozen=True):
    """What was furnished: how to get in, and what the team still has to live through (a thread may do it)."""

    welcome: str
    rest: Callable[..., int] | None


def furnish(house: House, *, count: int, say: Callable[[str], None], seed: int = SEED) -> World:
    """Make the world, unless the house has people in it already. A month of reports is there when this returns."""
    with house.record.reading() as look:
        first = look.value(Q.somebody)
    if first is not None:
        return World(f"Sign in with your account, or set a new password once: {_link(house, first)}", None)
    began, random, until = time.monotonic(), Random(seed), now()
    team = hire(house)
    arrivals = reports(random, house.playbook(), count, until)
    for start in range(0, count, _BATCH):  # itertools.batched came with Python 3.12
        batch = arrivals[start : start + _BATCH]
        intake.receive(house.record, house.playbook(), batch, door=SourceCode("demo"), actor=DOOR)
    say(f"Made a world of {len(team)} people and {count:,} reports in {time.monotonic() - began:.1f} s.")
    welcome = f"You are {team[0].name}, who runs this house. Set a password (once, the link holds a week): {team[0].link}"
    return World(welcome, partial(live_through, house, random, team, until))


def _link(house: House, person: PersonId) -> str:
    return people.invite(house.record, DOOR, person, house.settings.reached_at)
