"""Clocks that begin after the receipt: by a decision, by what somebody came to know, by what was sent to an authority.

A duty begins once a job, with the first report that it applies to: an authority is told of a subject, not of each report. What
is kept or stays open begins for every report that it applies to: each reporter may complain.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from datetime import UTC, date

import msgspec

from leeward.playbook import clocks
from leeward.playbook.clocks import Circumstances
from leeward.playbook.model import Awareness, ClockRow, DoneBy, Playbook, Trigger
from leeward.record.facts.review import JobDecided
from leeward.record.facts.triage import ClockStart
from leeward.record.terms.code import ClauseCode, ClockCode, HarmCode, SourceCode
from leeward.record.terms.ids import JobId, ReportId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import ClockEnd, Verdict
from leeward.record.terms.severity import Severity

Started = list[tuple[ReportId, tuple[ClockStart, ...]]]
"""The clocks that begin, by report."""
Rows = Callable[[Circumstances, date], Iterable[ClockRow]]


class Affected(msgspec.Struct, frozen=True, kw_only=True):
    """One report of a job, and the clocks that it ever had."""

    report: ReportId
    circumstances: Circumstances
    ran: frozenset[ClockCode]


def by_decision(playbook: Playbook, decision: JobDecided, reports: Sequence[Affected], violations: int) -> Started:
    """What a decision begins when it takes effect; where it found a violation, also what is owed for knowing of it.

    ``violations``: those decided of the subject, this one included.
    """
    policy = playbook.policies.get(decision.clause) if decision.clause is not None else None
    found = policy is not None and decision.verdict is Verdict.VIOLATES
    known = [_as(each, policy.harm if found and policy else None, decision.severity if found else None) for each in reports]

    def decided(each: Circumstances, day: date) -> list[ClockRow]:
        return clocks.decided(playbook.clocks, each, day, decision.verdict, violations)

    return [*(_aware(playbook, known, decision.occurred) if found else ()), *_begun(known, decided, decision.effective)]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision found."""

    job: JobId
    verdict: Verdict
    clause: ClauseCode | None
    severity: Severity


def by_telling(
    playbook: Playbook, found: Finding, reports: Sequence[Affected], violations: int, at: Moment, done_by: Container[DoneBy]
) -> Started:
    """What of a decision's duties begins with ``at``, when the person is told of it after all: those that ``done_by`` does."""
    policy = playbook.policies.get(found.clause) if found.clause is not None else None
    if policy is None or found.verdict is not Verdict.VIOLATES:
        return []

    def owed(each: Circumstances, day: date) -> list[ClockRow]:
        rows = clocks.decided(playbook.clocks, each, day, found.verdict, violations)
        return [row for row in rows if row.done_by is not None and row.done_by in done_by]

    return _begun([_as(each, policy.harm, found.severity) for each in reports], owed, at)


def by_awareness(playbook: Playbook, reason: str, reports: Sequence[Affected], at: Moment) -> Started:
    """What somebody's passing a job on for ``reason`` begins: they came to know something."""
    known: Awareness | None = next((each for each in playbook.awareness if each.reason == reason), None)
    if known is None:
        return []
    return _aware(playbook, [_as(each, known.harm, known.severity) for each in reports], at)


def by_submission(playbook: Playbook, instrument: SourceCode, reports: Sequence[Affected], at: Moment) -> Started:
    """What has to be kept because what an instrument demands was sent.

    The harm is not asked for again: it was when the duty began.
    """

    def kept(each: Circumstances, day: date) -> list[ClockRow]:
        widened = (msgspec.structs.replace(row, harms=("*",), severities=_ANY) for row in playbook.clocks)
        return [row for row in clocks.applying(widened, each, day, {Trigger.SUBMISSION}) if row.instrument == instrument]

    return _begun(reports, kept, at)


def by_hand(playbook: Playbook, each: Affected, at: Moment) -> tuple[ClockStart, ...]:
    """The clocks of requests that apply to a report and did not begin with it: who asked came another way."""
    rows = clocks.applying(playbook.clocks, each.circumstances, at.astimezone(UTC).date(), {Trigger.REQUEST})
    return tuple(clocks.start(row, at) for row in rows if row.code not in each.ran)


_ANY = (Severity.MINOR, Severity.IMMINENT)


def _aware(playbook: Playbook, reports: Sequence[Affected], at: Moment) -> Started:
    return _begun(reports, lambda each, day: clocks.applying(playbook.clocks, each, day, {Trigger.AWARENESS}), at)


def _as(each: Affected, harm: HarmCode | None, severity: Severity | None) -> Affected:
    """The report under what is known now."""
    now = each.circumstances
    known = msgspec.structs.replace(now, harm=harm or now.harm, severity=now.severity if severity is None else severity)
    return msgspec.structs.replace(each, circumstances=known)


def _begun(reports: Sequence[Affected], rows_of: Rows, at: Moment) -> Started:
    day = at.astimezone(UTC).date()
    owed: set[ClockCode] = {code for each in reports for code in each.ran}
    started: Started = []
    for each in reports:
        rows = [row for row in rows_of(each.circumstances, day) if row.code not in (owed if _once(row) else each.ran)]
        owed |= {row.code for row in rows if _once(row)}
        if rows:
            started.append((each.report, tuple(clocks.start(row, at) for row in rows)))
    return started


def _once(row: ClockRow) -> bool:
    return row.ends is ClockEnd.DUTY
