"""Jobs that wait past their start-by: said once for each, with what the queue asks for; and the list of them for leads."""

from collections.abc import Callable
from typing import Any

import msgspec

from leeward.frontline.triage import lateness
from leeward.frontline.triage.desk.listening import Q
from leeward.frontline.triage.loads import Able, Load, Work, loads
from leeward.frontline.triage.views import LateLine
from leeward.playbook.certified import MINOR_GATE, Certified, may_see
from leeward.playbook.model import Playbook
from leeward.record.facts.triage import StartBy
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment

Current = Callable[[], Playbook]


def wake_late(record: Record, current: Current, moment: Moment, limit: int = 500) -> int:
    """Say of open jobs that they wait past their start-by, and do what their queue asks for; how many."""
    with record.reading() as look:
        if not look.rows(Q.past_start_by, _asked(current(), moment, 1)):
            return 0
    with record.writing() as tx:
        tx.take_pen()
        playbook = current()
        rows = tx.rows(Q.past_start_by, _asked(playbook, moment, limit))
        facts = [
            fact
            for row in rows
            for fact in lateness.gone_late(playbook, row["id"], row["queue"], msgspec.convert(row["place"], StartBy), moment)
        ]
        tx.append(sorted(facts, key=lambda fact: type(fact).__name__, reverse=True))
    return len(rows)


def late(look: Look, playbook: Playbook, who: PersonId, *, limit: int = 50) -> tuple[LateLine, ...]:
    """Open jobs of which it was said that they wait past their start-by, the longest first, as far as ``who`` may know."""
    now = this_moment()
    person = look.one(Q.mover, {"who": who, "day": now.date()})
    trained = person is not None and may_see(msgspec.convert(person, Certified), MINOR_GATE, None, playbook)
    rows = look.rows(Q.late_jobs, {"hand_off": trained, "limit": limit})
    return tuple(msgspec.convert(row, LateLine) for row in rows)


def load(look: Look, playbook: Playbook) -> tuple[tuple[Load, ...], tuple[Load, ...]]:
    """How much work there is by queue and by group of people, in numbers of jobs; nothing that would be about few people."""
    work = [msgspec.convert(row, Work) for row in look.rows(Q.work, {"now": this_moment()})]
    people = [msgspec.convert(row, Able) for row in look.rows(Q.able)]
    return loads(work, playbook.queues, people, playbook.limits.wellness.small_cell)


def _asked(playbook: Playbook, moment: Moment, limit: int) -> dict[str, Any]:
    after = lateness.patience(playbook)
    return {"moment": moment, "limit": limit, "queues": list(after), "after": list(after.values())}
