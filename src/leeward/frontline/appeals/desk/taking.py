"""Taking an appeal and giving it back: the next one, a given one, by a lead's hand, release, stepping back."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from leeward.frontline.appeals import reasons
from leeward.frontline.appeals.desk import loading
from leeward.frontline.appeals.desk.loading import Q
from leeward.frontline.appeals.hearing import Candidate, Hearer, barrier
from leeward.frontline.appeals.refusals import AlreadyHolding, LimitReached, NotAvailable, NotOpen
from leeward.playbook.care import on_break
from leeward.playbook.certified import ANY, MINOR_GATE, may_see, queues_for, severities_for
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.appeals import AppealAssigned, AppealClaimed, AppealReleased
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Hearing, Record
from leeward.record.terms.appeal import AppealState, HearingEnd
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import AppealId, PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import CLOCKWORK


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal in somebody's hand."""

    appeal: AppealId
    lease_until: Moment
    again: bool = False
    """It was in their hand already: asking twice gives the same appeal."""


def claim_next(record: Record, playbook: Playbook, who: PersonId) -> Taken | None:
    """Take the first appeal in the order of work that this person may hear; the one they hold, if they hold one.

    Expedited ones first, then start-by. None when there is none for them. Raises NoSuch or PeopleOnly.
    """
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        person = loading.hearer(tx, who, now)
        if person.appeal is not None and person.lease_until is not None and person.lease_until > now:
            return Taken(appeal=person.appeal, lease_until=person.lease_until, again=True)
        if person.appeal is not None:
            tx.append([_expired(who, person.appeal, now)])
            person = loading.hearer(tx, who, now)
        found = next_for(tx, playbook, person)
        if found is None:
            return None
        tx.append([_claimed(playbook, who, found, now)])
        return Taken(appeal=found, lease_until=lease_from(now, playbook))


def claim(record: Record, playbook: Playbook, who: PersonId, appeal: AppealId) -> Taken:
    """Take this appeal. Raises NoSuch, AlreadyHolding, or what bars this person from it."""
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        person, wanted = loading.hearer(tx, who, now), loading.candidate(tx, appeal)
        if person.appeal == appeal and wanted.lease_until is not None:
            return Taken(appeal=appeal, lease_until=wanted.lease_until, again=True)
        if person.appeal is not None:
            raise AlreadyHolding(remedy="Decide it or give it back first.")
        if (problem := barrier(person, wanted, playbook)) is not None:
            raise problem
        tx.append([_claimed(playbook, who, appeal, now)])
        return Taken(appeal=appeal, lease_until=lease_from(now, playbook))


def assign(record: Record, playbook: Playbook, who: PersonId, appeal: AppealId, to: PersonId) -> Taken:
    """Give an appeal to somebody, out of another's hand if need be. The same bars hold as when they take it themselves.

    Raises NoSuch, NotOpen, AlreadyHolding (they have one), or what bars them from it.
    """
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        person, wanted = loading.hearer(tx, to, now), loading.candidate(tx, appeal)
        if wanted.claimed_by == to and wanted.lease_until is not None:
            return Taken(appeal=appeal, lease_until=wanted.lease_until, again=True)
        if wanted.state not in (AppealState.OPEN, AppealState.CLAIMED):
            raise NotOpen(f"It is {wanted.state.value}.")
        if person.appeal is not None:
            raise AlreadyHolding("They have another appeal in hand.", remedy="Give it to somebody else, or wait.")
        problem = barrier(person, opened(wanted), playbook)
        if isinstance(problem, LimitReached) and who != to:
            raise NotAvailable(remedy="Give it to somebody else.")  # why is theirs alone to know
        if problem is not None:
            raise problem
        facts: list[Fact] = []
        if wanted.claimed_by is not None:
            facts.append(_released(wanted, who, now, HearingEnd.TAKEN_BACK, ReasonCode("reassigned")))
        until = lease_from(now, playbook)
        tx.append([*facts, AppealAssigned(subject=appeal, actor=who, occurred=now, to=to, lease_until=until)])
        return Taken(appeal=appeal, lease_until=until)


def release(record: Record, who: PersonId, appeal: AppealId, reason: str) -> None:
    """Give the appeal back; it keeps its place. For a reason of ``reasons.RECUSE`` it never comes back to this person.

    Raises NotYours or NotAReason.
    """
    why = reasons.known(reason, {**reasons.RELEASE, **reasons.RECUSE})
    ending = HearingEnd.RECUSED if why in reasons.RECUSE else HearingEnd.RELEASED
    with record.writing() as tx:
        tx.take_pen()
        held = loading.in_hand(tx, who, appeal)
        tx.append([_released(held, who, this_moment(), ending, why)])


def give_back(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """An ``AppealReleased`` for each appeal in the hand of somebody who takes a break (Q36)."""
    resting = {one.fact.subject: one.fact.occurred for one in heard}
    return [
        AppealReleased(
            subject=row["id"],
            actor=row["who"],
            occurred=resting[row["who"]],
            holder=row["who"],
            ending=HearingEnd.RELEASED,
            reason=ReasonCode("break"),
        )
        for row in hearing.look.rows(Q.in_hands, {"people": list(resting)})
    ]


def lease_from(now: Moment, playbook: Playbook) -> Moment:
    """When a lease that begins now ends."""
    return now + timedelta(minutes=playbook.limits.appeals.lease_minutes)


def opened(appeal: Candidate) -> Candidate:
    """The appeal as if nobody held it."""
    return msgspec.structs.replace(appeal, state=AppealState.OPEN)


def next_for(look: Look, playbook: Playbook, person: Hearer) -> AppealId | None:
    """The first appeal in the order of work that this person may hear."""
    if on_break(person, this_moment()):
        return None
    asked = {
        "who": person.id,
        "lead": person.lead,
        "any_queue": ANY in person.skills,
        "queues": queues_for(person, playbook),
        "every_language": person.every_language,
        "languages": list(person.languages),
        "severities": [int(tier) for tier in severities_for(person, playbook.limits)],
        "hand_off": may_see(person, MINOR_GATE, None, playbook),
        "avoids": list(person.avoids),
    }
    row = look.one(Q.next_appeal, asked)
    return AppealId(row["id"]) if row else None


def _claimed(playbook: Playbook, who: PersonId, appeal: AppealId, now: Moment) -> AppealClaimed:
    return AppealClaimed(subject=appeal, actor=who, occurred=now, lease_until=lease_from(now, playbook))


def _expired(who: PersonId, appeal: AppealId, now: Moment) -> AppealReleased:
    """The end of a lease that ran out before the clockwork came by."""
    return AppealReleased(
        subject=appeal, actor=CLOCKWORK, occurred=now, holder=who, ending=HearingEnd.EXPIRED, reason=reasons.LEASE_ENDED
    )


def _released(held: Candidate, who: PersonId, now: Moment, ending: HearingEnd, reason: ReasonCode) -> AppealReleased:
    assert held.claimed_by is not None, "it is in somebody's hand"
    return AppealReleased(subject=held.id, actor=who, occurred=now, holder=held.claimed_by, ending=ending, reason=reason)
