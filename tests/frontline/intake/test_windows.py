"""Windows at the door: exact over batches, processes, rollbacks and restarts, and stored with each event."""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from frontline.intake.doors import DOOR, PLAY, SHOWN, event, listening
from leeward.frontline.intake import desk
from leeward.frontline.intake.activity import EventIn
from leeward.frontline.intake.desk import remembering
from leeward.lakeside import types_of
from leeward.playbook.diagnostics import Location
from leeward.playbook.model import FieldType, Playbook
from leeward.playbook.rules import Known, Window, parse_predicate
from leeward.playbook.rules.memory import Memory
from leeward.record.lake.activity import write_activity
from leeward.record.lake.files import activity_shelf
from leeward.record.ledger.record import Record
from leeward.record.terms.code import EventKind
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR as AT_THE_DOOR

COUNT = "count(*) OVER poster_day"
SORTS = "count(DISTINCT employment_type) OVER poster_day"
LISTED = EventKind("listing_posted")
RULE = "recruitment/many_offers_in_a_day"


@pytest.fixture
def one(record: Record) -> Iterator[Record]:
    """A process of its own: nothing remembered is shared with another record."""
    with listening(record) as opened:
        yield opened


@pytest.fixture
def other(record: Record) -> Iterator[Record]:
    """Another process on the same database."""
    with listening(record) as opened:
        yield opened


def offer(number: int, account: str = "A", **more: Any) -> EventIn:
    """A job, of one sort or the other, by a young account."""
    sort = "full_time" if number % 2 else "temporary"
    fields = {"account_id": account, "category": "job", "employment_type": sort, "account_age_days": 2, **more}
    return event(number, **fields)


def take(record: Record, *events: EventIn) -> int:
    return desk.take_activity(record, PLAY, events, door=DOOR, actor=AT_THE_DOOR).signals


def held(record: Record, value: str = COUNT) -> list[object]:
    """What was stored with the events, in the order of their arrival."""
    with record.reading() as look:
        return [row["windows"][value] for row in look.rows("SELECT windows FROM activity ORDER BY position")]


def test_a_rule_counts_over_the_batches_of_an_account(one: Record) -> None:
    assert take(one, offer(1), offer(2), offer(3, "B")) == 0
    assert take(one, offer(4)) == 0
    assert take(one, offer(5), offer(6, "B")) == 1
    with one.reading() as look:
        [signal] = look.rows("SELECT body FROM fact WHERE kind = 'signal_raised'")
    assert [reason["rule"] for reason in signal["body"]["reasons"]] == [RULE]
    assert held(one) == [1, 2, 1, 3, 4, 2]
    assert held(one, SORTS) == [1, 2, 1, 2, 2, 2]


def test_kinds_that_nobody_counts_over_store_nothing(one: Record) -> None:
    take(one, msgspec.structs.replace(event(1), kind="account_created", fields={"account_id": "A"}))
    with one.reading() as look:
        assert look.value("SELECT windows FROM activity") is None


def test_processes_take_turns_and_each_knows_what_the_other_took_in(one: Record, other: Record) -> None:
    for number in range(1, 9):
        opened = msgspec.structs.replace(event(number), kind="account_created", id=f"C-{number}", fields={"account_id": "A"})
        take(one if number % 2 else other, offer(number), opened)
    with one.reading() as look:
        stored = look.rows("SELECT windows FROM activity WHERE kind = 'listing_posted' ORDER BY position")
    assert [row["windows"][COUNT] for row in stored] == list(range(1, 9))


def test_an_event_of_yesterday_has_left_and_a_late_one_is_not_counted(one: Record) -> None:
    then = now() - timedelta(hours=30)
    take(
        one,
        msgspec.structs.replace(offer(1), occurred=then),
        msgspec.structs.replace(offer(2), occurred=then + timedelta(hours=1)),
    )
    take(one, offer(3), msgspec.structs.replace(offer(4), occurred=now() - timedelta(minutes=30)), offer(5))
    assert held(one) == [1, 2, 1, None, 2]


def test_what_was_rolled_back_has_not_happened(one: Record, other: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    take(one, offer(1), offer(2))
    with monkeypatch.context() as patch:
        patch.setattr(one, "listeners", dict.fromkeys(one.listeners, (_refuse,)))
        with pytest.raises(RuntimeError):
            take(one, offer(3), offer(4))
    desk.wake(one, lambda: PLAY, now())  # it is ahead of what happened
    take(other, offer(5, "B"), offer(6, "B"))
    desk.wake(one, lambda: PLAY, now())
    take(one, offer(7))
    assert held(one) == [1, 2, 1, 2, 3]


def test_a_process_keeps_up_with_the_others_between_batches(one: Record, other: Record) -> None:
    take(one, offer(1))
    take(other, offer(2), offer(3, "B"))
    take(other, offer(4))
    desk.wake(one, lambda: PLAY, now())
    assert remembering.windows_of(one)._held[LISTED].memory.position == 4
    take(one, offer(5))
    assert held(one) == [1, 2, 1, 3, 4]


def test_a_subject_of_what_was_rolled_back_is_named_when_it_comes_again(one: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(one, "listeners", dict.fromkeys(one.listeners, (_refuse,)))
        with pytest.raises(RuntimeError):
            take(one, offer(1))
    take(one, offer(1))
    take(one, offer(2), offer(3, "B"))
    with one.reading() as look:
        assert look.value("SELECT count(*) FROM activity JOIN subject ON subject.id = about") == 3
        assert look.value("SELECT count(*) FROM fact WHERE kind = 'subject_seen'") == 3


def _refuse(heard: object, hearing: object) -> list[Any]:
    raise RuntimeError("somebody does not want this")


def test_a_new_process_begins_with_the_snapshot_and_what_came_after(
    one: Record, other: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(one, offer(1), offer(2))
    monkeypatch.setattr(remembering, "EVERY", 1)
    assert desk.wake(one, lambda: PLAY, now()) == 1
    assert desk.wake(one, lambda: PLAY, now()) == 0
    take(one, offer(3))
    with one.writing() as tx:  # what the snapshot knows need not be at hand any more, but for its last event
        tx.execute("DELETE FROM activity WHERE position = 1")
    take(other, offer(4))
    assert held(other) == [2, 3, 4]


def test_without_a_snapshot_what_has_left_the_database_is_unknown(one: Record, other: Record) -> None:
    take(one, offer(1), offer(2))
    with one.writing() as tx:
        tx.execute("DELETE FROM activity WHERE position = 1")
    take(other, offer(3), msgspec.structs.replace(offer(4, "B"), occurred=now()))
    assert held(other)[1:] == [None, None]


def test_a_snapshot_of_an_event_that_never_happened_is_not_believed(one: Record, other: Record) -> None:
    take(one, offer(1), offer(2))
    with one.writing() as tx:
        snapshot = remembering.windows_of(one)._held[LISTED].memory.snapshot()
        row = {"kind": "listing_posted", "position": 2, "event": "00000000-0000-0000-0000-000000000001", "body": snapshot}
        tx.execute(remembering.Q.remember_windows, row)
        tx.execute("DELETE FROM activity WHERE position = 2")
        tx.execute("UPDATE activity_end SET position = 1")
    take(other, offer(3))
    assert held(other) == [1, 2]


@pytest.mark.parametrize("total", [2**63, 2**90])
def test_moments_and_great_sums_are_stored_as_they_are(total: int) -> None:
    written = remembering.written({"max(seen) OVER w": datetime(2026, 1, 31, tzinfo=UTC), "sum(n) OVER w": total})
    assert written == b'{"max(seen) OVER w":"2026-01-31T00:00:00Z","sum(n) OVER w":%d}' % total


def test_a_text_that_is_counted_is_not_kept() -> None:
    fields = {"account": FieldType.ID, "text": FieldType.TEXT}
    when = "count(text) OVER w > 1"
    window = Window("w", "account", 1_000_000, 0)
    memory = Memory(parse_predicate(when, fields, Location.of_text(when), Known(windows=(window,))).features)
    values = [
        memory.seen({"account": "a", "text": said}, 0, place)["count(text) OVER w"] for place, said in enumerate((SHOWN, None), 1)
    ]
    assert values == [1, 1]
    assert SHOWN.encode() not in zlib.decompress(memory.snapshot())


def longer(last: str) -> Playbook:
    """The starter with a window of posters that goes further back."""
    windows = tuple(msgspec.structs.replace(each, last=last) if each.name == "poster_day" else each for each in PLAY.windows)
    return msgspec.structs.replace(PLAY, windows=windows, digest=last.replace(" ", "").encode().hex().ljust(64, "0"))


def grown(record: Record, play: Playbook, *events: EventIn) -> list[object]:
    """What was stored with events that came in under another playbook."""
    desk.take_activity(record, play, events, door=DOOR, actor=AT_THE_DOOR)
    return held(record)[-len(events) :]


def test_longer_windows_are_full_at_once_from_the_lake_and_the_events_at_hand(one: Record, other: Record, tmp_path: Path) -> None:
    then = now() - timedelta(hours=50)
    take(one, *(msgspec.structs.replace(offer(number), occurred=then) for number in (1, 2)))
    write_activity(one, activity_shelf(tmp_path), types_of(PLAY))
    with one.writing() as tx:
        tx.execute("DELETE FROM activity WHERE position = 1")  # it left for the lake
    take(one, offer(3))
    play = longer("3 days")
    assert desk.prepare(other, play, tmp_path) == 1
    assert desk.prepare(other, play, tmp_path) == 0, "it is made once"
    assert grown(other, play, offer(4), offer(5, "B")) == [4, 1]
    assert grown(one, play, offer(6)) == [5]


def test_without_the_lake_longer_windows_do_not_know_what_left(one: Record, other: Record, tmp_path: Path) -> None:
    take(one, offer(1), offer(2))
    write_activity(one, activity_shelf(tmp_path), types_of(PLAY))
    with one.writing() as tx:
        tx.execute("DELETE FROM activity WHERE position = 1")
    for path in tmp_path.rglob("*.parquet"):
        path.unlink()
    assert desk.prepare(other, longer("2 days"), tmp_path) == 0
    assert grown(other, longer("2 days"), offer(3)) == [None]


def test_what_the_lake_keeps_more_shortly_than_a_window_reaches_is_unknown(one: Record, other: Record, tmp_path: Path) -> None:
    take(one, offer(1), offer(2))
    write_activity(one, activity_shelf(tmp_path), types_of(PLAY))
    play = longer("3 days")
    kinds = {kind: msgspec.structs.replace(each, keep_days=1) if kind == LISTED else each for kind, each in play.activity.items()}
    play = msgspec.structs.replace(play, activity=kinds, digest="f" * 64)
    assert desk.prepare(other, play, tmp_path) == 1
    old = msgspec.structs.replace(offer(3), occurred=now() - timedelta(minutes=5))
    assert grown(other, play, old, offer(4, "new")) == [None, None]
