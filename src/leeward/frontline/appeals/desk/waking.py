"""What happens when nobody does anything: a lease runs out, a promise is broken, a grace period ends. No appeal is ever closed.

The end of a grace period carries out what a person decided; before that nothing has left the house.
"""

from collections.abc import Callable, Iterator

from leeward.frontline.appeals import reasons
from leeward.frontline.appeals.desk.loading import Q
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact
from leeward.record.facts.appeals import AppealFellLate, AppealReleased, AppealTookEffect
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.appeal import AppealOutcome, HearingEnd
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK

Current = Callable[[], Playbook]


def wake(record: Record, current: Current, moment: Moment, limit: int = 500) -> int:
    """Say what has come due by ``moment``; how many facts."""
    due = {"moment": moment, "limit": limit}
    with record.reading() as look:
        if not any(look.rows(asked, due) for asked in (Q.leases_over, Q.due_over, Q.grace_over)):
            return 0
    with record.writing() as tx:
        tx.take_pen()
        facts = list(_due_facts(tx, moment, limit))
        tx.append(facts)
        return len(facts)


def _due_facts(look: Look, moment: Moment, limit: int) -> Iterator[Fact]:
    due = {"moment": moment, "limit": limit}
    for row in look.rows(Q.leases_over, due):
        yield AppealReleased(
            subject=row["id"], actor=CLOCKWORK, occurred=moment, holder=row["claimed_by"], ending=HearingEnd.EXPIRED,
            reason=reasons.LEASE_ENDED,
        )  # fmt: skip
    for row in look.rows(Q.due_over, due):
        yield AppealFellLate(subject=row["id"], actor=CLOCKWORK, occurred=moment, due=row["due"])
    for row in look.rows(Q.grace_over, due):
        outcome = AppealOutcome(row["outcome"])
        yield AppealTookEffect(subject=row["id"], actor=CLOCKWORK, occurred=moment, decision=row["decision"], outcome=outcome)
