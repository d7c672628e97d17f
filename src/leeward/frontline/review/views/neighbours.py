"""What lies beside a job: subjects like its own, those who reported it, who else has it open, what looks concerted."""

from enum import StrEnum

import msgspec

from leeward.record.terms.code import ClauseCode, QueueCode, ReasonCode
from leeward.record.terms.ids import JobId, PersonId, ReporterId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import JobState, Source, Verdict
from leeward.record.terms.reporter import ReporterState, Signal
from leeward.record.terms.severity import Severity


class Likeness(StrEnum):
    """Why a subject stands beside another."""

    HASH = "hash"  # the same media hash
    WORDS = "words"  # nearly the same words, by their sketches
    CLAUSE = "clause"  # decided lately under the same clause, in the same queue


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """A subject like the job's own, with its latest job."""

    about: SubjectId
    job: JobId
    likeness: Likeness
    share: float
    """How much is alike, 0 to 1; 1 for an equal hash."""
    state: JobState
    queue: QueueCode
    escalation: ReasonCode | None
    severity: Severity
    verdict: Verdict | None
    clause: ClauseCode | None
    decided: Moment | None
    standing: str | None
    """Of the decision: ``made``, ``undone``, ``reversed``."""


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who reported the subject, by their number, with how their decided reports ended."""

    reporter: ReporterId
    source: Source
    reports: int
    """On this job."""
    upheld: int
    turned_down: int
    state: ReporterState


class Concerted(msgspec.Struct, frozen=True, kw_only=True):
    """Why the reports look concerted: a reason to look closer."""

    signal: Signal
    reporters: int
    looked_at: int


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else who has the job open."""

    person: PersonId
    name: str
    """Empty where it is not to be known."""


class Neighbours(msgspec.Struct, frozen=True, kw_only=True):
    """Everything beside a job."""

    near: tuple[Near, ...]
    hidden: int
    """Subjects like it that whoever looks may not know of."""
    voices: tuple[Voice, ...]
    concerted: tuple[Concerted, ...]

    @property
    def cluster(self) -> tuple[Near, ...]:
        """Those that could be decided together with it: open, and alike in hash or words."""
        return tuple(each for each in self.near if each.state is JobState.OPEN and each.likeness is not Likeness.CLAUSE)
