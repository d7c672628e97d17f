"""The contract with receivers: the file of the guide against the real sender; topics, secrets, lanes, everything once more."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from cast import Cast
from frontline.enforcement.receiver import listening, reference, served
from frontline.enforcement.test_in_time import HIDDEN, WORLD
from frontline.office import VIOLATES, open_job
from leeward.frontline.enforcement import desk
from leeward.frontline.enforcement.desk.posting import Answer
from leeward.frontline.enforcement.refusals import NoSuch, NotReplayable
from leeward.frontline.review import desk as review
from leeward.record.facts.appeals import AppealDecided, AppealReceived, AppealTookEffect
from leeward.record.ledger.record import Record, open_record
from leeward.record.standing.refold import refold
from leeward.record.terms.appeal import AppealOutcome, Appellant
from leeward.record.terms.code import MeasureCode
from leeward.record.terms.ids import ActionId, AppealId, DecisionId, EndpointId, VaultRef, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import CLOCKWORK, DOOR
from leeward.record.terms.report import Topic, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind

LATER = timedelta(minutes=2)


@pytest.fixture
def office(record: Record) -> Iterator[Record]:
    """The record with enforcement listening to a playbook with quiet measures."""
    opened = open_record(record.url, keys=record.keys, listeners=desk.listeners(lambda: WORLD), connections=12)
    yield opened
    opened.close()


class Guide:
    """The receiver of the guide, listening, with what it was made to do."""

    def __init__(self) -> None:
        self.space = reference()
        self.done: list[dict[str, Any]] = []
        self.fails = False
        self.receiver = self.space["Receiver"]
        self.receiver.act = staticmethod(self.act)
        self.receiver.memory = self.space["Memory"]()
        self.address = ""

    def act(self, message: dict[str, Any]) -> None:
        if self.fails:
            raise RuntimeError("the platform is away")
        self.done.append(message)
        self.space["act"](message)  # whatever the guide does with it must not fail either

    @property
    def types(self) -> list[str]:
        return [message["type"] for message in self.done]


@contextmanager
def guide() -> Iterator[Guide]:
    made = Guide()
    with served(made.receiver) as address:
        made.address = address
        yield made


def decide(office: Record, cast: Cast, *measures: str) -> DecisionId:
    job, decision = open_job(office), DecisionId(new_id())
    review.claim(office, WORLD, cast.alice.id, job)
    chosen = [MeasureCode(each) for each in measures]
    review.decide(office, WORLD, cast.alice.id, job, decision=decision, clause="HE-T-1", path=VIOLATES, measures=chosen)
    return decision


def rows(office: Record, sql: str) -> list[dict[str, Any]]:
    with office.reading() as look:
        return look.rows(sql)


def wake(office: Record, after: timedelta = LATER) -> None:
    desk.wake(office, lambda: WORLD, now() + after)


def deliver(office: Record, after: timedelta = LATER, **more: Any) -> int:
    return desk.deliver(office, lambda: WORLD, now() + after, private=True, **more)


def settled(office: Record) -> None:
    """Until nothing is due any more: messages about one action go one after the other."""
    while deliver(office):
        pass


def add(office: Record, cast: Cast, address: str, **wishes: Any) -> desk.NewEndpoint:
    return desk.add_endpoint(office, cast.ada.id, address, private=True, wishes=desk.Wishes(**wishes))


def test_the_receiver_of_the_guide_takes_every_kind_of_message_once_and_in_order(office: Record, cast: Cast) -> None:
    with guide() as heard:
        heard.receiver.secrets = (add(office, cast, heard.address).secret,)
        decision = decide(office, cast, "suspend")
        wake(office)
        [action] = rows(office, "SELECT id, until FROM action")
        desk.extend(office, cast.bob.id, ActionId(action["id"]), action["until"] + timedelta(days=1), "ongoing")
        settled(office)
        review.reverse(office, WORLD, cast.bob.id, decision, "mistake")
        settled(office)
        assert heard.types[:2] == ["action.in_force", "action.extended"]
        assert sorted(heard.types[2:]) == ["action.lifted", "decision.reversed"]
        first, longer = heard.done[0], heard.done[1]
        assert first["until"] < longer["until"], "each tells what was true when it was queued"
        assert first["identifier"].startswith("external-")
        for row in rows(office, "SELECT id, payload FROM delivery"):
            assert row["payload"] in [message["digest"] for message in heard.done if message["delivery"] == str(row["id"])]
        before = len(heard.done)
        for row in rows(office, "SELECT id FROM delivery WHERE event IN ('action.lifted', 'decision.reversed')"):
            desk.replay(office, cast.bob.id, row["id"])
        settled(office)
        assert len(heard.done) == before, "what it has seen it does not do again"
    assert {row["state"] for row in rows(office, "SELECT state FROM delivery")} == {"delivered"}
    assert refold(office)[1] == []


def test_the_receiver_of_the_guide_knows_us_alone_and_a_failure_of_its_own_comes_again(office: Record, cast: Cast) -> None:
    with guide() as heard:
        secret = add(office, cast, heard.address).secret
        heard.receiver.secrets = ("whsec_another",)
        decide(office, cast, "remove_content")
        wake(office)
        deliver(office)
        assert [row["status"] for row in rows(office, "SELECT status FROM delivery")] == [401]
        heard.receiver.secrets, heard.fails = (secret,), True
        deliver(office, timedelta(hours=1))
        assert [row["status"] for row in rows(office, "SELECT status FROM delivery")] == [500]
        heard.fails = False
        deliver(office, timedelta(hours=3))
    assert (heard.types, rows(office, "SELECT state FROM delivery")) == (["action.in_force"], [{"state": "delivered"}])


@pytest.mark.parametrize("late", [301, -301])
def test_the_receiver_of_the_guide_refuses_what_is_old(late: int) -> None:
    space = reference()
    headers = {"Leeward-Timestamp": "1000000", "Leeward-Signature": "v1=" + "0" * 64}
    assert not space["is_ours"](("s",), headers, b"{}", 1_000_000 + late)
    assert not space["is_ours"](("s",), {}, b"{}", 1_000_000)


def test_two_secrets_are_valid_while_one_takes_the_place_of_the_other(office: Record, cast: Cast) -> None:
    with guide() as heard:
        made = add(office, cast, heard.address)
        another = desk.change_secret(office, cast.ada.id, made.id)
        assert another.secret != made.secret
        for known in (made.secret, another.secret):
            heard.receiver.secrets = (known,)
            decide(office, cast, "remove_content")
            wake(office)
            deliver(office)
        assert len(heard.done) == 2, "both are valid for a day"
        heard.receiver.secrets = (made.secret,)
        decide(office, cast, "remove_content")
        wake(office)
        deliver(office, timedelta(hours=25))
        assert len(heard.done) == 2, "then only the new one"
    with pytest.raises(NoSuch):
        desk.change_secret(office, cast.ada.id, EndpointId(new_id()))
    assert refold(office)[1] == []


def test_each_receiver_is_told_what_it_asked_for(office: Record, cast: Cast) -> None:
    with guide() as actions, guide() as reversals, guide() as removals, guide() as accounts:
        for heard, wishes in (
            (actions, {"topics": (Topic.ACTIONS,)}),
            (reversals, {"topics": (Topic.REVERSALS,)}),
            (removals, {"measures": (MeasureCode("remove_content"),)}),
            (accounts, {"kinds": (SubjectKind.ACCOUNT,)}),
        ):
            heard.receiver.secrets = (add(office, cast, heard.address, **wishes).secret,)
        decision = decide(office, cast, "suspend", "remove_content")
        wake(office)
        settled(office)
        review.reverse(office, WORLD, cast.bob.id, decision, "mistake")
        settled(office)
        assert sorted(actions.types) == ["action.in_force", "action.in_force", "action.lifted", "action.lifted"]
        assert reversals.types == ["decision.reversed"]
        assert {message.get("measure") for message in removals.done} == {"remove_content", None}
        assert accounts.done == []


def test_who_was_told_of_an_action_is_told_of_its_end_whatever_it_asks_for_now(office: Record, cast: Cast) -> None:
    with guide() as heard:
        made = add(office, cast, heard.address)
        heard.receiver.secrets = (made.secret,)
        decision = decide(office, cast, "remove_content")
        wake(office)
        settled(office)
        desk.change_endpoint(office, cast.ada.id, made.id, desk.Wishes(topics=(Topic.APPEALS,)))
        review.reverse(office, WORLD, cast.bob.id, decision, "mistake")
        settled(office)
    assert heard.types == ["action.in_force", "action.lifted"]


@pytest.mark.parametrize("outcome", [AppealOutcome.UPHELD, AppealOutcome.OVERTURNED])
def test_a_decided_appeal_is_told_whatever_its_outcome(office: Record, cast: Cast, outcome: AppealOutcome) -> None:
    """Q17: whoever appealed learns how it ended, also when the decision stands."""
    decision, appeal = decide(office, cast, "remove_content"), AppealId(new_id())
    wake(office)
    [made] = rows(office, "SELECT job, about FROM decision")
    moment = now()
    received = AppealReceived(
        subject=appeal, actor=DOOR, occurred=moment, decision=decision, job=made["job"], about=made["about"],
        appellant=Appellant.RECIPIENT, report=None, reporter=None, door="api", language="en", severity=Severity.SERIOUS,
        expedited=False, closes=moment, start_by=moment, due=moment, idempotency="c" * 64,
    )  # fmt: skip
    decided = AppealDecided(
        subject=appeal, actor=cast.bob.id, occurred=moment, decision=decision, outcome=outcome, verdict=Verdict.VIOLATES,
        clause="HE-T-1", clause_version=3, severity=Severity.SERIOUS, path=VIOLATES, measures=(), instead=None,
        playbook=WORLD.digest, effective=moment, told=VaultRef(new_id()),
    )  # fmt: skip
    with guide() as heard:
        heard.receiver.secrets = (add(office, cast, heard.address, topics=(Topic.APPEALS,)).secret,)
        with office.writing() as tx:
            tx.append([received, decided])
            tx.append([AppealTookEffect(subject=appeal, actor=CLOCKWORK, occurred=moment, decision=decision, outcome=outcome)])
        settled(office)
        [message] = heard.done
    assert (message["type"], message["appeal"], message["outcome"]) == ("appeal.decided", str(appeal), outcome.value)
    assert refold(office)[1] == []


def test_nobody_is_to_be_told_of_a_quiet_restriction_until_it_is_made_known(office: Record, cast: Cast) -> None:
    """Q41: the message names the ground and carries no statement of reasons."""
    with guide() as heard:
        heard.receiver.secrets = (add(office, cast, heard.address).secret,)
        decide(office, cast, "hide")
        wake(office)
        assert deliver(office) == 0, "it waits for a second person"
        action = ActionId(rows(office, "SELECT id FROM action")[0]["id"])
        desk.confirm(office, cast.bob.id, action)
        wake(office)
        settled(office)
        desk.make_known(office, cast.bob.id, action, "ground_ended")
        settled(office)
    assert [(message["type"], message["quiet"]) for message in heard.done] == [
        ("action.in_force", HIDDEN.quiet),
        ("action.made_known", None),
    ]


def test_everything_since_a_moment_is_sent_again_but_what_was_lifted(office: Record, cast: Cast) -> None:
    with guide() as heard:
        made = add(office, cast, heard.address)
        heard.receiver.secrets = (made.secret,)
        first = decide(office, cast, "remove_content")
        decide(office, cast, "remove_content")
        wake(office)
        settled(office)
        review.reverse(office, WORLD, cast.bob.id, first, "mistake")
        settled(office)
        assert desk.replay_since(office, cast.ada.id, made.id, now() + timedelta(days=1)) == 0
        assert desk.replay_since(office, cast.ada.id, made.id, now() - timedelta(days=1)) == 3, (
            "one in force, its lift, the reversal"
        )
        heard.receiver.memory = heard.space["Memory"]()  # the platform lost what it had
        before = len(heard.done)
        settled(office)
        assert sorted(heard.types[before:]) == ["action.in_force", "action.lifted", "decision.reversed"]
        desk.remove_endpoint(office, cast.ada.id, made.id)
        with pytest.raises(NotReplayable):
            desk.replay_since(office, cast.ada.id, made.id, now())


def test_a_receiver_that_never_answers_delays_no_other(office: Record, cast: Cast) -> None:
    gone, wall = threading.Event(), threading.Event()
    with listening() as heard:
        dead = add(office, cast, "http://127.0.0.1:9/dead")
        add(office, cast, heard.address)
        decide(office, cast, "remove_content")
        wake(office)

        def post(address: str, body: bytes, headers: dict[str, str], *, private: bool) -> Answer:
            if address.endswith("/dead"):
                gone.set()
                wall.wait(30)
                return Answer(status=0, milliseconds=1)
            from leeward.frontline.enforcement.desk.posting import post as really

            return really(address, body, headers, private=private)

        courier = desk.Courier(office, lambda: WORLD, private=True, post_=post)
        assert courier.round(now() + LATER) == 2
        assert gone.wait(20)
        for number in range(3):
            decide(office, cast, "remove_content")
            wake(office)
            while len(heard.requests) < number + 2:
                courier.round(now() + LATER)
                time.sleep(0.02)
        assert not wall.is_set(), "all of that happened while the dead one had not answered"
        waiting = [row["state"] for row in rows(office, f"SELECT state FROM delivery WHERE endpoint = '{dead.id}'")]
        assert waiting == ["pending"] * 4
        wall.set()
        courier.finish(20)
        courier.round(now() + timedelta(minutes=4))
        courier.finish(20)
        tried = rows(office, f"SELECT attempts FROM delivery WHERE endpoint = '{dead.id}' AND attempts > 0")
        assert len(tried) == 2, "who is silent is tried with one message at a time"
