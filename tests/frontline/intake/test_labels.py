"""Labels at the door: put by one event, known to the next, in the same batch, in another kind, process or year."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from frontline.intake.doors import DOOR, PLAY, event, listening
from leeward.frontline.assessment.agreement import StoredActivity
from leeward.frontline.assessment.desk import tried
from leeward.frontline.intake import desk
from leeward.frontline.intake.activity import EventIn
from leeward.frontline.labels import desk as labels
from leeward.insights.rules import desk as rules
from leeward.playbook.model import Playbook
from leeward.record.lake.ask import ask
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import DOOR as AT_THE_DOOR

FEE = "Fruit packing abroad. A placement fee of 300 is due before departure."
ASKED = "has_label(account_id, 'fee_asked')"
SENDER = "has_label(sender_id, 'fee_asked')"
AFTER = "recruitment/offer_after_a_fee"
STRANGERS = "recruitment/strangers_after_a_fee"


@pytest.fixture
def one(record: Record) -> Iterator[Record]:
    """A process of its own."""
    with listening(record) as opened:
        yield opened


@pytest.fixture
def other(record: Record) -> Iterator[Record]:
    """Another process on the same database."""
    with listening(record) as opened:
        yield opened


def offer(number: int, text: str = "Write to us.", account: str = "A", at: Moment | None = None) -> EventIn:
    made = event(number, account_id=account, description=text, category="job")
    return msgspec.structs.replace(made, occurred=at) if at else made


def message(number: int, sender: str = "A") -> EventIn:
    fields = {
        "conversation_id": f"C-{number}", "sender_id": sender, "recipient_id": f"T-{number}", "first_message": True,
        "new_contacts_1h": 7,
    }  # fmt: skip
    return EventIn(kind="message_sent", id=f"M-{number}", occurred=now(), platform="jobs", fields=fields)


def take(record: Record, *events: EventIn, play: Playbook = PLAY) -> int:
    return desk.take_activity(record, play, events, door=DOOR, actor=AT_THE_DOOR).signals


def rows(record: Record, sql: str) -> list[dict[str, Any]]:
    with record.reading() as look:
        return look.rows(sql)


def saw(record: Record, name: str = ASKED) -> list[object]:
    """What was stored with the events that were told of it, in the order of their arrival."""
    stored = rows(record, "SELECT windows FROM activity ORDER BY position")
    return [row["windows"][name] for row in stored if row["windows"] and name in row["windows"]]


def matched(record: Record) -> list[tuple[str, ...]]:
    found = rows(record, "SELECT body FROM fact WHERE kind = 'signal_raised' ORDER BY position")
    return [tuple(reason["rule"] for reason in row["body"]["reasons"]) for row in found]


def facts(record: Record, kind: str) -> list[dict[str, Any]]:
    return [row["body"] for row in rows(record, f"SELECT body FROM fact WHERE kind = '{kind}' ORDER BY position")]


def account(record: Record) -> UUID:
    [row] = rows(record, "SELECT DISTINCT subject FROM label_standing")
    return UUID(str(row["subject"]))


def test_the_next_event_of_the_same_batch_knows_and_the_event_itself_does_not(one: Record) -> None:
    take(one, offer(1, FEE), offer(2), offer(3, account="B"))
    assert saw(one) == [False, True, False]
    assert matched(one) == [("recruitment/fee_before_contract",), (AFTER,)]
    [put] = facts(one, "label_put")
    assert (put["label"], put["after"], put["rule"]) == ("fee_asked", 1, "recruitment/fee_before_contract")


def test_another_kind_of_event_and_another_field_know_the_same_account(one: Record) -> None:
    take(one, message(1))
    take(one, offer(1, FEE))
    take(one, message(2), message(3, "B"))
    assert saw(one, SENDER) == [False, True, False]
    assert matched(one)[-1] == (STRANGERS,)


def test_kinds_in_one_request_know_of_each_other_in_the_order_in_which_they_are_stored(one: Record) -> None:
    take(one, offer(1, FEE), message(1))
    assert saw(one, SENDER) == [True]


def test_processes_and_restarts_know_what_was_put(one: Record, other: Record, record: Record) -> None:
    take(one, offer(1, FEE))
    take(other, offer(2))
    take(one, offer(3))
    with listening(record) as restarted:
        take(restarted, offer(4))
    assert saw(one) == [False, True, True, True]


def test_it_ends_by_the_time_of_events_and_a_later_put_prolongs_it(one: Record) -> None:
    began = now() - timedelta(days=100)
    take(one, offer(1, FEE, at=began))
    take(one, offer(2, at=began + timedelta(days=60, microseconds=-1)), offer(3, at=began + timedelta(days=60)))
    take(one, offer(4, FEE, at=began + timedelta(days=61)), offer(5, at=began + timedelta(days=99)))
    assert saw(one) == [False, True, False, False, True]


def test_a_put_that_changes_nothing_is_no_fact(one: Record) -> None:
    moment = now() - timedelta(hours=1)
    take(one, offer(1, FEE, at=moment), offer(2, FEE, at=moment), offer(3, FEE, at=moment - timedelta(days=1)))
    assert len(facts(one, "label_put")) == 1
    take(one, offer(4, FEE, at=moment + timedelta(minutes=1)))
    assert len(facts(one, "label_put")) == 2


def test_what_was_rolled_back_was_never_put(one: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(one, "listeners", dict.fromkeys(one.listeners, (_refuse,)))
        with pytest.raises(RuntimeError):
            take(one, offer(1, FEE))
    take(one, offer(2))
    assert saw(one) == [False]


def _refuse(heard: object, hearing: object) -> list[Any]:
    raise RuntimeError("somebody does not want this")


def test_what_somebody_took_away_no_rule_puts_again_before_its_time(one: Record) -> None:
    take(one, offer(1, FEE))
    labels.take(one, PLAY, AT_THE_DOOR, account(one), "fee_asked", reason="wrong")
    take(one, offer(2, FEE), offer(3))
    assert saw(one) == [False, False, False]
    assert len(facts(one, "label_put")) == 1
    with one.writing() as tx:  # as if two months had gone by
        tx.execute("UPDATE label_standing SET held = now() - interval '1 second'")
    take(one, offer(4, FEE), offer(5))
    assert saw(one)[3:] == [False, True]


def test_a_rule_that_is_switched_off_or_in_shadow_puts_nothing(one: Record) -> None:
    rules.switch(one, PLAY, AT_THE_DOOR, "recruitment/fee_before_contract", off=True, reason="flood")
    take(one, offer(1, FEE), offer(2))
    assert saw(one) == [False, False]
    rules.switch(one, PLAY, AT_THE_DOOR, "recruitment/fee_before_contract", off=False, reason="mended")
    shadowed = {code: msgspec.structs.replace(rule, shadow=True) if rule.labels else rule for code, rule in PLAY.rules.items()}
    watched = msgspec.structs.replace(PLAY, rules=shadowed, digest="b" * 64)
    take(one, offer(3, FEE), offer(4), play=watched)
    assert saw(one) == [False] * 4
    take(one, offer(5, FEE), offer(6))
    assert saw(one)[4:] == [False, True]


def test_standing_is_nothing_but_facts_folded(one: Record) -> None:
    take(one, *(offer(number, FEE, account="AB"[number % 2]) for number in range(1, 30)))
    [first, _] = rows(one, "SELECT subject FROM label_standing ORDER BY subject")
    labels.take(one, PLAY, AT_THE_DOOR, first["subject"], "fee_asked", reason="over")
    labels.put(one, PLAY, AT_THE_DOOR, first["subject"], "recruiter_in_doubt", reason="told")
    take(one, offer(40, FEE, account="C"))
    assert refold(one)[1] == []


def test_a_playbook_is_tried_with_the_labels_that_stood(one: Record) -> None:
    take(one, offer(1, FEE), offer(2), message(1), message(2, "B"))
    labels.take(one, PLAY, AT_THE_DOOR, account(one), "fee_asked", reason="over")
    take(one, offer(3), message(3))
    with one.reading() as look:
        assert not tried(PLAY, look, ask)
        changed = look.rows("SELECT position, kind, occurred, fields FROM activity ORDER BY position", into=StoredActivity)
    assert len(changed) == 6


def test_a_preview_knows_labels_that_no_rule_asked_about_when_the_event_came(one: Record, tmp_path: Path) -> None:
    silent = {code: rule for code, rule in PLAY.rules.items() if "has_label" not in rule.when}
    before = msgspec.structs.replace(PLAY, rules=silent, digest="c" * 64)
    take(one, offer(1, FEE), offer(2), offer(3, account="B"), play=before)
    assert saw(one) == []
    found = rules.run(one, before, PLAY, PLAY.rules[AFTER], AT_THE_DOOR, days=1, lake=tmp_path)  # type: ignore[index]
    assert (found.rows, found.matches) == (3, 1)


def test_nothing_is_asked_of_the_record_where_the_playbook_has_no_labels(one: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = msgspec.structs.replace(
        PLAY, labels={}, digest="d" * 64,
        rules={
            code: msgspec.structs.replace(rule, labels=()) for code, rule in PLAY.rules.items() if "has_label" not in rule.when
        },
    )  # fmt: skip
    asked: list[str] = []
    from leeward.frontline.intake.desk import labelling

    monkeypatch.setattr(labelling.Labels, "_look_up", lambda *_: asked.append("labels"))
    take(one, offer(1, FEE), play=bare)
    assert asked == []
