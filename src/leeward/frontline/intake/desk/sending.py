"""A notice of the public form is sent: one report for each place, one case for all of them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from leeward.frontline.intake import answers as told
from leeward.frontline.intake.answers import Answers
from leeward.frontline.intake.arrival import ReportIn
from leeward.frontline.intake.desk.receiving import Q, receive, refuse
from leeward.frontline.intake.desk.visiting import Visit, destroy_draft
from leeward.frontline.intake.validity import Validity
from leeward.playbook import clocks
from leeward.playbook.clocks import Circumstances
from leeward.playbook.model import Playbook
from leeward.record.errors import LeewardError
from leeward.record.facts.intake import CaseOpened
from leeward.record.ledger.record import Record
from leeward.record.terms import media
from leeward.record.terms.code import ElementCode, HarmCode, PlaceCode, ReasonCode, SourceCode
from leeward.record.terms.ids import ReportId
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import MediaReference

FORM = SourceCode("form")


class NothingToSend(LeewardError):
    """There is nothing to send yet."""


def send(
    record: Record, playbook: Playbook, visit: Visit, arrivals: Sequence[ReportIn], hashes: Sequence[MediaReference] = ()
) -> tuple[ReportId, ...]:
    """Take the notice in; its reports. Sent twice, it is one. Raises NothingToSend where no place was named."""
    receipts = receive(record, playbook, arrivals, door=FORM, actor=DOOR)
    reports = tuple(each.report for each in receipts if each.report is not None)
    if not reports:
        problem = next((each.problem.message for each in receipts if each.problem), "No place was named.")
        raise NothingToSend(problem)
    at = now()
    with record.writing() as tx:
        tx.take_pen()
        if tx.execute(Q.case_sent, {"case": visit.case, "now": at}):
            tx.append([CaseOpened(subject=visit.case, actor=DOOR, occurred=at, reports=reports, hashes=tuple(hashes))])
    destroy_draft(record, visit.case, ReasonCode("notice_sent"), kept=visit.draft is not None)
    return reports


def unfit_answers(record: Record, playbook: Playbook, answers: Answers) -> dict[str, ReasonCode]:
    """Which answers cannot be kept, and why; an attempt to send media is a fact (Q01)."""
    found = {
        name: reason
        for name, text in answers.items()
        if isinstance(text, str) and (reason := media.refusal(text, most=playbook.limits.text_characters)) is not None
    }
    for name, reason in found.items():
        refuse(record, door=FORM, reason=reason, element=ElementCode(name), actor=DOOR)
    return found


def lacks(playbook: Playbook, answers: Mapping[str, object]) -> tuple[Validity, ...]:
    """What a notice with these answers would lack if it were sent now, by the same rows that judge it then."""
    place = next(iter(told.reports(_NOBODY, answers, "en", _Labels())), None)
    if place is None:
        return ()
    asked = Circumstances(
        source=place.source,
        capacity=place.capacity,
        harm=HarmCode(place.harm),
        severity=Severity.SERIOUS,
        jurisdictions=tuple(PlaceCode(each) for each in place.jurisdictions),
        elements=tuple(ElementCode(each) for each in place.elements),
    )
    found = clocks.incomplete(playbook.clocks, asked, now())
    return tuple(Validity(instrument=each.instrument, valid=False, missing=each.missing) for each in found if each.missing)


class _Labels(dict[str, str]):
    """Where the words before a text do not matter."""

    def __missing__(self, name: str) -> str:
        return name


_NOBODY = UUID(int=0)
