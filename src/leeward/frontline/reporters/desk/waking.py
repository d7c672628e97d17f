"""Suspensions end by themselves, and what waited for them is open again."""

from collections.abc import Callable

from leeward.frontline.reporters.desk.deciding import free
from leeward.frontline.reporters.desk.loading import Q
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact
from leeward.record.facts.reporters import SuspensionEnded
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK

OVER = ReasonCode("suspension_over")


def wake(record: Record, current: Callable[[], Playbook], moment: Moment, limit: int = 100) -> int:
    """End the suspensions whose time is over by ``moment``; how many."""
    asked = {"moment": moment, "limit": limit}
    with record.reading() as look:
        if not look.rows(Q.suspensions_over, asked):
            return 0
    with record.writing() as tx:
        tx.take_pen()
        over = [row["reporter"] for row in tx.rows(Q.suspensions_over, asked)]
        facts: list[Fact] = [SuspensionEnded(subject=each, actor=CLOCKWORK, occurred=moment) for each in over]
        facts += [fact for each in over for fact in free(tx, each, CLOCKWORK, OVER, moment)]
        tx.append(facts)
    return len(over)
