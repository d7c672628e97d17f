"""Exchanges are asked over a real socket: page by page, from where the last question ended, through failures."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from cast import Cast
from frontline.signals.exchange import Exchange, running
from frontline.signals.world import PLAY, deleted, entry, live, pdq
from leeward.frontline.signals import desk
from leeward.frontline.signals.asking import Mark, Source, question
from leeward.frontline.signals.entries import Unreadable
from leeward.frontline.signals.refusals import NotAsked
from leeward.frontline.signals.views import Took
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import now
from leeward.record.terms.signal import Exchange as Kind


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    """All three, on this machine."""
    with running() as opened:
        yield opened


def pull(record: Record, cast: Cast, exchange: Exchange, code: str, *, anew: bool = False) -> Took:
    return desk.pull(record, PLAY, cast.bob.id, code, exchange.sources(), anew=anew)


def test_stopncii_is_read_to_its_end_and_from_there_the_next_time(record: Record, cast: Cast, exchange: Exchange) -> None:
    exchange.hashes = {pdq(number): (10 + number, "Active") for number in range(5)}
    assert pull(record, cast, exchange, "stopncii").changed == 5
    assert len(exchange.asked) == 3
    exchange.hashes[pdq(2)] = (99, "Withdrawn")
    exchange.asked.clear()
    took = pull(record, cast, exchange, "stopncii")
    assert (took.changed, took.gone, took.complete) == (1, 1, True)
    assert "startTimestamp=14" in exchange.asked[0]
    assert set(live(record, "stopncii")) == {pdq(number) for number in (0, 1, 3, 4)}


def test_ncmec_is_read_in_ranges_and_its_deleted_entries_go(record: Record, cast: Cast, exchange: Exchange) -> None:
    days = {f"i{number}": f"2026-01-0{9 - number}T00:00:00Z" for number in range(1, 6)}  # in no order of time
    exchange.entries = {name: (day, entry(name, pdq=pdq(int(name[1:])))) for name, day in days.items()}
    assert pull(record, cast, exchange, "ncmec").changed == 5
    exchange.entries["i1"] = ("2026-02-01T00:00:00Z", deleted("i1"))
    exchange.asked.clear()
    assert pull(record, cast, exchange, "ncmec").gone == 1
    assert "from=2026-01-08" in exchange.asked[0]
    assert set(live(record, "ncmec")) == {pdq(number) for number in range(2, 6)}


def test_threatexchange_goes_on_by_cursor_and_keeps_no_secret(record: Record, cast: Cast, exchange: Exchange) -> None:
    exchange.updates = {pdq(number): (10 + number, False) for number in range(5)}
    assert pull(record, cast, exchange, "threatexchange").changed == 5
    assert not any("token" in asked or "secret" in asked for asked in exchange.asked)
    exchange.updates[pdq(0)] = (50, True)
    assert pull(record, cast, exchange, "threatexchange").gone == 1
    assert set(live(record, "threatexchange")) == {pdq(number) for number in range(1, 5)}


@pytest.mark.parametrize("status", [500, 429, 302, 200])
def test_a_question_that_breaks_off_goes_on_where_it_was(record: Record, cast: Cast, exchange: Exchange, status: int) -> None:
    exchange.hashes = {pdq(number): (10 + number, "Active") for number in range(4)}
    exchange.page = 4
    pull(record, cast, exchange, "stopncii")
    exchange.hashes = {pdq(number): (30 + number, "Deleted") for number in range(4)}
    exchange.instead = [status]
    took = pull(record, cast, exchange, "stopncii")
    assert (took.complete, took.changed, took.reason) == (False, 0, "unreadable" if status == 200 else "refused")
    assert len(live(record, "stopncii")) == 4
    assert pull(record, cast, exchange, "stopncii").gone == 4
    with record.reading() as look:
        view, _ = desk.bank(look, PLAY, "stopncii", exchange.sources())
    assert (view.asked_complete, view.asked_status) == (True, 200)


def test_a_page_that_went_stale_begins_the_range_again(record: Record, cast: Cast, exchange: Exchange) -> None:
    exchange.hashes = {pdq(number): (10 + number, "Active") for number in range(5)}
    exchange.stale = True
    took = pull(record, cast, exchange, "stopncii")
    assert took.complete
    assert len(live(record, "stopncii")) == 5


def test_nobody_there_is_said_and_changes_nothing(record: Record, cast: Cast) -> None:
    nowhere = {"stopncii": Source(address="http://127.0.0.1:9", key="k")}
    took = desk.pull(record, PLAY, cast.bob.id, "stopncii", nowhere)
    assert (took.complete, took.status, took.reason) == (False, 0, "no_answer")
    with pytest.raises(NotAsked):
        desk.pull(record, PLAY, cast.bob.id, "own", nowhere)


def test_read_anew_what_is_not_named_again_is_dropped(record: Record, cast: Cast, exchange: Exchange) -> None:
    exchange.updates = {pdq(number): (10 + number, False) for number in range(5)}
    pull(record, cast, exchange, "threatexchange")
    del exchange.updates[pdq(3)]  # deleted, and the mark of it forgotten
    pull(record, cast, exchange, "threatexchange")
    assert pdq(3) in live(record, "threatexchange")
    with record.writing() as tx:
        tx.execute("UPDATE exchange_checkpoint SET kept = kept - interval '86 days'")
    assert pull(record, cast, exchange, "threatexchange").gone == 1
    assert set(live(record, "threatexchange")) == {pdq(0), pdq(1), pdq(2), pdq(4)}


def test_each_is_asked_every_ten_minutes(record: Record, cast: Cast, exchange: Exchange) -> None:
    at, sources = now(), exchange.sources()
    assert desk.pull_due(record, PLAY, sources, at) == 3
    assert desk.pull_due(record, PLAY, sources, at + timedelta(minutes=5)) == 0
    assert desk.pull_due(record, PLAY, sources, at + timedelta(minutes=11)) == 3
    assert desk.pull_due(record, PLAY, {}, at) == 0


@pytest.mark.parametrize(
    "path", ["https://elsewhere.example/v2/entries", "//elsewhere.example/v2/entries", "/v2/entries/../../x"]
)
def test_a_next_page_never_leads_elsewhere(path: str) -> None:
    with pytest.raises(Unreadable, match="elsewhere"):
        question(Kind.NCMEC, Source(address="https://ncmec.example/hashsharing"), Mark(next=path), now())


def test_an_address_that_is_not_https_is_refused() -> None:
    with pytest.raises(ValueError, match="https"):
        Source(address="http://exchange.example")
