"""The reports of one batch, placed one after another: each sees what those before it did to the job of its subject."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import msgspec

from leeward.frontline.triage import placing
from leeward.frontline.triage.clocks_of import ClockTable, Running
from leeward.frontline.triage.placing import Job
from leeward.frontline.triage.routes import Routes
from leeward.frontline.triage.rows import ClockRow, DecidedRow, ReportRow
from leeward.playbook import clocks
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact
from leeward.record.facts.intake import NoticeFoundIncomplete
from leeward.record.facts.triage import ClockMet, ClocksStarted, ClockStart, JobRaised, ReportMerged
from leeward.record.terms.ids import JobId, PersonId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.report import ClockEnd, Verdict


class Batch:
    """One playbook, one moment, and the undecided jobs of the subjects that are spoken of."""

    def __init__(self, playbook: Playbook, routes: Routes, jobs: Mapping[UUID, Job], now: Moment) -> None:
        self._playbook, self._routes, self._now = playbook, routes, now
        self._table, self._jobs = ClockTable(playbook.clocks), dict(jobs)

    def job_of(self, row: ReportRow) -> Job | None:
        """The job of a report, as it is after what was placed so far."""
        return self._jobs.get(row.slot)

    def placed(self, row: ReportRow) -> list[Fact]:
        """A report that came in: its clocks, what its notice lacks, and its job."""
        running = self._table.running(row.circumstances, row.received)
        job, facts = self._find_job(row, running.legal_due)
        return [*_started(row, job, running.clocks, self._now), *_incomplete(row, running, self._now), *facts]

    def raised(self, row: ReportRow, ran: Sequence[ClockRow]) -> list[Fact]:
        """A report of which more came to be known: clocks that begin from its receipt for that, and the place of its job.

        ``ran`` are the clocks that it had until now. A job that was decided stays as it was.
        """
        job = self._jobs.get(row.slot)
        if job is None or row.own_job != job.id:
            return []
        running = self._table.running(row.circumstances, row.received)
        before = {each.clock for each in ran}
        begun = tuple(clock for clock in running.clocks if clock.clock not in before)
        due = clocks.legal_due(begun)
        after, facts = placing.joined(self._playbook, self._routes, job, row.assessed(self._playbook), due, self._now)
        self._jobs[row.slot] = after
        told = [_as_raised(each) if isinstance(each, ReportMerged) else each for each in facts]
        return [*_started(row, job.id, begun, self._now), *told]

    def cured(self, row: ReportRow, instruments: Collection[str], ran: Sequence[ClockRow], end: DecidedRow | None) -> list[Fact]:
        """A report whose notice was completed for ``instruments``: clocks that begin from receipt, and cure clocks that end.

        ``ran`` are the clocks that it had until now; ``end`` is how its own job was decided, if it was.
        """
        running = self._table.running(row.circumstances, row.received)
        before = {each.clock for each in ran}
        facts = self._begin(row, tuple(clock for clock in running.clocks if clock.clock not in before), end)
        lacking = {each.instrument for each in running.incomplete}
        cures = ((each, self._table.cures(each.clock)) for each in ran if each.stopped is None)
        facts += [met(each, self._now) for each, instrument in cures if instrument and instrument not in lacking]
        return facts + [each for each in _incomplete(row, running, self._now) if each.instrument in instruments]

    def _find_job(self, row: ReportRow, legal_due: Moment | None) -> tuple[JobId, list[Fact]]:
        """The job of the report: the undecided one of its subject, or a new one."""
        report, standing = row.assessed(self._playbook), self._jobs.get(row.slot)
        if standing is None:
            job, opened = placing.opened(self._playbook, self._routes, report, legal_due, self._now)
            facts: list[Fact] = [opened]
        else:
            job, facts = placing.joined(self._playbook, self._routes, standing, report, legal_due, self._now)
        self._jobs[row.slot] = job
        return job.id, facts

    def _begin(self, row: ReportRow, begun: tuple[ClockStart, ...], end: DecidedRow | None) -> list[Fact]:
        """Clocks that begin with a cure. A report whose job ended for want of what has now arrived finds a job once more."""
        legal_due = clocks.legal_due(begun)
        if end is not None and end.verdict == Verdict.NOT_ENOUGH:
            found, facts = self._find_job(row, legal_due)
            return facts + _started(row, found, begun, self._now)
        if row.own_job is None:
            return []
        facts = _started(row, row.own_job, begun, self._now)
        if end is not None:
            ended = (ClockRow(end.id, row.id, each.clock, each.due, each.ends) for each in begun)
            return facts + [met(each, end.decided) for each in ended if each.ends == ClockEnd.DECISION]
        return facts + self._move_forward(row.slot, legal_due)

    def _move_forward(self, slot: UUID, legal_due: Moment | None) -> list[Fact]:
        """What a clock of the law that began late does to the job beside its place, which the fold of the clocks moves."""
        job = self._jobs.get(slot)
        if job is None or legal_due is None:
            return []
        self._jobs[slot] = after = msgspec.structs.replace(job, place=placing.advanced(job.place, legal_due))
        return [placing.resumed(job, self._now)] if placing.must_resume(job, after.place) else []


def met(clock: ClockRow, moment: Moment, actor: PersonId = PLAYBOOK, note: VaultRef | None = None) -> ClockMet:
    """The fact that a clock stopped, in time or late."""
    return ClockMet(
        subject=clock.job,
        actor=actor,
        occurred=moment,
        report=clock.report,
        clock=clock.clock,
        on_time=clock.due is None or moment <= clock.due,
        ending=ClockEnd(clock.ends),
        note=note,
    )


def _as_raised(merged: ReportMerged) -> JobRaised:
    """The place that a job takes by what came to be known, told as that: no report joined it."""
    return JobRaised(
        subject=merged.subject,
        actor=merged.actor,
        occurred=merged.occurred,
        report=merged.report,
        place=merged.place,
        clauses=merged.clauses,
        harm=merged.harm,
    )


def _started(row: ReportRow, job: JobId, started: tuple[ClockStart, ...], now: Moment) -> list[Fact]:
    return [ClocksStarted(subject=row.id, actor=PLAYBOOK, occurred=now, job=job, clocks=started)] if started else []


def _incomplete(row: ReportRow, running: Running, now: Moment) -> list[NoticeFoundIncomplete]:
    return [
        NoticeFoundIncomplete(subject=row.id, actor=PLAYBOOK, occurred=now, instrument=each.instrument, missing=each.missing)
        for each in running.incomplete
    ]
