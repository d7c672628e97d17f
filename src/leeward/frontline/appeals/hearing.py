"""Who may hear which appeal: a person who did not decide, certified for it, with time of the day left (Q13, Q17).

Everything here is a pure question about one person and one appeal; the desk asks it under the pen, the property test again.
"""

import msgspec

from leeward.frontline.appeals import refusals
from leeward.playbook.care import Cause, strain
from leeward.playbook.certified import MINOR_GATE, Certified, certification_gap, may_see
from leeward.playbook.model import Playbook
from leeward.record.errors import LeewardError
from leeward.record.terms.appeal import AppealState
from leeward.record.terms.code import HarmCode, LanguageCode, QueueCode, ReasonCode
from leeward.record.terms.ids import AppealId, DecisionId, JobId, PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import MACHINES
from leeward.record.terms.severity import Severity


class Hearer(Certified, frozen=True, kw_only=True):
    """Somebody as appeals see them."""

    appeal: AppealId | None = None
    """The appeal in hand, and until when."""
    lease_until: Moment | None = None


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal as assignment sees it."""

    id: AppealId
    decision: DecisionId
    job: JobId
    state: AppealState
    severity: Severity
    language: LanguageCode
    """Of what the appellant wrote."""
    job_language: LanguageCode
    """Of what was decided about."""
    queue: QueueCode
    harm: HarmCode
    job_escalation: ReasonCode | None
    escalation: ReasonCode | None
    claimed_by: PersonId | None
    claimed: Moment | None
    lease_until: Moment | None
    deciders: tuple[PersonId, ...]
    """Everybody who decided on its job, or heard another appeal against the same decision."""
    recused: tuple[PersonId, ...]


def barrier(person: Hearer, appeal: Candidate, playbook: Playbook) -> LeewardError | None:
    """Why this person may not hear this appeal; None when they may."""
    if person.id in MACHINES:
        return refusals.PeopleOnly()
    if appeal.state is not AppealState.OPEN:
        return refusals.NotOpen(f"It is {appeal.state.value}.", remedy="Take the next one.")
    if person.id in appeal.deciders:
        return refusals.OwnDecision("You decided on this before.", remedy="It waits for somebody else.")
    if person.id in appeal.recused:
        return refusals.Recused()
    return _gap(person, appeal, playbook)


def _gap(person: Hearer, appeal: Candidate, playbook: Playbook) -> LeewardError | None:
    if appeal.escalation is not None and not person.lead and appeal.escalation != MINOR_GATE:
        return refusals.LeadsOnly(remedy="The policy's questions led to a lead; a lead takes it from here.")
    escalation = MINOR_GATE if MINOR_GATE in (appeal.escalation, appeal.job_escalation) else None
    if not may_see(person, appeal.queue, escalation, playbook):
        return refusals.LeadsOnly(remedy="Somebody concerned may be a minor; people trained for it take it from here.")
    for language in dict.fromkeys((appeal.job_language, appeal.language)):
        if gap := certification_gap(person, playbook, appeal.queue, language, appeal.severity):
            return refusals.NotCertified(gap, remedy="Ask a lead if you should be.")
    if (cause := strain(person, playbook.limits, appeal.severity, appeal.harm, this_moment())) is not None:
        return refusals.LimitReached(_TOO_MUCH[cause], remedy="Your own page, My wellbeing, shows it.")
    return None


_TOO_MUCH = {
    Cause.BREAK: "You take a break.",
    Cause.OPTED_OUT: "You opted out of this kind of harm.",
    Cause.LIMIT: "You have reached your limit for work of this severity.",
    Cause.COOL_DOWN: "After grave work comes a while of lighter work.",
}
