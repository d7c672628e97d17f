"""What somebody does with a case that was sent: look how it stands, add, complete, withdraw."""

from collections.abc import Sequence
from uuid import UUID

from leeward.frontline.intake import portal
from leeward.frontline.intake.arrival import Supplement
from leeward.frontline.intake.desk.receiving import Q
from leeward.frontline.intake.desk.supplementing import Lacking, supplement
from leeward.frontline.intake.desk.visiting import Visit
from leeward.frontline.intake.portal import AppealRow, CaseView, FactRow, PlaceRow, RemovalRow
from leeward.playbook.model import Playbook
from leeward.record.errors import HeldBack, LeewardError
from leeward.record.facts.appeals import AppealReceived
from leeward.record.facts.intake import AppealRequested, NoticeWithdrawn
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import LanguageCode, ReasonCode
from leeward.record.terms.ids import OwnerId
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR
from leeward.record.vault import holds

ASKED = ReasonCode("reporter_asked")


class NotOpenAnyMore(LeewardError):
    """This is not possible any more."""


def case_view(look: Look, playbook: Playbook, case: UUID) -> CaseView:
    """How a case stands. Raises NotOpenAnyMore where it has no reports."""
    asked = {"case": case, "now": now()}
    places = look.rows(Q.case_places, asked, into=PlaceRow)
    if not places:
        raise NotOpenAnyMore
    facts = look.rows(Q.case_facts, asked | {"kinds": list(portal.TOLD)}, into=FactRow)
    removals = look.rows(Q.case_removals, asked, into=RemovalRow)
    appeals = look.rows(Q.case_appeals, asked, into=AppealRow)
    return portal.view(playbook, places, facts, removals, appeals)


def add(record: Record, playbook: Playbook, case: UUID, added: Supplement) -> None:
    """Add to all reports of a case that were not withdrawn. Raises NotOpenAnyMore where there is none, or no more is taken."""
    open_ = _open(record, case)
    if not open_ or any(portal.is_minor(each.named) for each in open_):
        raise NotOpenAnyMore
    supplement(record, playbook, [each.report for each in open_], added, actor=DOOR)


def withdraw(record: Record, case: UUID, *, erase: bool) -> str:
    """Whoever sent the case asks no longer. What was done: ``done``, ``erased``, or ``held`` where a hold keeps the texts.

    The clocks run on: a law that bound us when the notice came in is not ours to pause, and who withdraws may have been made to.
    """
    reports = _open(record, case)
    with record.writing() as tx:
        tx.take_pen()
        at = now()
        tx.append([NoticeWithdrawn(subject=each.report, actor=DOOR, occurred=at, reason=ASKED) for each in reports])
    if not erase:
        return "done"
    try:
        for owner in {each.reporter for each in _all(record, case)}:
            holds.erase(record, OwnerId(owner), DOOR, reason=ASKED)
    except HeldBack:
        return "held"
    return "erased"


def ask_again(record: Record, playbook: Playbook, visit: Visit, place: int, text: str) -> bool:
    """Ask that somebody else looks again at what was decided of a place; whether an appeal came of it (appeals says).

    Raises NotOpenAnyMore where there is no such place or it cannot be asked (any more).
    """
    with record.writing() as tx:
        tx.take_pen()
        row = next((each for each in case_view(tx, playbook, visit.case).places if each.place == place), None)
        if row is None or not row.can_appeal:
            raise NotOpenAnyMore
        at = now()
        [lacking] = tx.rows(Q.reports_lack, {"reports": [row.report]}, into=Lacking)
        refs = tx.vault.write(OwnerId(lacking.reporter), [text]) if text else []
        key = record.digest("appeal:case", f"{row.report}:{at.isoformat()}")
        told = tx.append(
            [
                AppealRequested(
                    subject=row.report, actor=DOOR, occurred=at, language=LanguageCode(visit.language), idempotency=key,
                    text=refs[0] if refs else None,
                )
            ]
        )  # fmt: skip
    return any(isinstance(one.fact, AppealReceived) for one in told)


def _open(record: Record, case: UUID) -> Sequence[PlaceRow]:
    return [each for each in _all(record, case) if each.withdrawn is None]


def _all(record: Record, case: UUID) -> list[PlaceRow]:
    with record.reading() as look:
        return look.rows(Q.case_places, {"case": case, "now": now()}, into=PlaceRow)
