"""The duties to tell the person and the public end by themselves, when that happened and not before (FIELD L11, L18)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from cast import Cast
from frontline.enforcement.receiver import listening
from frontline.statements.database import TOKEN, running
from frontline.statements.world import book, decide, draft, in_force, only
from leeward.flow import listeners
from leeward.frontline.enforcement import desk as enforcement
from leeward.frontline.review import desk as review
from leeward.frontline.statements import desk as statements
from leeward.playbook.model import DoneBy, Playbook
from leeward.playbook.reader import read_playbook, starter
from leeward.record.facts.assessment import ReportAssessed
from leeward.record.ledger.record import Listeners, Record, open_record
from leeward.record.standing.refold import refold
from leeward.record.terms.moment import now

DUTIES = ("eu-dsa-17", "eu-dsa-24-5")


def _book() -> Playbook:
    clocks = tuple(row for row in read_playbook(starter()).clocks if row.code in DUTIES)
    return msgspec.structs.replace(book(), clocks=clocks)


def _listening(playbook: Playbook) -> Listeners:
    return {fact: heard for fact, heard in listeners(lambda: playbook).items() if fact is not ReportAssessed}


BOOK = _book()


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """Everybody listens, but for the placing of reports, which the office did."""
    opened = open_record(record.url, keys=record.keys, listeners=_listening(BOOK), connections=8)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def in_europe(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reports of the office come from the EU."""
    from frontline import office

    made = office._received
    monkeypatch.setattr(office, "_received", lambda *given: msgspec.structs.replace(made(*given), jurisdictions=("EU",)))


def done(record: Record) -> dict[str, bool]:
    """Duty -> whether it is done."""
    with record.reading() as look:
        return {row["clock"]: row["stopped"] is not None for row in look.rows("SELECT clock, stopped FROM clock ORDER BY clock")}


def facts(record: Record, kind: str) -> list[dict[str, Any]]:
    with record.reading() as look:
        return [row["body"] for row in look.rows("SELECT body FROM fact WHERE kind = %(kind)s", {"kind": kind})]


def test_the_starter_says_what_does_these_duties() -> None:
    assert {row.code: row.done_by for row in BOOK.clocks} == {
        "eu-dsa-17": DoneBy.STATEMENT_TOLD,
        "eu-dsa-24-5": DoneBy.STATEMENT_ACCEPTED,
    }


def test_the_public_is_told_when_the_database_accepts(house: Record, cast: Cast) -> None:
    decide(house, cast, BOOK, "remove_content")
    assert done(house) == {"eu-dsa-17": False, "eu-dsa-24-5": False}
    enforcement.wake(house, lambda: BOOK, in_force())
    draft(house, BOOK)
    with running() as database:
        to = statements.Target(address=database.address, token=TOKEN)
        database.instead = [(503, {}, {})]
        statements.send(house, to, now() + timedelta(minutes=3))
        assert done(house)["eu-dsa-24-5"] is False
        statements.send(house, to, now() + timedelta(hours=1))
    assert only(house)["state"] == "accepted"
    assert done(house) == {"eu-dsa-17": False, "eu-dsa-24-5": True}
    [met] = facts(house, "clock_met")
    assert (met["clock"], met["ending"]) == ("eu-dsa-24-5", "duty")


def test_the_person_is_told_when_every_restriction_was_delivered(house: Record, cast: Cast) -> None:
    with listening() as heard:
        enforcement.add_endpoint(house, cast.ada.id, heard.address, private=True)
        decide(house, cast, BOOK, "remove_content", "limit_reach", "warn")
        later = in_force()
        enforcement.wake(house, lambda: BOOK, later)
        heard.answers = [500, 500, 204]  # in whatever order they are sent, a restriction is among those that fail
        enforcement.deliver(house, lambda: BOOK, later, private=True)
        assert done(house)["eu-dsa-17"] is False, "one of them did not arrive"
        enforcement.deliver(house, lambda: BOOK, later + timedelta(hours=1), private=True)
    messages = {each["measure"]: each["statement"] for _, body in heard.requests if (each := msgspec.json.decode(body))}
    assert messages["warn"] is None, "what restricts nobody has no statement"
    assert messages["remove_content"]["explanation"] == "Charging a worker for a job is not allowed."
    assert "Take it down" in messages["remove_content"]["facts"]
    assert "six months" in messages["remove_content"]["redress"]
    assert done(house)["eu-dsa-17"] is True


def test_what_is_lawfully_withheld_is_a_fact_and_no_duty_until_it_is_made_known(house: Record, cast: Cast) -> None:
    """Q41: the ground is kept; nothing is missed meanwhile, and when the person is told after all, both duties begin."""
    hidden = msgspec.structs.replace(BOOK.measures["remove_content"], quiet="order_confidential", days=7)
    book_of = msgspec.structs.replace(BOOK, measures={**BOOK.measures, "remove_content": hidden})
    opened = open_record(house.url, keys=house.keys, listeners=_listening(book_of), connections=4)
    decision = decide(opened, cast, book_of, "remove_content")
    enforcement.wake(opened, lambda: book_of, in_force())
    [action] = _rows(opened, "SELECT id, job FROM action")
    assert facts(opened, "statement_withheld") == [], "it is not in force: a second person has yet to confirm it"
    assert set(done(opened)) == set(DUTIES)
    enforcement.confirm(opened, cast.alice.id, action["id"])
    enforcement.wake(opened, lambda: book_of, in_force())
    [withheld] = facts(opened, "statement_withheld")
    assert (withheld["decision"], withheld["grounds"]) == (str(decision), ["order_confidential"])
    assert done(opened) == {}
    assert _rows(opened, "SELECT id FROM statement") == []
    with opened.reading() as look:
        told = [entry.fact for entry in review.timeline_of(look, [action["job"]])]
    assert "StatementWithheld" in {type(each).__name__ for each in told}
    enforcement.make_known(opened, cast.alice.id, action["id"], "ground_ended")
    assert done(opened) == {"eu-dsa-17": False, "eu-dsa-24-5": False}
    assert len(facts(opened, "statement_withheld")) == 1
    opened.close()
    assert refold(house)[1] == []


def _rows(record: Record, sql: str) -> list[dict[str, Any]]:
    with record.reading() as look:
        return [dict(row) for row in look.rows(sql)]


def test_without_statements_a_delivery_does_no_duty(house: Record, cast: Cast) -> None:
    silent = msgspec.structs.replace(BOOK, statements=None)
    opened = open_record(house.url, keys=house.keys, listeners=_listening(silent), connections=4)
    with listening() as heard:
        enforcement.add_endpoint(opened, cast.ada.id, heard.address, private=True)
        decide(opened, cast, silent, "remove_content")
        enforcement.wake(opened, lambda: silent, in_force())
        enforcement.deliver(opened, lambda: silent, in_force(), private=True)
    opened.close()
    assert [msgspec.json.decode(body)["statement"] for _, body in heard.requests] == [None]
    assert done(house)["eu-dsa-17"] is False
