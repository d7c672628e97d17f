"""What happens when nobody does anything: a lease runs out, and a day is over, so that its decisions can be drawn from."""

from collections.abc import Callable

from leeward.frontline.quality.desk.drawing import draw_samples, drawable_until
from leeward.frontline.quality.desk.loading import Q
from leeward.frontline.quality.desk.taking import expired
from leeward.playbook.model import Playbook
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK

Current = Callable[[], Playbook]


def wake(record: Record, current: Current, moment: Moment, limit: int = 500) -> int:
    """Say what has come due by ``moment``; how many leases ended and plans drew."""
    return _leases(record, moment, limit) + _draws(record, current(), moment)


def _leases(record: Record, moment: Moment, limit: int) -> int:
    asked = {"moment": moment, "limit": limit}
    with record.reading() as look:
        if not look.rows(Q.leases_over, asked):
            return 0
    with record.writing() as tx:
        tx.take_pen()
        facts = [expired(row["id"], row["claimed_by"], moment) for row in tx.rows(Q.leases_over, asked)]
        tx.append(facts)
        return len(facts)


def _draws(record: Record, playbook: Playbook, moment: Moment) -> int:
    until = drawable_until(playbook, moment)
    with record.reading() as look:
        first = look.value(Q.first_decision)
        if first is None or first >= until:
            return 0
        if all((look.value(Q.drawn_until, {"plan": plan.code}) or first) >= until for plan in playbook.quality.plan):
            return 0
    return len(draw_samples(record, playbook, CLOCKWORK, until))
