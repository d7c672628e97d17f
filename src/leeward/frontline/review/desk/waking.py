"""What happens when nobody does anything: leases run out, holds end. Never silently: each is a fact with its reason."""

from collections.abc import Callable, Iterator

from leeward.frontline.review import reasons
from leeward.frontline.review.desk import loading
from leeward.frontline.review.desk.claiming import lease_over
from leeward.frontline.review.desk.loading import Q
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact
from leeward.record.facts.review import AssignmentEnded, JobResumed
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import JobId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK

Current = Callable[[], Playbook]


def wake(record: Record, current: Current, moment: Moment, limit: int = 500) -> int:
    """End what has come due by ``moment``: leases by their queue's policy, holds by opening the job. How many facts."""
    due = {"moment": moment, "limit": limit}
    with record.reading() as look:
        if not any(look.rows(each, due) for each in (Q.leases_over, Q.holds_over, Q.assignments_over)):
            return 0
    with record.writing() as tx:
        tx.take_pen()
        facts = list(_due_facts(tx, current(), moment, limit))
        tx.append(facts)
        return len(facts)


def _due_facts(look: Look, playbook: Playbook, moment: Moment, limit: int) -> Iterator[Fact]:
    due = {"moment": moment, "limit": limit}
    for row in look.rows(Q.leases_over, due):
        yield from lease_over(loading.candidate(look, JobId(row["id"])), playbook, moment, keeps=True)
    for row in look.rows(Q.assignments_over, due):
        yield AssignmentEnded(
            subject=row["id"], actor=CLOCKWORK, occurred=moment, to=row["assigned_to"], reason=reasons.NOT_TAKEN
        )
    for row in look.rows(Q.holds_over, due):
        yield JobResumed(subject=row["id"], actor=CLOCKWORK, occurred=moment, reason=reasons.HOLD_ENDED)
