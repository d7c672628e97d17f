"""The world, put into an empty house: a team of a hundred and sixty, a quarter of reports, and what was done about them.

The latest weeks are there when the console opens; the rest of the quarter, and what the team did, follow while one looks around.
"""

import time
from collections.abc import Callable
from functools import partial
from random import Random

import msgspec

from leeward.administration.people import desk as people
from leeward.drills import rooms
from leeward.drills.arrivals import reports
from leeward.drills.desk import live_through
from leeward.drills.listings import listings
from leeward.drills.live import keep_coming
from leeward.drills.looking_twice import look_twice
from leeward.drills.team import REVIEWERS, hire
from leeward.frontline.intake import desk as intake
from leeward.frontline.intake.activity import EventIn
from leeward.frontline.intake.arrival import ReportIn
from leeward.house import House
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import SourceCode
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR

Q = read_queries(__package__)
SEED = 20_261_124
_BATCH = 500
_AT_ONCE = 4_000
"""So many of the latest reports are there when the console opens; older ones follow."""
LISTED = 5
"""So many days of listings are there, as activity."""
Rest = Callable[..., int]


class World(msgspec.Struct, frozen=True):
    """What was furnished: how to get in, and what the team still has to live through (a thread may do it)."""

    welcome: str
    rest: Rest | None
    live: Rest
    """New reports keep coming until it is told to stop."""


def furnish(house: House, *, count: int, say: Callable[[str], None], seed: int = SEED, reviewers: int = REVIEWERS) -> World:
    """Make the world, unless the house has people in it already. The latest weeks are there when this returns."""
    random = Random(seed)
    with house.record.reading() as look:
        first, known = look.value(Q.somebody), int(look.value(Q.reports_so_far))

    def live(*, go_on: Callable[[], bool], first: int = known) -> int:
        return keep_coming(house, Random(), first, go_on)

    if first is not None:
        return World(f"Sign in with your account, or set a new password once: {_link(house, first)}", None, live)
    began, until = time.monotonic(), now()
    team = hire(house, reviewers)
    rooms.known_images(house, team[1])
    rooms.trusted_flaggers(house, team)
    arrivals = reports(random, house.playbook(), count, until)
    older, latest = arrivals[:-_AT_ONCE], arrivals[-_AT_ONCE:]
    _receive(house, latest)
    say(f"Made a world of {len(team)} people and {len(latest):,} reports in {time.monotonic() - began:.1f} s.")
    welcome = f"You are {team[0].name}, who runs this house. Set a password (once, the link holds a week): {team[0].link}"

    def rest(*, go_on: Callable[[], bool] = lambda: True) -> int:
        _receive(house, older, go_on)
        _post(house, listings(random, count // 5, until, LISTED), go_on)
        decisions = live_through(house, random, team, until, go_on) if go_on() else 0
        if go_on():
            rooms.furnish(house, team)
            look_twice(house, random, team, count // 60)
        return decisions

    return World(welcome, rest, partial(live, first=count))


def _receive(house: House, arrivals: list[ReportIn], go_on: Callable[[], bool] = lambda: True) -> None:
    for start in range(0, len(arrivals), _BATCH):  # itertools.batched came with Python 3.12
        if go_on():
            batch = arrivals[start : start + _BATCH]
            intake.receive(house.record, house.playbook(), batch, door=SourceCode("demo"), actor=DOOR)


def _post(house: House, events: list[EventIn], go_on: Callable[[], bool]) -> None:
    for start in range(0, len(events), _BATCH):
        if go_on():
            batch = events[start : start + _BATCH]
            intake.take_activity(house.record, house.playbook(), batch, door=SourceCode("demo"), actor=DOOR)


def _link(house: House, person: PersonId) -> str:
    return people.invite(house.record, DOOR, person, house.settings.reached_at)
