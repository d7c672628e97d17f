"""What people look at: the list of appeals, one appeal with the decision it is against. Reads only, of one consistent moment."""

from collections.abc import Iterable

import msgspec

from leeward.frontline.appeals import eligibility, verdict, views
from leeward.frontline.appeals.desk import loading
from leeward.frontline.appeals.desk.loading import Q
from leeward.frontline.appeals.desk.taking import opened
from leeward.frontline.appeals.hearing import Candidate, Hearer, barrier
from leeward.frontline.appeals.refusals import LeadsOnly
from leeward.playbook.certified import MINOR_GATE, may_see
from leeward.playbook.model import Playbook
from leeward.record.ledger.codec import Row as FactRow
from leeward.record.ledger.codec import read as read_fact
from leeward.record.ledger.look import Look
from leeward.record.terms.appeal import AppealState
from leeward.record.terms.ids import AppealId, PersonId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import MACHINES, Role


def roles_of(look: Look, who: PersonId) -> tuple[Role, ...]:
    """The roles of somebody who works here. Raises NoSuch."""
    return loading.hearer(look, who, this_moment()).roles


def appeals(
    look: Look, playbook: Playbook, who: PersonId, state: AppealState = AppealState.OPEN, *, limit: int = 50, offset: int = 0
) -> tuple[views.AppealLine, ...]:
    """Appeals in a state, as far as ``who`` may know of them: those to be heard in the order of work, others the latest first."""
    person = loading.hearer(look, who, this_moment())
    ended = state in (AppealState.DECIDED, AppealState.WITHDRAWN)
    asked = {"state": state, "hand_off": may_see(person, MINOR_GATE, None, playbook), "limit": limit, "offset": offset}
    return tuple(msgspec.convert(look.rows(Q.ended if ended else Q.to_do, asked), list[views.AppealLine]))


def appeal_view(look: Look, playbook: Playbook, who: PersonId, appeal: AppealId) -> views.AppealView:
    """Everything about an appeal. Raises NoSuch, or LeadsOnly for what may concern a minor."""
    now = this_moment()
    person, found = loading.hearer(look, who, now), loading.head(look, appeal)
    made, wanted = loading.decision_of(look, found), loading.candidate(look, appeal)
    refuse_unless_seen(person, found, made, playbook)
    entries = timeline_of(look, appeal)
    people = [made.decider, found.claimed_by, found.decided_by, *(each.fact.actor for each in entries)]
    clocks = look.rows(Q.clocks, {"job": found.job}, into=eligibility.Clock)
    return views.AppealView(
        appeal=found,
        first=made,
        offers=offers(look, playbook, found, now),
        texts=veiled_of(look, found, made),
        timeline=entries,
        names=names_of(look, people),
        mine=found.claimed_by == who,
        barred="" if found.claimed_by == who else _barred(person, wanted, playbook),
        redress=any(each.clock in playbook.limits.appeals.clocks for each in clocks),
        undo=found.decided_by == who and found.took_effect is None and found.effective is not None and found.effective > now,
    )


def offers(look: Look, playbook: Playbook, found: views.Head, at: Moment) -> tuple[views.Offer, ...]:
    """The policies it can be decided by, the one of the first decision before the others, each with what could follow."""
    first = loading.first(look, found)
    own = first.clause
    order = sorted(playbook.policies, key=lambda code: (code != own, code))
    return tuple(
        views.Offer(
            policy=playbook.policies[code],
            own=code == own,
            measures=verdict.offered(playbook, first, playbook.policies[code], at),
        )
        for code in order
    )


def can_hear(look: Look, playbook: Playbook, appeal: AppealId) -> tuple[views.Person, ...]:
    """Everybody a lead could give an appeal to, by name."""
    now = this_moment()
    wanted = opened(loading.candidate(look, appeal))
    people = loading.everybody(look, now)
    able = [each for each in people if each.appeal is None and barrier(each, wanted, playbook) is None and _hears(each, playbook)]
    names = names_of(look, [each.id for each in able])
    return tuple(sorted((views.Person(id=each.id, name=names.get(each.id, "")) for each in able), key=lambda one: one.name))


def _hears(person: Hearer, playbook: Playbook) -> bool:
    return any("appeal.decide" in playbook.access.get(role, ()) for role in person.roles)


def timeline_of(look: Look, appeal: AppealId) -> tuple[views.Entry, ...]:
    """What happened to an appeal, in the order of the ledger."""
    recorded = [read_fact(row) for row in look.rows(Q.facts_of, {"appeal": appeal}, into=FactRow)]
    sealed_to = int(look.value(Q.sealed_to))
    return tuple(views.Entry(position=one.position, fact=one.fact, sealed=one.position <= sealed_to) for one in recorded)


def in_my_hand(look: Look, who: PersonId) -> views.InHand | None:
    """The appeal in somebody's hand, for the ribbon."""
    return look.one(Q.in_hand, {"who": who}, into=views.InHand)


def names_of(look: Look, people: Iterable[PersonId | None]) -> dict[PersonId, str]:
    """The names of people and machines."""
    asked = list({person for person in people if person is not None and person not in MACHINES})
    found = {row["person"]: row["name"] for row in look.rows(Q.names, {"people": asked})} if asked else {}
    return {**MACHINES, **found}


def refuse_unless_seen(person: Hearer, found: views.Head, made: views.FirstDecision, playbook: Playbook) -> None:
    """Need to know. Raises LeadsOnly."""
    escalation = MINOR_GATE if MINOR_GATE in (found.escalation, made.escalation) else None
    if not may_see(person, made.queue, escalation, playbook):
        raise LeadsOnly(remedy="Somebody concerned may be a minor; people trained for it take it from here.")


def veiled_of(look: Look, found: views.Head, made: views.FirstDecision) -> tuple[views.Veiled, ...]:
    """The texts that an appeal is heard on, without a word of them."""
    texts: list[tuple[str, VaultRef | None]] = [("What whoever appealed says", found.text)]
    for row in look.rows(Q.texts, {"job": found.job}):
        texts += [("What the subject says", row["content"]), ("What was reported", row["text"])]
    texts += [("Note on the first decision", made.note), ("The platform's identifier", made.identifier)]
    texts += [("Reasons that were told", found.told), ("Note on the appeal", found.note)]
    return tuple(views.Veiled(what=what, ref=ref) for what, ref in texts if ref is not None)


def _barred(person: Hearer, wanted: Candidate, playbook: Playbook) -> str:
    problem = barrier(person, wanted, playbook)
    return str(problem) if problem else ""
