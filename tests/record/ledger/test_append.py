"""Appending: one transaction, one writer at a time, gapless, and listeners answer until it is quiet."""

import threading
from collections.abc import Iterable, Sequence

import pytest

from leeward.record.errors import AppendRefused
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.people import PersonJoined, PersonLeft, SignedOut
from leeward.record.ledger.record import Hearing, Listeners, Record, open_record
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import PersonId, SessionId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR
from leeward.record.terms.severity import Severity


def joined(person: PersonId) -> PersonJoined:
    return PersonJoined(
        subject=person, actor=DOOR, occurred=now(), roles=(), skills=(), languages=(), severity_limit=Severity.MINOR
    )


def positions(record: Record) -> list[int]:
    with record.reading() as look:
        return [row["position"] for row in look.rows("SELECT position FROM fact ORDER BY position")]


def listening(record: Record, listeners: Listeners) -> Record:
    return open_record(record.url, keys=record.keys, listeners=listeners)


def test_many_writers_leave_no_gap_and_lose_nothing(record: Record) -> None:
    def write(times: int) -> None:
        for size in range(1, times + 1):
            with record.writing() as tx:
                tx.append([joined(PersonId(new_id())) for _ in range(size * 5)])

    writers = [threading.Thread(target=write, args=(6,)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    total = 4 * sum(size * 5 for size in range(1, 7))
    assert positions(record) == list(range(1, total + 1))
    with record.reading() as look:
        assert look.value("SELECT count(*) FROM person") == total


def test_a_rolled_back_writer_leaves_no_gap(record: Record) -> None:
    def fails() -> None:
        with record.writing() as tx:
            tx.append([joined(PersonId(new_id())) for _ in range(30)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with record.writing() as tx:
        [one] = tx.append([joined(PersonId(new_id()))])
    assert one.position == 1


def test_a_listener_sees_the_fold_and_answers_in_the_same_transaction(record: Record) -> None:
    seen: list[int] = []

    def let_go(heard: Sequence[Recorded], hearing: Hearing) -> Iterable[Fact]:
        seen.append(hearing.look.value("SELECT count(*) FROM person"))
        return [PersonLeft(subject=one.fact.subject, actor=DOOR, occurred=hearing.now) for one in heard]

    opened = listening(record, {PersonJoined: (let_go,)})
    with opened.writing() as tx:
        told = tx.append([joined(PersonId(new_id())) for _ in range(3)])
    opened.close()
    assert seen == [3]
    assert [type(one.fact).__name__ for one in told] == ["PersonJoined"] * 3 + ["PersonLeft"] * 3
    with record.reading() as look:
        assert look.value("SELECT count(*) FROM person WHERE departed IS NOT NULL") == 3


def test_a_listener_that_fails_takes_everything_with_it(record: Record) -> None:
    def fails(heard: Sequence[Recorded], hearing: Hearing) -> Iterable[Fact]:
        raise LookupError("no such thing")

    opened = listening(record, {PersonJoined: (fails,)})
    with pytest.raises(LookupError), opened.writing() as tx:
        tx.append([joined(PersonId(new_id()))])
    opened.close()
    assert positions(record) == []


def test_listeners_that_answer_each_other_without_end_are_stopped(record: Record) -> None:
    def again(heard: Sequence[Recorded], hearing: Hearing) -> Iterable[Fact]:
        return [
            SignedOut(
                subject=one.fact.subject, actor=DOOR, occurred=hearing.now, session=SessionId(new_id()), reason=ReasonCode("x")
            )
            for one in heard
        ]

    opened = listening(record, {SignedOut: (again,), PersonJoined: (again,)})
    with pytest.raises(AppendRefused, match="without end"), opened.writing() as tx:
        tx.append([joined(PersonId(new_id()))])
    opened.close()
    assert positions(record) == []


def test_a_reader_cannot_write(record: Record) -> None:
    import psycopg

    with record.reading() as look, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        look.value("INSERT INTO preference VALUES (gen_random_uuid(), 'a', 'b') RETURNING 1")


def test_a_reader_sees_one_moment(record: Record) -> None:
    with record.reading() as look:
        before = look.value("SELECT count(*) FROM person")
        with record.writing() as tx:
            tx.append([joined(PersonId(new_id()))])
        assert look.value("SELECT count(*) FROM person") == before
