"""Statements that travel together are the same transaction: everything or nothing, on disk when it returns, one pen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from cast import Cast
from leeward.record.errors import AppendRefused
from leeward.record.facts.people import AccessDenied, PersonJoined, SignedIn
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import PersonId, SessionId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.severity import Severity


def fact(who: PersonId, page: str = "job.view") -> AccessDenied:
    return AccessDenied(subject=who, actor=who, occurred=now(), page=ReasonCode(page))


def count(record: Record) -> int:
    with record.reading() as look:
        return int(look.value("SELECT count(*) FROM fact"))


def test_what_travels_together_is_written_in_order_and_sealed_like_all_else(record: Record, cast: Cast) -> None:
    before = count(record)
    with record.writing(together=True) as tx:
        tx.take_pen()
        assert tx.value("SELECT 1") == 1
        first = tx.append([fact(cast.eve.id)])
        second = tx.append([fact(cast.eve.id) for _ in range(20)])
    assert [one.position for one in [*first, *second]] == list(range(before + 1, before + 22))
    assert count(record) == before + 21
    assert seal_pending(record) > 0


def given_up(record: Record, who: PersonId) -> None:
    """A transaction that changes its mind."""
    with record.writing(together=True) as tx:
        tx.append([fact(who)])
        raise LookupError


def divided_by_zero(record: Record, who: PersonId) -> None:
    """One that the database refuses after a fact was sent."""
    with record.writing(together=True) as tx:
        tx.append([fact(who)])
        tx.execute("SELECT 1 / 0")


def joined_twice(record: Record, who: PersonId) -> None:
    """One whose fold fails, which shows only when the last statements arrive."""
    again = PersonJoined(subject=who, actor=who, occurred=now(), roles=(), skills=(), languages=(), severity_limit=Severity.MINOR)
    with record.writing(together=True) as tx:
        tx.append([fact(who), again])


def no_code(record: Record, who: PersonId) -> None:
    """One with a fact that is none."""
    with record.writing(together=True) as tx:
        tx.append([fact(who), fact(who, "two words")])


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (given_up, LookupError),
        (divided_by_zero, psycopg.errors.DivisionByZero),
        (joined_twice, psycopg.errors.UniqueViolation),
        (no_code, AppendRefused),
    ],
)
def test_nothing_is_left_of_a_transaction_that_failed(
    record: Record, cast: Cast, spoil: Callable[[Record, PersonId], None], error: type[Exception]
) -> None:
    before = count(record)
    for _ in range(8):  # more than there are connections: each must come back clean
        with pytest.raises(error):
            spoil(record, cast.eve.id)
    assert count(record) == before
    with record.writing() as tx:
        [written] = tx.append([fact(cast.eve.id)])
    assert written.position == before + 1


def test_one_that_only_looks_leaves_the_pen_to_others(record: Record, cast: Cast) -> None:
    with record.writing(together=True) as tx:
        tx.take_pen()
        assert tx.value("SELECT count(*) FROM fact") == count(record)
    with record.writing(together=True) as tx:
        pass
    with record.writing() as tx:
        tx.append([fact(cast.eve.id)])


def test_many_at_once_leave_no_gap(record: Record, cast: Cast) -> None:
    before = count(record)

    def write(number: int) -> None:
        with record.writing(together=number % 2 == 0) as tx:
            tx.take_pen()
            tx.value("SELECT 1")
            session = SessionId(new_id())
            tx.append([SignedIn(subject=cast.eve.id, actor=cast.eve.id, occurred=now(), session=session)])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(60)))
    with record.reading() as look:
        assert look.value("SELECT max(position) - min(position) + 1 = count(*) FROM fact") is True
    assert count(record) == before + 60
