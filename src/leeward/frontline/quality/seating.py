"""Who may take which second look: somebody who does not know how it was decided, certified for it, with time left (Q13).

Everything here is a pure question about one person and one check; the desk asks it under the pen, the property test again.
"""

import msgspec

from leeward.frontline.quality.refusals import NotYourSeat, PeopleOnly
from leeward.playbook.care import strain
from leeward.playbook.certified import Certified, certification_gap, may_see
from leeward.playbook.model import Playbook
from leeward.record.errors import LeewardError
from leeward.record.terms.code import HarmCode, LanguageCode, QueueCode, ReasonCode
from leeward.record.terms.ids import CheckId, PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import MACHINES
from leeward.record.terms.quality import CheckState, Seat
from leeward.record.terms.severity import Severity

JUDGE = "quality.judge"
EXPERTS = (Seat.EXPERT, Seat.PAIR, Seat.DISPUTE)


class Looker(Certified, frozen=True, kw_only=True):
    """Somebody as second looks see them."""

    check: CheckId | None = None
    """The check in hand, and until when."""
    lease_until: Moment | None = None
    looks: int = 0
    """Second looks they have taken, golden items left out."""
    golden: tuple[str, ...] = ()
    """Golden items they have had: ``set/item``."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A check as assignment sees it."""

    id: CheckId
    state: CheckState
    seat: Seat
    queue: QueueCode
    language: LanguageCode
    severity: Severity
    """Of the decision, and of its job: the higher one."""
    harm: HarmCode
    escalation: ReasonCode | None
    claimed_by: PersonId | None
    knowing: tuple[PersonId, ...]
    """Everybody who decided on its job, heard an appeal about it, or looked at it before."""
    recused: tuple[PersonId, ...]


def judges(person: Certified, playbook: Playbook) -> bool:
    """Whether somebody may sit as an expert."""
    return any(JUDGE in playbook.access.get(role, ()) for role in person.roles)


def barrier(person: Looker, check: Candidate, playbook: Playbook) -> LeewardError | None:
    """Why this person may not take this check; None when they may."""
    if person.id in MACHINES:
        return PeopleOnly()
    if check.state is not CheckState.OPEN:
        return NotYourSeat(f"It is {check.state.value}.", remedy="Take the next one.")
    if person.id in check.knowing:
        return NotYourSeat("You know how it was decided.", remedy="Take the next one.")
    if person.id in check.recused:
        return NotYourSeat("You stepped back from it.", remedy="Take the next one.")
    if check.seat in EXPERTS and not judges(person, playbook):
        return NotYourSeat("It is for an expert.", remedy="Take the next one.")
    if not may_see(person, check.queue, check.escalation, playbook):
        return NotYourSeat("Somebody concerned may be a minor; people trained for it take it.")
    if gap := certification_gap(person, playbook, check.queue, check.language, check.severity):
        return NotYourSeat(gap, remedy="Ask a lead if you should be certified.")
    if strain(person, playbook.limits, check.severity, check.harm, this_moment()) is not None:
        return NotYourSeat("It would be too much for you now.", remedy="Your own page, My wellbeing, shows why.")
    return None
