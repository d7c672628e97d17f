"""What waits is sent in batches to a real server on this machine, and every answer that it documents is dealt with."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cast import Cast
from frontline.statements.conftest import Desk
from frontline.statements.database import TOKEN, Database, running
from frontline.statements.world import draft, only, restrict, table
from leeward.clockwork import target_of
from leeward.frontline.statements import desk, refusals
from leeward.frontline.statements.answers import Answer, meaning
from leeward.frontline.statements.pace import ATTEMPTS, next_attempt
from leeward.record.facts.statements import StatementOwed
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import OwnerId, StatementId, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import PLAYBOOK
from leeward.record.vault.holds import erase
from leeward.settings import Settings

SOON = timedelta(minutes=1)


def target(database: Database) -> desk.Target:
    return desk.Target(address=database.address, token=TOKEN)


def waiting(record: Record, cast: Cast, current: Desk, number: int = 1) -> None:
    """So many statements that are ready."""
    for _ in range(number):
        restrict(record, cast, current.playbook)
    draft(record, current.playbook)


def states(record: Record) -> Counter[str]:
    return Counter(row["state"] for row in table(record))


def test_what_waits_is_accepted_under_its_number(office: Record, cast: Cast, current: Desk) -> None:
    waiting(office, cast, current, 2)
    with running() as database:
        assert desk.send(office, target(database), now() + SOON) == 2
        assert desk.send(office, target(database), now() + SOON) == 0
    assert database.requests == [2]
    for row in table(office):
        assert row["state"] == "accepted"
        assert database.kept[str(row["id"])]["uuid"] == str(row["public"])
    _, differences = refold(office)
    assert not differences


def test_nothing_is_sent_where_nobody_said_where_to(office: Record, cast: Cast, current: Desk) -> None:
    waiting(office, cast, current)
    assert target_of(Settings()) is None
    assert target_of(Settings(statements_address="https://database.example/api/v1")) is None
    assert desk.send(office, None, now() + SOON) == 0
    assert states(office) == {"ready": 1}


@pytest.mark.parametrize("address", ["http://database.example/api/v1", "database.example", "ftp://database.example"])
def test_a_token_is_not_sent_in_clear(address: str) -> None:
    with pytest.raises(ValueError, match="LEEWARD_STATEMENTS_ADDRESS"):
        target_of(Settings(statements_address=address, statements_token=TOKEN))


def test_a_token_is_not_shown() -> None:
    assert TOKEN not in repr(desk.Target(address="https://database.example", token=TOKEN))


def test_more_than_a_hundred_go_in_several_requests(office: Record, cast: Cast, current: Desk) -> None:
    waiting(office, cast, current)
    owed = [
        StatementOwed(subject=StatementId(new_id()), actor=PLAYBOOK, occurred=now(), decision=decision, job=job)
        for decision, job in copies(office, 101)
    ]
    with office.writing() as tx:
        tx.append(owed)
    draft(office, current.playbook)
    with running() as database:
        while desk.send(office, target(database), now() + SOON):
            pass
    assert database.requests == [100, 2]
    assert states(office) == {"accepted": 102}


def copies(record: Record, number: int) -> list[tuple[Any, Any]]:
    """More decisions like the one there is, with its action, written beside it: what is tried here is their number."""
    made = [new_id() for _ in range(number)]
    with record.writing() as tx:
        for one in made:
            for name, change in (("decision", {"id": one}), ("action", {"id": new_id(), "decision": one})):
                row = tx.one(f"SELECT * FROM {name} LIMIT 1")
                assert row is not None
                columns = ", ".join(f"%({key})s::uuid" if key in change else key for key in row)
                tx.execute(f"INSERT INTO {name} SELECT {columns} FROM {name} LIMIT 1", change)
        [job] = {row["job"] for row in tx.rows("SELECT job FROM action")}
    return [(one, job) for one in made]


def test_one_bad_statement_is_refused_in_the_databases_words_and_the_others_go_at_once(
    office: Record, cast: Cast, current: Desk
) -> None:
    waiting(office, cast, current, 3)
    bad = table(office)[1]["id"]
    with running() as database:
        database.refuses = {str(bad)}
        moment = now() + SOON
        assert desk.send(office, target(database), moment) == 3
        assert database.kept == {}, "a batch is taken whole or not at all"
        assert [row["attempts"] for row in table(office)] == [0, 1, 0], "who was not at fault has no failure"
        assert desk.send(office, target(database), moment) == 2
    assert states(office) == {"accepted": 2, "refused": 1}
    assert desk.statement(office, cast.bob.id, bad).answer == "category: The selected category is invalid."
    desk.reopen(office, cast.bob.id, bad)
    assert draft(office, current.playbook) == 1


def test_who_was_cut_off_sends_again_and_it_is_one_statement(office: Record, cast: Cast, current: Desk) -> None:
    waiting(office, cast, current, 2)
    with running() as database:
        database.cut_off = True
        desk.send(office, target(database), now() + SOON)
        assert [(row["state"], row["status"]) for row in table(office)] == [("ready", 0)] * 2
        database.cut_off = False
        waiting(office, cast, current)
        later = now() + timedelta(hours=1)
        while desk.send(office, target(database), later):
            pass
    assert states(office) == {"accepted": 3}
    assert len(database.kept) == 3


def test_who_was_killed_between_sending_and_writing_sends_again_when_the_mark_runs_out(
    office: Record, cast: Cast, current: Desk
) -> None:
    waiting(office, cast, current)

    class Killed(Exception):
        pass

    def send_and_die(to: desk.Target, body: bytes) -> Answer:
        desk.post(to, body)
        raise Killed

    with running() as database:
        moment = now() + SOON
        with pytest.raises(Killed):
            desk.send(office, target(database), moment, send_and_die)
        assert desk.send(office, target(database), moment) == 0, "somebody may be sending it right now"
        assert desk.send(office, target(database), moment + timedelta(minutes=6)) == 1
    assert states(office) == {"accepted": 1}
    assert len(database.kept) == 1


def test_nothing_at_all_is_sent_until_the_database_wants_more(office: Record, cast: Cast, current: Desk) -> None:
    waiting(office, cast, current)
    with running() as database:
        database.instead = [(429, {"Retry-After": "120"}, {"message": "Too Many Attempts."})]
        moment = now() + SOON
        assert desk.send(office, target(database), moment) == 1
        row = only(office)
        assert (row["state"], row["attempts"], row["next_attempt"] - moment) == ("ready", 0, timedelta(seconds=120))
        waiting(office, cast, current)
        assert desk.send(office, target(database), moment + timedelta(seconds=119)) == 0, "nor what came in meanwhile"
        assert desk.send(office, target(database), moment + timedelta(seconds=121)) == 2
    assert states(office) == {"accepted": 2}


def test_a_wrong_token_is_tried_again_and_then_given_up(office: Record, cast: Cast, current: Desk) -> None:
    waiting(office, cast, current)
    with running() as database:
        wrong, moment = desk.Target(address=database.address, token="another"), now() + SOON
        for attempt in range(1, ATTEMPTS + 1):
            assert desk.send(office, wrong, moment) == 1
            assert (only(office)["attempts"], only(office)["status"]) == (attempt, 401)
            moment += timedelta(hours=8)
        assert desk.send(office, wrong, moment) == 0
        assert states(office) == {"dead": 1}
        desk.reopen(office, cast.bob.id, only(office)["id"])
        draft(office, current.playbook)
        assert desk.send(office, target(database), now() + SOON) == 1
    assert states(office) == {"accepted": 1}


def test_nobody_there_is_no_answer(office: Record, cast: Cast, current: Desk) -> None:
    waiting(office, cast, current)
    with running() as database:
        gone = target(database)
    desk.send(office, gone, now() + SOON)
    assert (only(office)["state"], only(office)["status"]) == ("ready", 0)


def test_one_whose_text_was_erased_is_drafted_anew(office: Record, cast: Cast, current: Desk) -> None:
    waiting(office, cast, current)
    erase(office, OwnerId(only(office)["id"]), cast.ada.id, reason="request")
    with running() as database:
        desk.send(office, target(database), now() + SOON)
        assert states(office) == {"owed": 1}
        draft(office, current.playbook)
        desk.send(office, target(database), now() + SOON)
    assert states(office) == {"accepted": 1}


def test_what_was_submitted_by_hand_is_not_sent(office: Record, cast: Cast, current: Desk) -> None:
    waiting(office, cast, current)
    desk.submitted(office, cast.bob.id, only(office)["id"])
    with pytest.raises(refusals.NotNow):
        desk.submitted(office, cast.bob.id, only(office)["id"])
    with running() as database:
        assert desk.send(office, target(database), now() + SOON) == 0
    assert (only(office)["state"], only(office)["public"]) == ("accepted", None)


MOMENT = now()


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("7", 7), ("0", 1), ("999999", 21_600), (None, 60), ("soon", 60), ("Tue, 01 Jan 1980 00:00:00 GMT", 1)],
)
def test_how_long_to_wait_is_read_from_the_answer(retry_after: str | None, seconds: int) -> None:
    meant = meaning(Answer(status=429, retry_after=retry_after), ["a"], MOMENT)
    assert meant.wait == timedelta(seconds=seconds)


@example(400, b'"\x80"')  # a text of JSON that is no UTF-8
@given(st.integers(0, 599), st.binary(max_size=60) | st.sampled_from([b'{"errors":[]}', b'{"errors":{"statement_9":1}}', b"[]"]))
def test_no_answer_breaks_anything_and_only_201_accepts_what_nobody_named(status: int, body: bytes) -> None:
    meant = meaning(Answer(status=status, body=body), ["a", "b"], MOMENT)
    assert bool(meant.accepted) == (status == 201)


@given(st.integers(1, ATTEMPTS - 1), st.floats(0, 1))
def test_waits_grow_up_to_six_hours(attempt: int, chance: float) -> None:
    again: Moment | None = next_attempt(attempt, MOMENT, chance)
    assert again is not None
    assert timedelta(seconds=45) <= again - MOMENT <= timedelta(hours=7.5)
    assert next_attempt(ATTEMPTS, MOMENT, chance) is None
