"""The desk of the drills: the only place that appends what the made-up team did."""

from collections.abc import Callable, Sequence
from random import Random

from leeward.drills.past import Row, in_turns, lives
from leeward.drills.team import Member
from leeward.house import House
from leeward.record.facts.review import JobDecided
from leeward.record.standing.queries import read_queries
from leeward.record.terms.moment import Moment

Q = read_queries(__package__)


def live_through(
    house: House, random: Random, team: Sequence[Member], until: Moment, go_on: Callable[[], bool] = lambda: True
) -> int:
    """Decide what would have been decided by ``until``; the number of decisions. It can be stopped between two turns."""
    with house.record.reading() as look:
        rows = look.rows(Q.open_jobs, into=Row)
    happened = lives(house.playbook(), random, team, rows, until)
    decisions = 0
    for turn in in_turns(happened):
        if not go_on():
            break
        with house.record.writing() as tx:
            # Claims first, then what ended them, then decisions: folds of one kind go together.
            for stage in range(3):
                tx.append([life[stage] for life in turn])
        decisions += sum(isinstance(life[-1], JobDecided) for life in turn)
    return decisions
