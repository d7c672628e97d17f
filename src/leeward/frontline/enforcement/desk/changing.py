"""Changing what was decided to be done: a second person confirms or declines; an end is moved, brought forward, owned, told."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import msgspec

from leeward.frontline.enforcement import reasons
from leeward.frontline.enforcement.desk.queries import Q
from leeward.frontline.enforcement.refusals import NoSuch, NotChangeable, NotTheFirst
from leeward.record.facts import Fact
from leeward.record.facts.enforcement import (
    ActionConfirmed,
    ActionDeclined,
    ActionEnded,
    ActionExtended,
    ActionHandedOver,
    ActionMadeKnown,
    QuietEndSeen,
)
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import ActionId, DecisionId, JobId, PersonId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import MACHINES
from leeward.record.terms.report import ActionState

LONGEST = timedelta(days=366)
"""An end is moved at most so far from now; then somebody has to look again."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An action as it stands: a row of ``changing``."""

    id: ActionId
    about: SubjectId
    job: JobId
    decision: DecisionId
    decider: PersonId
    state: ActionState
    effective: Moment
    until: Moment | None
    quiet: ReasonCode | None
    known: Moment | None
    alerted: Moment | None
    alert_seen: Moment | None


def confirm(record: Record, who: PersonId, action: ActionId) -> SubjectId:
    """Agree, as the second person, that a held action comes into force; whom it is about.

    Raises NoSuch, NotChangeable for one that waits for nobody, NotTheFirst for whoever decided and for machines.
    """

    def confirmed(found: Standing, now: Moment) -> Iterable[Fact]:
        _second(found, who)
        effective = max(now, found.effective)
        until = effective + (found.until - found.effective) if found.until else None
        return [ActionConfirmed(subject=action, actor=who, occurred=now, effective=effective, until=until)]

    return _change(record, action, confirmed)


def decline(record: Record, who: PersonId, action: ActionId, reason: str) -> SubjectId:
    """Say no, as the second person: it never comes into force. Raises as ``confirm`` does, and NotAReason."""
    why = reasons.known(reason, reasons.DECLINE)

    def declined(found: Standing, now: Moment) -> Iterable[Fact]:
        _second(found, who)
        return [ActionDeclined(subject=action, actor=who, occurred=now, reason=why)]

    return _change(record, action, declined)


def extend(record: Record, who: PersonId, action: ActionId, until: Moment, reason: str) -> SubjectId:
    """Let a time-limited action last longer. Raises NoSuch, NotAReason, or NotChangeable for an end that does not fit."""
    why = reasons.known(reason, reasons.EXTEND)

    def extended(found: Standing, now: Moment) -> Iterable[Fact]:
        _standing(found)
        if found.until is None:
            raise NotChangeable("It has no end.", remedy="It lasts until it is reversed or ended.")
        if not found.until < until <= now + LONGEST:
            raise NotChangeable(
                f"The new end is not between {found.until:%Y-%m-%d %H:%M} and {now + LONGEST:%Y-%m-%d %H:%M} UTC.",
                remedy="Choose a moment between them.",
            )
        return [ActionExtended(subject=action, actor=who, occurred=now, until=until, reason=why)]

    return _change(record, action, extended)


def end(record: Record, who: PersonId, action: ActionId, reason: str) -> SubjectId:
    """End an action that is in force before its time; strikes stay. Raises NoSuch, NotAReason or NotChangeable."""
    why = reasons.known(reason, reasons.END)

    def ended(found: Standing, now: Moment) -> Iterable[Fact]:
        if found.state is not ActionState.IN_FORCE:
            raise NotChangeable("It is not in force.")
        return [ActionEnded(subject=action, actor=who, occurred=now, reason=why)]

    return _change(record, action, ended)


def hand_over(record: Record, who: PersonId, action: ActionId, to: PersonId) -> SubjectId:
    """Let somebody else answer for it. Raises NoSuch, or NotChangeable when it is over or nobody of that id works here."""

    def handed(found: Standing, now: Moment) -> Iterable[Fact]:
        _standing(found)
        return [ActionHandedOver(subject=action, actor=who, occurred=now, to=to)]

    with record.reading() as look:
        if not look.rows(Q.at_work, {"person": to}):
            raise NotChangeable("Nobody of that id works here.", remedy="Choose somebody from the list.")
    return _change(record, action, handed)


def make_known(record: Record, who: PersonId, action: ActionId, reason: str) -> SubjectId:
    """Tell the person of a quiet restriction after all; reasons follow. Raises NoSuch, NotAReason or NotChangeable."""
    why = reasons.known(reason, reasons.MAKE_KNOWN)

    def known(found: Standing, now: Moment) -> Iterable[Fact]:
        if found.quiet is None or found.known is not None or found.state is not ActionState.IN_FORCE:
            raise NotChangeable("It is no quiet restriction in force.")
        fact = ActionMadeKnown(subject=action, actor=who, occurred=now, decision=found.decision, job=found.job, reason=why)
        return [fact]

    return _change(record, action, known)


def see(record: Record, who: PersonId, action: ActionId) -> SubjectId:
    """Say that one looked at a quiet restriction whose end had passed; harmless when done twice. Raises NoSuch, NotChangeable."""

    def seen(found: Standing, now: Moment) -> Iterable[Fact]:
        if found.alerted is None:
            raise NotChangeable("There is nothing to look at.")
        return [] if found.alert_seen else [QuietEndSeen(subject=action, actor=who, occurred=now)]

    return _change(record, action, seen)


def _change(record: Record, action: ActionId, facts: Callable[[Standing, Moment], Iterable[Fact]]) -> SubjectId:
    with record.writing() as tx:
        tx.take_pen()
        found = _found(tx, action)
        tx.append(list(facts(found, this_moment())))
        return found.about


def _found(look: Look, action: ActionId) -> Standing:
    row = look.one(Q.changing, {"action": action})
    if row is None:
        raise NoSuch(f"There is no action {action}.")
    return msgspec.convert(row, Standing)


def _second(found: Standing, who: PersonId) -> None:
    if found.state is not ActionState.HELD:
        raise NotChangeable("It does not wait for a second person.", remedy="Open the subject to see how it stands.")
    if who == found.decider or who in MACHINES:
        raise NotTheFirst(remedy="Ask another lead.")


def _standing(found: Standing) -> None:
    if found.state not in (ActionState.IN_FORCE, ActionState.GRACE, ActionState.HELD):
        raise NotChangeable("It is over.")
