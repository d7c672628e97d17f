"""Taking the next second look and giving it back. Nobody chooses one: who could choose would know."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from leeward.frontline.quality import reasons
from leeward.frontline.quality.desk import labelling, loading
from leeward.frontline.quality.desk.loading import Q
from leeward.frontline.quality.golden import Golden, next_golden
from leeward.frontline.quality.seating import Looker, judges
from leeward.playbook.care import on_break
from leeward.playbook.certified import ANY, MINOR_GATE, may_see, queues_for, severities_for
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.quality import CheckClaimed, CheckReleased, GoldenPlaced
from leeward.record.facts.wellness import BreakBegan
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Hearing, Listeners, Record
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import CheckId, PersonId, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import CLOCKWORK

BREAK = ReasonCode("break")


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A second look in somebody's hand."""

    check: CheckId
    lease_until: Moment
    again: bool = False
    """It was in their hand already: asking twice gives the same."""


def claim_next(record: Record, playbook: Playbook, who: PersonId) -> Taken | None:
    """Take the next second look that is for this person: a decision they know nothing of, now and then a golden item.

    The one they hold, if they hold one. None when there is none for them. Raises NoSuch or PeopleOnly.
    """
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        person = loading.looker(tx, who, now)
        if person.check is not None and person.lease_until is not None and person.lease_until > now:
            return Taken(check=person.check, lease_until=person.lease_until, again=True)
        if person.check is not None:
            tx.append([expired(person.check, who, now)])
            person = loading.looker(tx, who, now)
        found = next_for(tx, playbook, person)
        if found is None:
            return None
        until = now + timedelta(minutes=playbook.quality.lease_minutes)
        seed = bytes.fromhex(record.digest("quality:golden", "stream"))
        if (item := next_golden(playbook, loading.keys(tx), person, seed)) is not None:
            placed = _placed(item, who, now, until, playbook)
            tx.append([placed])
            return Taken(check=CheckId(placed.subject), lease_until=until)
        seat = loading.candidate(tx, found).seat
        tx.append([CheckClaimed(subject=found, actor=who, occurred=now, seat=seat, lease_until=until)])
        return Taken(check=found, lease_until=until)


def release(record: Record, who: PersonId, check: CheckId, reason: str) -> None:
    """Give it back; for a reason of ``reasons.RECUSE`` it never comes back to this person. Raises NotYours or NotAReason."""
    why = reasons.known(reason)
    with record.writing() as tx:
        tx.take_pen()
        loading.in_hand(tx, who, check)
        recused = why in reasons.RECUSE
        given = CheckReleased(subject=check, actor=who, occurred=this_moment(), holder=who, reason=why, recused=recused)
        tx.append([given])


def next_for(look: Look, playbook: Playbook, person: Looker) -> CheckId | None:
    """The first check that this person may take: ties and disputes before fresh ones, then the graver decision."""
    if on_break(person, this_moment()):
        return None
    asked = {
        "who": person.id,
        "judges": judges(person, playbook),
        "any_queue": ANY in person.skills,
        "queues": queues_for(person, playbook),
        "every_language": person.every_language,
        "languages": list(person.languages),
        "severities": [int(tier) for tier in severities_for(person, playbook.limits)],
        "hand_off": may_see(person, MINOR_GATE, None, playbook),
        "avoids": list(person.avoids),
    }
    row = look.one(Q.next_check, asked)
    return CheckId(row["id"]) if row else None


def listeners(current: object) -> Listeners:
    """What this room hears: who takes a break gives back what they look at (Q36); items of samples are looked at blind (Q22)."""
    return {BreakBegan: (give_back,), **labelling.listeners()}


def give_back(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``CheckReleased`` for each check in the hand of somebody who takes a break."""
    resting = {one.fact.subject: one.fact.occurred for one in heard}
    return [
        CheckReleased(
            subject=row["id"], actor=row["who"], occurred=resting[row["who"]], holder=row["who"], reason=BREAK, recused=False
        )
        for row in hearing.look.rows(Q.in_hands, {"people": list(resting)})
    ]  # fmt: skip


def expired(check: CheckId, holder: PersonId, moment: Moment) -> CheckReleased:
    """The end of a lease."""
    return CheckReleased(
        subject=check, actor=CLOCKWORK, occurred=moment, holder=holder, reason=reasons.LEASE_ENDED, recused=False
    )  # fmt: skip


def _placed(item: Golden, who: PersonId, now: Moment, until: Moment, playbook: Playbook) -> GoldenPlaced:
    return GoldenPlaced(
        subject=CheckId(new_id()), actor=CLOCKWORK, occurred=now, to=who, set=item.set.code, item=item.item.code,
        queue=item.set.queue, language=item.item.language, severity=playbook.policies[item.set.clause].severity,
        verdict=item.key.verdict, clause=item.set.clause, lease_until=until,
    )  # fmt: skip
