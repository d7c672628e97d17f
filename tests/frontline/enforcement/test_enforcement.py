"""Decisions have consequences: the ladder knows them, they wait for the grace period, are told, and can be taken back."""

import json
from datetime import timedelta
from typing import Any

import pytest

from cast import Cast
from frontline.enforcement.receiver import listening
from frontline.office import FINE, PLAY, VIOLATES, open_job
from leeward.frontline.enforcement import desk
from leeward.frontline.enforcement.address import checked
from leeward.frontline.enforcement.backoff import ATTEMPTS, next_attempt
from leeward.frontline.enforcement.refusals import AddressRefused, NotReplayable, Superseded
from leeward.frontline.review import desk as review
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.code import ClauseCode, MeasureCode
from leeward.record.terms.ids import DecisionId, DeliveryId, SubjectId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.report import Topic

CLAUSE = ClauseCode("HE-T-1")
ACTIONS = desk.Wishes(topics=(Topic.ACTIONS,))
LATER = timedelta(minutes=2)  # past the grace period of one


def decide(office: Record, cast: Cast, *measures: str, path: Any = VIOLATES, about: SubjectId | None = None) -> DecisionId:
    """Bob decides a job on a subject."""
    job = open_job(office, about=about)
    review.claim(office, PLAY, cast.bob.id, job)
    decision = DecisionId(new_id())
    chosen = [MeasureCode(measure) for measure in measures]
    review.decide(office, PLAY, cast.bob.id, job, decision=decision, clause=CLAUSE, path=path, measures=chosen)
    return decision


def rows(record: Record, sql: str) -> list[dict[str, Any]]:
    with record.reading() as look:
        return look.rows(sql)


def states(record: Record) -> list[tuple[str, str, int]]:
    return [(row["measure"], row["state"], row["strikes"]) for row in rows(record, "SELECT * FROM action ORDER BY id")]


def subject_of(record: Record) -> SubjectId:
    return SubjectId(rows(record, "SELECT id FROM subject")[0]["id"])


def wake(record: Record, after: timedelta = LATER) -> int:
    return desk.wake(record, lambda: PLAY, now() + after)


def deliver(record: Record, after: timedelta = LATER) -> int:
    return desk.deliver(record, lambda: PLAY, now() + after, private=True)


def test_a_violation_has_its_measures_and_strikes_once(office: Record, cast: Cast) -> None:
    decide(office, cast, "remove_content", "warn")
    found = states(office)
    assert sorted(measure for measure, _, _ in found) == ["remove_content", "warn"]
    assert {state for _, state, _ in found} == {"grace"}
    assert sum(strikes for _, _, strikes in found) == 1


def test_no_violation_has_none(office: Record, cast: Cast) -> None:
    decide(office, cast, path=FINE)
    assert states(office) == []


def test_nothing_leaves_the_house_before_the_grace_period_is_over(office: Record, cast: Cast) -> None:
    with listening() as heard:
        desk.add_endpoint(office, cast.ada.id, heard.address, private=True, wishes=ACTIONS)
        decide(office, cast, "remove_content")
        assert wake(office, timedelta(0)) == 0
        assert deliver(office, timedelta(0)) == 0
        assert heard.requests == []
        assert wake(office) == 1
        assert deliver(office) == 1
        assert len(heard.requests) == 1


def test_an_undone_decision_is_never_told(office: Record, cast: Cast) -> None:
    with listening() as heard:
        desk.add_endpoint(office, cast.ada.id, heard.address, private=True, wishes=ACTIONS)
        review.undo(office, PLAY, cast.bob.id, decide(office, cast, "remove_content"))
        assert [state for _, state, _ in states(office)] == ["undone"]
        wake(office)
        deliver(office)
        assert heard.requests == []


def test_a_reversal_is_told_and_restores_strikes(office: Record, cast: Cast) -> None:
    with listening() as heard:
        desk.add_endpoint(office, cast.ada.id, heard.address, private=True, wishes=ACTIONS)
        decision = decide(office, cast, "remove_content")
        about = subject_of(office)
        wake(office)
        deliver(office)
        review.reverse(office, PLAY, cast.bob.id, decision, "mistake")
        deliver(office)
        assert [json.loads(body)["type"] for _, body in heard.requests] == ["action.in_force", "action.lifted"]
        assert rows(office, "SELECT violations FROM subject") == [{"violations": 0}]
        decide(office, cast, "remove_content", about=about)
    assert states(office)[-1] == ("remove_content", "grace", 1), "as if it had never been restricted"
    assert refold(office)[1] == []


def test_history_moves_up_the_ladder(office: Record, cast: Cast) -> None:
    decide(office, cast, "remove_content")
    decide(office, cast, "suspend", about=subject_of(office))
    suspended = rows(office, "SELECT until, effective FROM action WHERE measure = 'suspend'")[0]
    assert suspended["until"] - suspended["effective"] == timedelta(days=7)


def test_what_is_limited_in_time_ends_by_itself(office: Record, cast: Cast) -> None:
    decide(office, cast, "remove_content")
    decide(office, cast, "suspend", about=subject_of(office))
    wake(office)
    assert wake(office, timedelta(days=7, minutes=3)) == 1
    assert ("suspend", "expired") in [(measure, state) for measure, state, _ in states(office)]
    assert refold(office)[1] == []


def test_a_message_carries_the_identifier_and_no_text(office: Record, cast: Cast) -> None:
    with listening() as heard:
        desk.add_endpoint(office, cast.ada.id, heard.address, private=True, wishes=ACTIONS)
        decide(office, cast, "remove_content")
        wake(office)
        deliver(office)
    [(headers, body)] = heard.requests
    message = json.loads(body)
    assert message["identifier"] == f"external-{subject_of(office)}"
    assert b"neutral placeholder" not in body
    assert (headers["Leeward-Delivery"], headers["Leeward-Event"]) == (message["delivery"], "action.in_force")


def test_a_failure_is_tried_again_later_and_the_number_stays(office: Record, cast: Cast) -> None:
    with listening() as heard:
        heard.answers = [500, 503]
        desk.add_endpoint(office, cast.ada.id, heard.address, private=True, wishes=ACTIONS)
        decide(office, cast, "remove_content")
        wake(office)
        assert deliver(office) == 1
        assert deliver(office) == 0, "not at once again"
        assert deliver(office, timedelta(hours=1)) == 1
        assert deliver(office, timedelta(hours=3)) == 1
    assert rows(office, "SELECT state, attempts, status FROM delivery") == [{"state": "delivered", "attempts": 3, "status": 204}]
    assert len({headers["Leeward-Delivery"] for headers, _ in heard.requests}) == 1
    attempts = rows(office, "SELECT body FROM fact WHERE kind = 'delivery_attempted' ORDER BY position")
    assert [row["body"]["status"] for row in attempts] == [500, 503, 204]


def test_a_dead_message_can_be_sent_once_more(office: Record, cast: Cast) -> None:
    with listening() as heard:
        heard.answers = [410]
        desk.add_endpoint(office, cast.ada.id, heard.address, private=True, wishes=ACTIONS)
        decide(office, cast, "remove_content")
        wake(office)
        deliver(office)
        [dead] = rows(office, "SELECT id, state FROM delivery")
        assert dead["state"] == "dead"
        desk.replay(office, cast.bob.id, DeliveryId(dead["id"]))
        with pytest.raises(NotReplayable):
            desk.replay(office, cast.bob.id, DeliveryId(dead["id"]))
        deliver(office)
        assert rows(office, "SELECT state FROM delivery") == [{"state": "delivered"}]
    assert refold(office)[1] == []


def test_what_was_lifted_since_is_not_put_into_force_by_a_replay(office: Record, cast: Cast) -> None:
    with listening() as heard:
        desk.add_endpoint(office, cast.ada.id, heard.address, private=True, wishes=ACTIONS)
        decision = decide(office, cast, "remove_content")
        wake(office)
        deliver(office)
        review.reverse(office, PLAY, cast.bob.id, decision, "mistake")
        [first] = rows(office, "SELECT id FROM delivery WHERE event = 'action.in_force'")
        with pytest.raises(Superseded):
            desk.replay(office, cast.bob.id, DeliveryId(first["id"]))


def test_nobody_listening_is_no_answer_and_no_error(office: Record, cast: Cast) -> None:
    with listening() as heard:
        gone = heard.address
    desk.add_endpoint(office, cast.ada.id, gone, private=True)
    decide(office, cast, "remove_content")
    wake(office)
    deliver(office)
    [row] = rows(office, "SELECT state, status, next_attempt FROM delivery")
    assert (row["state"], row["status"]) == ("pending", 0)
    assert row["next_attempt"] is not None


def test_a_receiver_that_was_taken_down_gets_nothing_more(office: Record, cast: Cast) -> None:
    with listening() as heard:
        made = desk.add_endpoint(office, cast.ada.id, heard.address, private=True, wishes=ACTIONS)
        desk.remove_endpoint(office, cast.ada.id, made.id)
        decide(office, cast, "remove_content")
        wake(office)
        deliver(office)
        assert heard.requests == []


def test_address_and_secret_are_nowhere_in_clear(office: Record, cast: Cast) -> None:
    made = desk.add_endpoint(office, cast.ada.id, "https://platform.example/hooks/leeward")
    everything = str(rows(office, "SELECT body::text FROM fact")) + str(rows(office, "SELECT * FROM endpoint"))
    assert made.secret not in everything
    assert "platform.example" not in everything


@pytest.mark.parametrize(
    "address",
    [
        "http://platform.example/hook", "https://127.0.0.1/x", "https://10.0.0.8/x", "https://[::1]/x", "https://169.254.169.254/x",
        "https://[::ffff:10.0.0.1]/x", "ftp://platform.example/", "https://user:word@platform.example/", "nonsense", "https://",
        "https://[64:ff9b::a00:1]/x",
    ],
)  # fmt: skip
def test_where_webhooks_never_go(address: str) -> None:
    with pytest.raises(AddressRefused):
        checked(address, private=False)


def test_attempts_wait_longer_and_longer_and_end() -> None:
    moment = now()
    waits = [next_attempt(attempt, 500, moment, 0.5) for attempt in range(1, ATTEMPTS + 1)]
    assert waits[-1] is None
    gaps = [(wait - moment).total_seconds() for wait in waits if wait is not None]
    assert gaps == sorted(gaps)
    assert (gaps[0], gaps[-1]) == (30, 6 * 3600)
