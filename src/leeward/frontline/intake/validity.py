"""Whether a notice is valid, and what it lacks (Q03, Q25).

The playbook's clocks say which elements an instrument asks for and triage finds what is not there; here that is read back from
the facts of the transaction, so that whoever sent the notice is told at once.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from leeward.playbook.clocks import NEEDS_ELEMENTS
from leeward.playbook.model import ClockRow
from leeward.record.facts import Recorded
from leeward.record.facts.intake import NoticeFoundIncomplete
from leeward.record.facts.triage import ClocksStarted
from leeward.record.terms.code import ClockCode, ElementCode, SourceCode
from leeward.record.terms.ids import ReportId


class Validity(msgspec.Struct, frozen=True, kw_only=True):
    """How a notice stands under one instrument. An incomplete one keeps its moment of receipt; clocks count from there."""

    instrument: SourceCode
    valid: bool
    missing: tuple[ElementCode, ...] = ()


def judged_by(rows: Iterable[ClockRow]) -> frozenset[ClockCode]:
    """The clocks that only a complete notice or order starts."""
    return frozenset(row.code for row in rows if row.trigger in NEEDS_ELEMENTS and row.elements)


def found(told: Iterable[Recorded], judged: Collection[ClockCode]) -> dict[ReportId, tuple[Validity, ...]]:
    """What the facts say of each report: incomplete where something is missing, valid where a clock that asks started."""
    seen: dict[ReportId, dict[SourceCode, Validity]] = {}
    for one in told:
        fact = one.fact
        if isinstance(fact, NoticeFoundIncomplete):
            of_report = seen.setdefault(ReportId(fact.subject), {})
            of_report[fact.instrument] = Validity(instrument=fact.instrument, valid=False, missing=fact.missing)
        elif isinstance(fact, ClocksStarted):
            for clock in fact.clocks:
                if clock.clock in judged:
                    valid = Validity(instrument=clock.instrument, valid=True)
                    seen.setdefault(ReportId(fact.subject), {}).setdefault(clock.instrument, valid)
    return {report: tuple(by_instrument.values()) for report, by_instrument in seen.items()}


def lacking(missing: Mapping[str, Iterable[str]]) -> tuple[Validity, ...]:
    """What a report still lacks, as standing has it: instrument -> elements."""
    return tuple(
        Validity(instrument=SourceCode(instrument), valid=False, missing=tuple(ElementCode(each) for each in elements))
        for instrument, elements in sorted(missing.items())
    )


def completed(missing: Mapping[str, Collection[str]], arrived: Collection[str]) -> dict[SourceCode, tuple[ElementCode, ...]]:
    """The instruments that lack nothing any more once these elements are there, each with what it lacked."""
    return {
        SourceCode(instrument): tuple(ElementCode(each) for each in lacks)
        for instrument, lacks in sorted(missing.items())
        if lacks and set(lacks) <= set(arrived)
    }
