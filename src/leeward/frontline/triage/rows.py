"""What the reads of this room give, as the craft wants it."""

from typing import Any
from uuid import UUID

import msgspec

from leeward.frontline.triage.later import Affected
from leeward.frontline.triage.placing import Assessed, Job
from leeward.playbook.clocks import Circumstances
from leeward.playbook.model import Playbook
from leeward.record.facts.triage import StartBy
from leeward.record.terms.code import ClauseCode, ClockCode, ElementCode, HarmCode, LanguageCode, PlaceCode, QueueCode, ReasonCode
from leeward.record.terms.ids import DecisionId, JobId, PersonId, ReportId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Capacity, JobState, Source
from leeward.record.terms.severity import Severity


class ReportRow(msgspec.Struct, frozen=True):
    """A report, and the undecided job of its subject, if there is one: a row of ``reports``."""

    id: ReportId
    about: SubjectId
    source: str
    capacity: str
    harm: HarmCode
    named: HarmCode | None
    language: LanguageCode
    jurisdictions: list[PlaceCode]
    elements: list[ElementCode]
    reach: int
    received: Moment
    clauses: list[ClauseCode]
    severity: int
    likelihood: float
    own_job: JobId | None
    job: JobId | None
    state: str | None
    queue: QueueCode | None
    job_harm: HarmCode | None
    job_clauses: list[ClauseCode] | None
    place: dict[str, Any] | None
    held_until: Moment | None
    chosen: bool | None

    @property
    def slot(self) -> UUID:
        """What the report joins, by a number: the job, or, where there is none yet, the subject that becomes one."""
        return self.job or self.about

    @property
    def circumstances(self) -> tuple[Circumstances, ...]:
        """What decides which clocks run: for the harm that was named, and for the one that was found."""
        return tuple(
            Circumstances(
                source=Source(self.source),
                capacity=Capacity(self.capacity),
                harm=harm,
                severity=Severity(self.severity),
                jurisdictions=tuple(self.jurisdictions),
                elements=tuple(self.elements),
            )
            for harm in dict.fromkeys((self.named or self.harm, self.harm))
        )

    def assessed(self, playbook: Playbook) -> Assessed:
        """The report for placing."""
        of_clauses = (playbook.policies[clause].harm for clause in self.clauses if clause in playbook.policies)
        return Assessed(
            id=self.id,
            about=self.about,
            source=Source(self.source),
            harms=tuple(dict.fromkeys((self.harm, self.named or self.harm, *of_clauses))),
            clauses=tuple(self.clauses),
            severity=Severity(self.severity),
            likelihood=self.likelihood,
            language=self.language,
            reach=self.reach,
            received=self.received,
        )

    @property
    def standing_job(self) -> Job | None:
        """The undecided job of the subject."""
        if self.job is None or self.state is None or self.queue is None or self.job_harm is None:
            return None
        place, chosen = self.place or {}, bool(self.chosen)
        return JobRow(
            self.job, self.state, self.queue, self.job_harm, self.job_clauses or [], place, self.held_until, chosen
        ).as_job


class JobRow(msgspec.Struct, frozen=True):
    """A job: a row of ``open_jobs``."""

    id: JobId
    state: str
    queue: QueueCode
    harm: HarmCode
    clauses: list[ClauseCode]
    place: dict[str, Any]
    held_until: Moment | None
    chosen: bool

    @property
    def as_job(self) -> Job:
        """The job for placing."""
        return Job(
            id=self.id,
            state=JobState(self.state),
            queue=self.queue,
            harm=self.harm,
            clauses=tuple(self.clauses),
            place=msgspec.convert(self.place, StartBy),
            held_until=self.held_until,
            chosen=self.chosen,
        )


class MergedRow(JobRow, frozen=True):
    """The job with which another one is decided: a row of ``merged_into``."""

    merged: JobId | None = None


class MovingRow(msgspec.Struct, frozen=True):
    """A job before somebody moves it: a row of ``moving``."""

    id: JobId
    about: SubjectId
    state: JobState
    queue: QueueCode
    language: LanguageCode
    harm: HarmCode
    clauses: tuple[ClauseCode, ...]
    place: StartBy
    held_until: Moment | None
    claimed_by: PersonId | None
    escalation: ReasonCode | None
    parted_from: JobId | None
    merged_into: JobId | None
    chosen: bool
    reports: int
    received: Moment

    @property
    def as_job(self) -> Job:
        """The job for placing."""
        return Job(
            id=self.id, state=self.state, queue=self.queue, harm=self.harm, clauses=self.clauses, place=self.place,
            held_until=self.held_until, chosen=self.chosen,
        )  # fmt: skip


class SourcesRow(msgspec.Struct, frozen=True):
    """Where the reports of a job came from: a row of ``sources_of``."""

    job: JobId
    sources: list[str]


class ClockRow(msgspec.Struct, frozen=True):
    """A clock of a report: a row of the statements that tell of clocks."""

    job: JobId
    report: ReportId
    clock: ClockCode
    due: Moment | None
    ends: str
    stopped: Moment | None = None


class BegunRow(msgspec.Struct, frozen=True):
    """A clock that began since a decision: a row of ``clocks_since_decisions``."""

    decision: DecisionId
    report: ReportId
    clock: ClockCode


class AffectedRow(msgspec.Struct, frozen=True):
    """A report of a job, with the clocks that it ever had: a row of ``reports_of_jobs``."""

    job: JobId
    report: ReportId
    source: str
    capacity: str
    harm: HarmCode
    jurisdictions: list[PlaceCode]
    elements: list[ElementCode]
    severity: int
    ran: list[ClockCode]
    violations: int

    @property
    def affected(self) -> Affected:
        """The report for the clocks that begin later."""
        circumstances = Circumstances(
            source=Source(self.source),
            capacity=Capacity(self.capacity),
            harm=self.harm,
            severity=Severity(self.severity),
            jurisdictions=tuple(self.jurisdictions),
            elements=tuple(self.elements),
        )
        return Affected(report=self.report, circumstances=circumstances, ran=frozenset(self.ran))


class DecidedRow(msgspec.Struct, frozen=True):
    """How and when a job was decided: a row of ``decided_jobs``."""

    id: JobId
    verdict: str
    decided: Moment
