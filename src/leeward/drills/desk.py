"""The desk of the drills: the only place that appends what the made-up team did."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random

import msgspec

from leeward.drills.appealing import appeal
from leeward.drills.past import Row, in_turns, lives
from leeward.drills.team import Member
from leeward.house import House
from leeward.record.facts.review import JobDecided
from leeward.record.facts.triage import ClockMet
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import ClockCode
from leeward.record.terms.ids import JobId, PersonId, ReportId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import Role
from leeward.record.terms.report import ClockEnd

Q = read_queries(__package__)
_BATCH = 500


class Duty(msgspec.Struct, frozen=True):
    """A row of ``duties``."""

    report: ReportId
    clock: ClockCode
    job: JobId
    starts: Moment


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
    _do_duties(house, random, team, until)
    if decisions:
        appeal(house, random, team)
    return decisions


def _do_duties(house: House, random: Random, team: Sequence[Member], until: Moment) -> None:
    """Leads did most of what was owed, within a day; some of it waits still."""
    leads = [member.id for member in team if Role.LEAD in member.rights.roles]
    with house.record.reading() as look:
        owed = look.rows(Q.duties, {"until": until}, into=Duty)
    done: list[ClockMet] = []
    for each in owed:
        at = each.starts + timedelta(hours=random.expovariate(1 / 8))
        if at < until and random.random() < 0.99:
            done.append(_met(each, random.choice(leads), at))
    for start in range(0, len(done), _BATCH):
        with house.record.writing() as tx:
            tx.append(done[start : start + _BATCH])


def _met(duty: Duty, who: PersonId, at: Moment) -> ClockMet:
    ending = ClockEnd.DUTY
    return ClockMet(subject=duty.job, actor=who, occurred=at, report=duty.report, clock=duty.clock, on_time=True, ending=ending)
