"""Whether a decision was right, how bad it was if not, and whether it has to be put right."""

import msgspec

from leeward.record.terms.code import ClauseCode
from leeward.record.terms.quality import ErrorGrade, Seat
from leeward.record.terms.report import Verdict
from leeward.record.terms.severity import Severity


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody found: at first, again, or for a golden item what is known."""

    verdict: Verdict
    clause: ClauseCode | None
    severity: Severity


def same(one: Found, other: Found) -> bool:
    """Whether two came to the same end: the verdict, and for a violation the clause and its severity too.

    Of what was left up it does not matter by which clause it was looked at.
    """
    if one.verdict is not other.verdict:
        return False
    return one.verdict is not Verdict.VIOLATES or (one.clause, one.severity) == (other.clause, other.severity)


def grade(first: Found, truth: Found, critical_from: Severity) -> ErrorGrade | None:
    """How bad a mistake ``first`` was, given what is true; None when it was right."""
    if same(first, truth):
        return None
    if first.verdict is truth.verdict:
        return ErrorGrade.MINOR
    missed = truth.verdict is Verdict.VIOLATES and truth.severity >= critical_from
    return ErrorGrade.CRITICAL if missed else ErrorGrade.MAJOR


def after(seat: Seat, agrees: bool, paired: bool) -> bool:
    """Whether a look in this seat settles the check.

    A peer who agrees does, unless two experts look anyway; an expert and a dispute always do; the second expert of a pair is for
    the ceiling only and changes nothing.
    """
    if seat is Seat.PEER:
        return agrees and not paired
    return seat is not Seat.PAIR


def to_correct(first: Verdict, truth: Verdict) -> bool:
    """Whether what follows from a decision has to change: it restricts and should not, or the other way round."""
    return (first is Verdict.VIOLATES) is not (truth is Verdict.VIOLATES)
