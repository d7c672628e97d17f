"""What arrives for a notice later: a missing element, or more words. Its moment of receipt stays (Q03, Q04)."""

from collections.abc import Sequence

import msgspec

from leeward.frontline.intake import validity
from leeward.frontline.intake.arrival import Problem, Supplement
from leeward.frontline.intake.desk.receiving import Q, refuse
from leeward.frontline.intake.validity import Validity
from leeward.playbook.model import Playbook
from leeward.record.errors import LeewardError
from leeward.record.facts import Fact
from leeward.record.facts.intake import NoticeCured, NoticeSupplemented
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms import media
from leeward.record.terms.code import ElementCode, SourceCode
from leeward.record.terms.ids import OwnerId, PersonId, ReporterId, ReportId
from leeward.record.terms.moment import Moment, now


class NoSuchReport(LeewardError):
    """There is no such report."""


class Lacking(msgspec.Struct, frozen=True):
    """A report with what it has and lacks: a row of ``reports_lack``."""

    id: ReportId
    reporter: ReporterId
    elements: list[ElementCode]
    missing: dict[str, list[str]]


def sender_of(look: Look, report: ReportId) -> PersonId | None:
    """Who sent a report in; None where there is no such report."""
    found: PersonId | None = look.value(Q.sender_of, {"report": report})
    return found


def missing_of(look: Look, report: ReportId) -> tuple[Validity, ...]:
    """What a report still lacks, by instrument. Raises NoSuchReport."""
    rows = look.rows(Q.reports_lack, {"reports": [report]}, into=Lacking)
    if not rows:
        raise NoSuchReport(f"No report has the number {report}.")
    return validity.lacking(rows[0].missing)


def unfit(record: Record, playbook: Playbook, text: str | None, *, door: SourceCode, actor: PersonId) -> Problem | None:
    """Why words cannot come in; that somebody tried to send media with them is a fact (Q01). None when they can."""
    reason = media.refusal(text or "", most=playbook.limits.text_characters)
    if reason is None:
        return None
    refuse(record, door=door, reason=reason, element=ElementCode("text"), actor=actor)
    return Problem(field="text", reason=reason, message=media.WHY[reason])


def supplement(
    record: Record, playbook: Playbook, reports: Sequence[ReportId], added: Supplement, *, actor: PersonId
) -> dict[ReportId, tuple[Validity, ...]]:
    """Add to notices of one sender; how each stands afterwards. What was there already is not written down again.

    Instruments that lack nothing any more are cured: their clocks count from the receipt. Raises NoSuchReport. The caller has
    checked elements and text.
    """
    with record.writing() as tx:
        tx.take_pen()
        found = {row.id: row for row in _lacking(tx, reports)}
        if missing := [each for each in reports if each not in found]:
            raise NoSuchReport(f"No report has the number {missing[0]}.")
        told = tx.append(supplemented(tx, [found[each] for each in reports], added, actor, now()))
        judged = validity.found(told, validity.judged_by(playbook.clocks))
        after = {
            row.id: validity.lacking(row.missing) for row in tx.rows(Q.reports_lack, {"reports": list(reports)}, into=Lacking)
        }
    return {each: _both(judged.get(each, ()), after[each]) for each in reports}


def _lacking(tx: Transaction, reports: Sequence[ReportId]) -> list[Lacking]:
    return tx.rows(Q.reports_lack, {"reports": list(reports)}, into=Lacking)


def supplemented(tx: Transaction, rows: Sequence[Lacking], added: Supplement, actor: PersonId, moment: Moment) -> list[Fact]:
    """The facts of an addition. Words are kept once, with the first report that they are for."""
    refs = tx.vault.write(OwnerId(rows[0].reporter), [added.text]) if added.text else []
    facts: list[Fact] = []
    for place, row in enumerate(rows):
        fresh = tuple(ElementCode(each) for each in sorted(set(added.elements) - set(row.elements)))
        text = refs[0] if refs and place == 0 else None
        if fresh or text:
            facts.append(NoticeSupplemented(subject=row.id, actor=actor, occurred=moment, elements=fresh, text=text))
        facts += [
            NoticeCured(subject=row.id, actor=actor, occurred=moment, instrument=instrument, elements=lacked)
            for instrument, lacked in validity.completed(row.missing, fresh).items()
        ]
    return facts


def _both(valid: Sequence[Validity], lacking: Sequence[Validity]) -> tuple[Validity, ...]:
    """What became valid now, and what is still missing."""
    return (*(each for each in valid if each.valid), *lacking)
