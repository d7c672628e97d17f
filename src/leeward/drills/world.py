"""The world, put into an empty house: a team of twenty, a month of reports, and what was done about them."""

import time
from collections.abc import Callable
from random import Random

from leeward.administration.people import desk as people
from leeward.drills.arrivals import reports
from leeward.drills.past import live_through
from leeward.drills.team import Member, hire
from leeward.frontline.intake import desk as intake
from leeward.house import House
from leeward.record.ledger.seal import seal_pending
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import SourceCode
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR

Q = read_queries(__package__)
SEED = 20_261_124
_BATCH = 500


def furnish(house: House, *, count: int, say: Callable[[str], None], seed: int = SEED) -> str:
    """Make the world, unless the house has people in it already; how to get in, in one sentence."""
    with house.record.reading() as look:
        first = look.value(Q.somebody)
    if first is not None:
        return f"Sign in with your account, or set a new password once: {_link(house, first)}"
    began = time.monotonic()
    team, decided = _make(house, Random(seed), count)
    say(f"Made a world of {len(team)} people, {count:,} reports and {decided:,} decisions in {time.monotonic() - began:.1f} s.")
    return f"You are {team[0].name}, who runs this house. Set a password (once, the link holds a week): {team[0].link}"


def _make(house: House, random: Random, count: int) -> tuple[list[Member], int]:
    team = hire(house)
    until = now()
    door = SourceCode("demo")
    arrivals = reports(random, house.playbook(), count, until)
    for start in range(0, count, _BATCH):  # itertools.batched came with Python 3.12
        intake.receive(house.record, house.playbook(), arrivals[start : start + _BATCH], door=door, actor=DOOR)
    decided = live_through(house, random, team, until)
    seal_pending(house.record)
    return team, decided


def _link(house: House, person: PersonId) -> str:
    return people.invite(house.record, DOOR, person, house.settings.reached_at)
