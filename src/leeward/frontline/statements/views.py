"""What the pages and the command line show, as structs."""

from typing import Any
from uuid import UUID

import msgspec

from leeward.record.facts.assessment import Reason
from leeward.record.facts.review import Step
from leeward.record.facts.statements import Problem
from leeward.record.terms.code import ClauseCode, Digest, MeasureCode
from leeward.record.terms.ids import DecisionId, JobId, StatementId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Source
from leeward.record.terms.statement import StatementState


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as a row of a list."""

    id: StatementId
    decision: DecisionId
    job: JobId
    state: StatementState
    clause: ClauseCode
    measures: tuple[MeasureCode, ...]
    owed: Moment
    attempts: int
    status: int | None
    attempted: Moment | None
    next_attempt: Moment | None
    accepted: Moment | None
    problems: tuple[Problem, ...] | None


class Sheet(Line, frozen=True, kw_only=True):
    """One statement in full: its codes, and where its text lies."""

    clause_version: int
    source: Source
    path: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    playbook: Digest
    payload: Digest | None
    public: UUID | None
    text: VaultRef | None
    answer: VaultRef | None


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """One statement with what it says."""

    sheet: Sheet
    fields: dict[str, Any] | None
    """What is sent, by field; None while it is not drafted."""
    answer: str | None
    """What the database said is wrong."""
