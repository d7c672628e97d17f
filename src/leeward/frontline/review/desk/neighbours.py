"""What lies beside a job, read after its page stands: subjects like it, those who reported it, who else has it open."""

from datetime import timedelta
from typing import Any

import msgspec

from leeward.frontline.review import views
from leeward.frontline.review.desk import loading, looking
from leeward.frontline.review.desk.loading import Q
from leeward.playbook.certified import MINOR_GATE, may_see
from leeward.playbook.model import Playbook
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import JobId, PersonId
from leeward.record.terms.moment import now as this_moment

SHOWN, BY_CLAUSE, VOICES = 50, 5, 20
LOOKS = timedelta(seconds=45)
"""So long somebody counts as having a job open after their page last said so; it does every twenty seconds."""


def neighbours(look: Look, playbook: Playbook, who: PersonId, job: JobId) -> views.Neighbours:
    """Subjects like the job's own with their verdicts, and those who reported it. Raises NoSuch or LeadsOnly."""
    person, head = loading.reviewer(look, who, this_moment()), looking.job_head(look, job)
    looking.refuse_unless_seen(person, head.queue, head.escalation, playbook)
    asked: dict[str, Any] = {"job": job, "about": head.about, "queue": head.queue, "clauses": list(head.clauses)}
    rows = look.rows(Q.alike, asked | {"limit": SHOWN}) + look.rows(Q.same_clause, asked | {"limit": BY_CLAUSE})
    once = {row["about"]: row for row in reversed(rows)}
    near = [msgspec.convert(row, views.Near) for row in rows if once[row["about"]] is row]
    seen = [each for each in near if may_see(person, each.queue, each.escalation, playbook)]
    return views.Neighbours(
        near=tuple(seen),
        hidden=len(near) - len(seen),
        voices=tuple(msgspec.convert(row, views.Voice) for row in look.rows(Q.voices, asked | {"limit": VOICES})),
        concerted=tuple(msgspec.convert(row, views.Concerted) for row in look.rows(Q.concerted, asked)),
    )


def beside(record: Record, playbook: Playbook, who: PersonId, job: JobId) -> tuple[views.Beside, ...]:
    """Say that ``who`` has the job open, and learn who else does; without names where somebody may be a minor, but for leads.

    Raises NoSuch or LeadsOnly.
    """
    now = this_moment()
    with record.writing() as tx:
        person, head = loading.reviewer(tx, who, now), looking.job_head(tx, job)
        looking.refuse_unless_seen(person, head.queue, head.escalation, playbook)
        tx.execute(Q.look_away, {"now": now})
        tx.execute(Q.look_on, {"job": job, "who": who, "until": now + LOOKS})
        rows = tx.rows(Q.lookers, {"job": job, "who": who, "now": now})
    named = person.lead or MINOR_GATE not in (head.queue, head.escalation)
    return tuple(views.Beside(person=PersonId(row["person"]), name=row["name"] if named else "") for row in rows)
