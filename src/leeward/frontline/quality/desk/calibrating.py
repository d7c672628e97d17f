"""Calibration: the same items, answered alone, talked about, answered again; keys that proved wrong are changed (Q31)."""

from collections.abc import Sequence

import msgspec

from leeward.frontline.quality.calibrating import Answer, measured
from leeward.frontline.quality.desk import loading
from leeward.frontline.quality.desk.loading import Q
from leeward.frontline.quality.golden import Golden, golden, key_of
from leeward.frontline.quality.refusals import Answered, Closed, NoSuch, NotAsked, NotReady
from leeward.frontline.quality.seating import Looker
from leeward.frontline.quality.views import Given, KeyChange, Session
from leeward.playbook.certified import certification_gap
from leeward.playbook.model import Playbook
from leeward.playbook.routing import route
from leeward.record.facts.quality import (
    AnswerKeyChanged,
    CalibrationAnswered,
    CalibrationClosed,
    CalibrationDiscussed,
    CalibrationOpened,
    Measured,
)
from leeward.record.facts.review import Step
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ClauseCode, SetCode
from leeward.record.terms.ids import CalibrationId, PersonId, new_id
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.quality import Round
from leeward.record.terms.report import Source


def open_calibration(
    record: Record, playbook: Playbook, who: PersonId, code: str, people: Sequence[PersonId] = ()
) -> CalibrationId:
    """Ask people to answer a set: those named, or everybody who is certified for its work.

    Raises NoSuch for a set that there is not, NotReady where nobody could take part.
    """
    found = playbook.golden.get(SetCode(code))
    if found is None:
        known = ", ".join(playbook.golden) or "none: a set is a file calibration/<name>.toml"
        raise NoSuch(f'The playbook has no golden set "{code}".', remedy=f"There are: {known}.")
    policy = playbook.policies[found.clause]
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        asked = tuple(people) or assigned(tx, playbook, found.clause)
        if not asked:
            raise NotReady("Nobody is certified for its work.", remedy="Name who is to take part.")
        opened = CalibrationOpened(
            subject=CalibrationId(new_id()), actor=who, occurred=now, set=found.code, clause=policy.id, people=asked,
            clause_version=policy.version, items=tuple(item.code for item in found.items),
        )  # fmt: skip
        tx.append([opened])
        return CalibrationId(opened.subject)


def answer(record: Record, playbook: Playbook, who: PersonId, session: CalibrationId, item: str, path: Sequence[Step]) -> Session:
    """Answer an item of the round that is open. Raises NoSuch, Closed, NotAsked, Answered or NotAPath."""
    with record.writing() as tx:
        tx.take_pen()
        found = session_of(tx, session)
        if found.closed is not None:
            raise Closed()
        if who not in found.people:
            raise NotAsked(remedy="Whoever opened it can open another one with you.")
        one = _item(playbook, tx, found, item)
        if any(each.person == who and each.item == item and each.round is found.round for each in answers_of(tx, session)):
            raise Answered(remedy="Take the next one. After the talk you answer all of them again.")
        said = key_of(playbook.policies[found.clause], tuple(path))
        given = CalibrationAnswered(
            subject=session, actor=who, occurred=this_moment(), round=found.round, item=one.item.code, verdict=said.verdict,
            severity=said.severity, path=said.path, agrees=said.verdict is one.key.verdict,
        )  # fmt: skip
        tx.append([given])
        return found


def discussed(record: Record, who: PersonId, session: CalibrationId) -> None:
    """All have talked: the second round is open. Raises NoSuch, Closed, or NotReady while nothing is there to talk about."""
    with record.writing() as tx:
        tx.take_pen()
        found = session_of(tx, session)
        if found.closed is not None:
            raise Closed()
        if found.round is Round.AFTER:
            return
        if not answers_of(tx, session):
            raise NotReady("Nobody has answered yet.", remedy="There is something to talk about when two have.")
        tx.append([CalibrationDiscussed(subject=session, actor=who, occurred=this_moment())])


def change_key(
    record: Record, playbook: Playbook, who: PersonId, session: CalibrationId, item: str, path: Sequence[Step]
) -> None:
    """The key of an item was wrong: from now on another way is the answer. Raises NoSuch, Closed or NotAPath."""
    with record.writing() as tx:
        tx.take_pen()
        found = session_of(tx, session)
        if found.closed is not None:
            raise Closed()
        one = _item(playbook, tx, found, item)
        new = key_of(playbook.policies[found.clause], tuple(path))
        if new == one.key:
            return
        changed = AnswerKeyChanged(
            subject=session, actor=who, occurred=this_moment(), set=found.golden_set, item=one.item.code, path=new.path,
            verdict=new.verdict, severity=new.severity, before=one.key.verdict,
        )  # fmt: skip
        tx.append([changed])


def close(record: Record, playbook: Playbook, who: PersonId, session: CalibrationId) -> tuple[Measured, Measured]:
    """End it, and write down how far people agreed before and after. Raises NoSuch, Closed, or NotReady before round two."""
    with record.writing() as tx:
        tx.take_pen()
        found = session_of(tx, session)
        if found.closed is not None:
            raise Closed()
        before, after = agreement_of(tx, playbook, found)
        if not after.answers:
            raise NotReady("Nobody has answered in the second round.", remedy="Talk about it, and answer again; then close it.")
        tx.append([CalibrationClosed(subject=session, actor=who, occurred=this_moment(), before=before, after=after)])
        return before, after


def agreement_of(look: Look, playbook: Playbook, found: Session) -> tuple[Measured, Measured]:
    """Both rounds of a session as they stand, by the keys as they are now."""
    keys = {item: _item(playbook, look, found, item).key.verdict for item in found.items if _has(playbook, found, item)}
    given = answers_of(look, found.id)

    def of(round_: Round) -> Measured:
        return measured(
            [Answer(item=each.item, person=each.person, verdict=each.verdict) for each in given if each.round is round_], keys
        )

    return of(Round.BEFORE), of(Round.AFTER)


def assigned(look: Look, playbook: Playbook, clause: str, everybody: Sequence[Looker] | None = None) -> tuple[PersonId, ...]:
    """Who is certified for a clause's work and may decide it: in the queue of its golden set, else of its harm."""
    policy = playbook.policies[ClauseCode(clause)]
    routed = route(playbook.queues, policy.harm, policy.severity, Source.USER_REPORT).code
    queue = next((each.queue for each in playbook.golden.values() if each.clause == policy.id), routed)
    people = loading.everybody(look, this_moment()) if everybody is None else everybody
    able = [each for each in people if any("job.decide" in playbook.access.get(role, ()) for role in each.roles)]
    return tuple(
        each.id for each in able if not certification_gap(each, playbook, queue, next(iter(each.languages), ""), policy.severity)
    )


def sessions(look: Look, *, limit: int = 50, offset: int = 0) -> tuple[Session, ...]:
    """Calibrations, the latest first."""
    return tuple(msgspec.convert(look.rows(Q.calibrations, {"limit": limit, "offset": offset}), list[Session]))


def session_of(look: Look, session: CalibrationId) -> Session:
    """One calibration. Raises NoSuch."""
    row = look.one(Q.calibration, {"calibration": session})
    if row is None:
        raise NoSuch(f"There is no calibration {session}.")
    return msgspec.convert(row, Session)


def answers_of(look: Look, session: CalibrationId) -> tuple[Given, ...]:
    """What was answered in it, the first round before the second."""
    return tuple(msgspec.convert(look.rows(Q.answers, {"calibration": session}), list[Given]))


def changes_of(look: Look, session: CalibrationId) -> tuple[KeyChange, ...]:
    """The keys it changed."""
    return tuple(msgspec.convert(look.rows(Q.key_changes, {"calibration": session}), list[KeyChange]))


def item_of(look: Look, playbook: Playbook, found: Session, item: str) -> Golden:
    """An item of a session with its key as it is now. Raises NoSuch."""
    return _item(playbook, look, found, item)


def _item(playbook: Playbook, look: Look, found: Session, item: str) -> Golden:
    if item not in found.items:
        raise NoSuch(f'"{item}" is no item of this calibration.', remedy=f"There are: {', '.join(found.items)}.")
    return golden(playbook, loading.keys(look), found.golden_set, item)


def _has(playbook: Playbook, found: Session, item: str) -> bool:
    return found.golden_set in playbook.golden and any(each.code == item for each in playbook.golden[found.golden_set].items)
