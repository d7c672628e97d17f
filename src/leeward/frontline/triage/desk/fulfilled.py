"""Duties that are done by what happens elsewhere: the person told by the platform, the public told by the database."""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from leeward.frontline.triage.batch import met
from leeward.frontline.triage.rows import ClockRow
from leeward.playbook.dsa import restricts
from leeward.playbook.model import DoneBy, Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.enforcement import DeliveryAttempted
from leeward.record.facts.signals import CopiesSearched
from leeward.record.facts.statements import StatementAccepted
from leeward.record.facts.triage import ClocksWithdrawn, RunningClock
from leeward.record.ledger.record import Hearing
from leeward.record.standing.queries import read_queries
from leeward.record.terms.ids import JobId
from leeward.record.terms.people import PLAYBOOK

Q = read_queries("leeward.frontline.triage")
Current = Callable[[], Playbook]
OF_STATEMENTS = frozenset({DoneBy.STATEMENT_TOLD, DoneBy.STATEMENT_ACCEPTED})
"""What a statement of reasons does: it is owed with the statement, and not where that is withheld."""


def by_acceptance(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``ClockMet`` for each duty that the database's acceptance of a statement does."""
    jobs = {one.fact.job for one in heard if isinstance(one.fact, StatementAccepted)}
    return _met(current(), DoneBy.STATEMENT_ACCEPTED, jobs, hearing)


def by_delivery(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``ClockMet`` for each duty that is done when the platform has the statement of every restriction of a decision."""
    playbook = current()
    arrived = [one.fact.subject for one in heard if isinstance(one.fact, DeliveryAttempted) and one.fact.delivered]
    if not arrived or playbook.statements is None:
        return []
    measures = [code for code, measure in playbook.measures.items() if restricts(measure)]
    asked = {"deliveries": arrived, "measures": measures, "clauses": list(playbook.policies)}
    jobs = {row["job"] for row in hearing.look.rows(Q.jobs_told, asked)}
    return _met(playbook, DoneBy.STATEMENT_TOLD, jobs, hearing)


def by_withholding(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """``ClocksWithdrawn`` for the duties that a statement does, where the law says that none is owed for now."""
    codes = [row.code for row in current().clocks if row.done_by in OF_STATEMENTS]
    jobs = {one.fact.subject for one in heard}
    found: dict[UUID, list[RunningClock]] = {}
    for row in hearing.look.rows(Q.duties_of_jobs, {"jobs": list(jobs), "clocks": codes}, into=ClockRow):
        found.setdefault(row.job, []).append(RunningClock(report=row.report, clock=row.clock))
    return [
        ClocksWithdrawn(subject=JobId(job), actor=PLAYBOOK, occurred=hearing.now, clocks=tuple(clocks))
        for job, clocks in found.items()
    ]


def by_search(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``ClockMet`` for each duty that a recorded search for copies does (Q05)."""
    jobs = {one.fact.subject for one in heard if isinstance(one.fact, CopiesSearched)}
    return _met(current(), DoneBy.COPIES_SEARCHED, jobs, hearing)


def _met(playbook: Playbook, by: DoneBy, jobs: Collection[UUID], hearing: Hearing) -> list[Fact]:
    codes = list(dict.fromkeys(row.code for row in playbook.clocks if row.done_by is by))
    if not codes or not jobs:
        return []
    rows = hearing.look.rows(Q.duties_of_jobs, {"jobs": list(jobs), "clocks": codes}, into=ClockRow)
    return [met(row, hearing.now) for row in rows]
