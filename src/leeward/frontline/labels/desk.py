"""The desk of labels: looking, putting, taking away. What people do counts from the next event on that arrives."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from leeward.frontline.labels import views
from leeward.frontline.labels.reasons import PUT, TAKE, reason_in
from leeward.frontline.labels.refusals import DoesNotStand, NobodyThere, NoSuchLabel, NotATime, NotForPeople
from leeward.playbook.diagnostics import suggestion
from leeward.playbook.model import NamedLabel, Playbook
from leeward.playbook.rules.known import length
from leeward.record.facts.labels import LabelPut, LabelTaken
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record, Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import LabelCode
from leeward.record.terms.ids import PersonId, Position
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import MACHINES

Q = read_queries(__package__)
SHOWN = 200
"""So many changes of one are shown."""
LONGEST = timedelta(days=3660)


def put(
    record: Record, playbook: Playbook, who: PersonId, subject: UUID, label: str, *, reason: str, lasts: str | None = None
) -> Moment:
    """Put a label; until when it stands now. ``lasts`` is a length of time as in the playbook, without it the label's own.

    Raises NoSuchLabel, NotForPeople, NobodyThere, NotAReason, NotATime.
    """
    found, why = label_of(playbook, label), reason_in(PUT, reason)
    if not found.people:
        raise NotForPeople(f"{found.name} is put by rules.", remedy=f"Set people = true for it in labels.toml: {found.means}")
    span, moment = _span(found, lasts), now()
    with record.writing() as tx:
        after = _next(tx, subject)
        until = moment + span
        before = tx.value(Q.standing_until, {"subject": subject, "label": found.name})
        code = LabelCode(found.name)
        tx.append([LabelPut(subject=subject, actor=who, occurred=moment, label=code, until=until, after=after, reason=why)])
    return max(until, before) if before else until


def take(record: Record, playbook: Playbook, who: PersonId, subject: UUID, label: str, *, reason: str) -> Moment:
    """Take a label away; until when rules do not put it again: for as long as it would last.

    One that the playbook has no more can be taken away, too. Raises NoSuchLabel, NotAReason, DoesNotStand.
    """
    why, moment = reason_in(TAKE, reason), now()
    with record.writing() as tx:
        tx.take_pen()
        until = tx.value(Q.standing_until, {"subject": subject, "label": label})
        if until is None or until <= moment:
            if label not in playbook.labels:
                label_of(playbook, label)
            raise DoesNotStand(f"{label} does not stand on {subject}.")
        known = playbook.labels.get(label)
        held = moment + (_span(known, None) if known else timedelta(0))
        after = _next(tx, subject)
        code = LabelCode(label)
        tx.append([LabelTaken(subject=subject, actor=who, occurred=moment, label=code, after=after, held=held, reason=why)])
    return held


def label_of(playbook: Playbook, label: str) -> NamedLabel:
    """The label of this name. Raises NoSuchLabel with the nearest one."""
    found = playbook.labels.get(label)
    if found is None:
        hint = suggestion(label, playbook.labels) if playbook.labels else "Labels are declared in labels.toml."
        raise NoSuchLabel(f"There is no label {label[:80]}.", remedy=hint)
    return found


def labels_of(look: Look, playbook: Playbook, subject: UUID) -> views.Labels:
    """All about the labels of one. Raises NobodyThere."""
    if not look.value(Q.is_known, {"subject": subject}):
        raise NobodyThere(f"Nothing has the number {subject}.", remedy="It stands on the page of a job, beside its subject.")
    moment = now()
    lines = [_stands(playbook, row) for row in look.rows(Q.labels_of, {"subject": subject})]
    changes = look.rows(Q.changes_of, {"subject": subject, "limit": SHOWN + 1})
    about = look.one(Q.subject, {"subject": subject})
    return views.Labels(
        subject=subject,
        kind=about["kind"] if about else None,
        platform=about["held_by"] if about else None,
        standing=tuple(line for line in lines if line.until is not None and line.until > moment),
        over=tuple(line for line in lines if line.until is None or line.until <= moment),
        changes=tuple(_change(row) for row in changes[:SHOWN]),
        more=len(changes) > SHOWN,
    )


def standing(
    look: Look, playbook: Playbook, label: str | None, *, by: str = "changed", down: bool = True, limit: int = 50, offset: int = 0
) -> tuple[views.Stands, ...]:
    """Labels that stand now, of one name or all."""
    asked = {"now": now(), "label": label, "by": by, "down": down, "limit": limit, "offset": offset}
    return tuple(_stands(playbook, row) for row in look.rows(Q.standing, asked))


def counts(look: Look, playbook: Playbook) -> dict[str, int]:
    """On how many each label of the playbook stands, and each other one that still does."""
    found = {str(row["label"]): int(row["standing"]) for row in look.rows(Q.counts, {"now": now()})}
    return {name: found.get(name, 0) for name in sorted({*playbook.labels, *found})}


def _next(tx: Transaction, subject: UUID) -> Position:
    """The last event that knows nothing of what is done now. Takes the pen, so that none arrives meanwhile."""
    tx.take_pen()
    if not tx.value(Q.is_known, {"subject": subject}):
        raise NobodyThere(f"Nothing has the number {subject}.", remedy="It stands on the page of a job, beside its subject.")
    return Position(tx.value(Q.end_of_activity))


def _span(label: NamedLabel, lasts: str | None) -> timedelta:
    span = length(lasts.strip()) if lasts and lasts.strip() else length(label.lasts)
    if span is None or span > LONGEST:
        remedy = f'A number and a unit, at most ten years: "12 hours", "14 days". {label.name} lasts {label.lasts} by itself.'
        raise NotATime(f'"{(lasts or "")[:40]}" is no length of time for a label.', remedy=remedy)
    return span


def _stands(playbook: Playbook, row: Mapping[str, Any]) -> views.Stands:
    known = playbook.labels.get(row["label"])
    return views.Stands(
        subject=row["subject"],
        label=row["label"],
        means=known.means if known else "",
        until=row["until"],
        held=row["held"],
        changed=row["changed"],
        by=_who(row),
        rule=row["rule"],
        reason=row["reason"],
    )


def _change(row: Mapping[str, Any]) -> views.Change:
    return views.Change(
        label=row["label"], until=row["until"], changed=row["changed"], by=_who(row), rule=row["rule"], event=row["event"],
        reason=row["reason"],
    )  # fmt: skip


def _who(row: Mapping[str, Any]) -> str:
    return row["name"] or MACHINES.get(row["by"], "somebody who left")
