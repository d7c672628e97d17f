"""Deliveries when the world is unkind: slow, redirecting, lying receivers; two workers, killed ones; receivers that went away."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx
import pytest

from cast import Cast
from frontline.enforcement.receiver import listening, self_signed, served
from frontline.office import PLAY, VIOLATES, open_job
from leeward.frontline.enforcement import desk
from leeward.frontline.enforcement.backoff import ATTEMPTS
from leeward.frontline.enforcement.desk.delivering import FOR_EACH, TAKEN_FOR
from leeward.frontline.enforcement.desk.posting import Answer, post
from leeward.frontline.review import desk as review
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import DecisionId, EndpointId, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.report import Topic

AFTER_GRACE = timedelta(minutes=2)
ACTIONS = desk.Wishes(topics=(Topic.ACTIONS,))


def in_force(office: Record, cast: Cast, times: int = 1) -> list[DecisionId]:
    """Decisions whose actions have come into force."""
    made = []
    for _ in range(times):
        job, decision = open_job(office), DecisionId(new_id())
        review.claim(office, PLAY, cast.bob.id, job)
        review.decide(
            office, PLAY, cast.bob.id, job, decision=decision, clause="HE-T-1", path=VIOLATES, measures=("remove_content",)
        )
        made.append(decision)
    desk.wake(office, lambda: PLAY, now() + AFTER_GRACE)
    return made


def receiver(office: Record, cast: Cast, address: str) -> EndpointId:
    return desk.add_endpoint(office, cast.ada.id, address, private=True, wishes=ACTIONS).id


def deliver(office: Record, moment: Moment | None = None, **more: Any) -> int:
    return desk.deliver(office, lambda: PLAY, moment or now() + AFTER_GRACE, private=True, **more)


def deliveries(office: Record) -> list[dict[str, Any]]:
    with office.reading() as look:
        return look.rows("SELECT * FROM delivery ORDER BY queued, id")


class Sent:
    """A poster that keeps what it was given and answers as told, for when no socket is the question."""

    def __init__(self, status: int = 204, wait: float = 0) -> None:
        self.bodies: list[bytes] = []
        self.status, self.wait = status, wait

    def __call__(self, address: str, body: bytes, headers: dict[str, str], *, private: bool) -> Answer:
        self.bodies.append(body)
        time.sleep(self.wait)
        return Answer(status=self.status, milliseconds=1)


def test_after_twelve_attempts_a_message_is_dead_and_waits_for_somebody(office: Record, cast: Cast) -> None:
    gone = receiver(office, cast, "http://127.0.0.1:9/hooks")
    in_force(office, cast)
    moment, sent = now() + AFTER_GRACE, Sent(status=500)
    for attempt in range(1, ATTEMPTS + 1):
        assert deliver(office, moment, post_=sent) == 1
        [row] = deliveries(office)
        assert row["attempts"] == attempt
        assert deliver(office, moment, post_=sent) == 0, "not again before its time"
        moment = row["next_attempt"] or moment
    assert (row["state"], row["next_attempt"], len(sent.bodies)) == ("dead", None, ATTEMPTS)
    assert len(set(sent.bodies)) == 1, "the same message at every attempt"
    assert deliver(office, moment + timedelta(days=9), post_=sent) == 0
    with office.reading() as look:
        assert [line.id for line in desk.deliveries(look, row["state"])] == [row["id"]]
    assert desk.replay_dead(office, cast.ada.id, gone) == 1
    sent.status = 200
    assert deliver(office, moment, post_=sent) == 1
    assert [(row["state"], row["attempts"]) for row in deliveries(office)] == [("delivered", 1)]


def test_two_workers_never_send_the_same_message_at_the_same_time(office: Record, cast: Cast) -> None:
    receiver(office, cast, "http://127.0.0.1:9/hooks")
    in_force(office, cast, 5)
    sent, begin = Sent(wait=0.2), threading.Barrier(3)

    def work() -> int:
        begin.wait()
        return deliver(office, post_=sent)

    with ThreadPoolExecutor(3) as pool:
        dealt = [job.result() for job in [pool.submit(work) for _ in range(3)]]
    assert (sum(dealt), len(sent.bodies), len(set(sent.bodies))) == (5, 5, 5)


def test_what_a_killed_worker_had_taken_is_sent_when_its_mark_runs_out(office: Record, cast: Cast) -> None:
    receiver(office, cast, "http://127.0.0.1:9/hooks")
    in_force(office, cast)
    moment = now() + AFTER_GRACE

    def killed(*_: object, **__: object) -> Answer:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(office, moment, post_=killed)
    sent = Sent()
    assert deliver(office, moment + TAKEN_FOR / 2, post_=sent) == 0
    assert deliver(office, moment + TAKEN_FOR, post_=sent) == 1
    assert deliveries(office)[0]["state"] == "delivered"


def test_a_receiver_that_does_not_answer_leaves_room_for_others(office: Record, cast: Cast) -> None:
    silent, well = "http://127.0.0.1:9/silent", "http://127.0.0.1:9/well"
    for address in (silent, well):
        receiver(office, cast, address)
    in_force(office, cast, FOR_EACH + 5)
    asked: list[str] = []

    def some(address: str, body: bytes, headers: dict[str, str], *, private: bool) -> Answer:
        asked.append(address)
        return Answer(status=204 if address == well else 0, milliseconds=1)

    deliver(office, post_=some)
    assert (asked.count(silent), asked.count(well)) == (FOR_EACH, FOR_EACH)


def test_a_slow_receiver_is_left_after_a_while() -> None:
    with listening() as heard:
        heard.wait = 1.0
        began = time.monotonic()
        answer = post(heard.address, b"{}", {}, private=True, patience=httpx.Timeout(0.2))
    assert answer.status == 0
    assert answer.milliseconds >= 200
    assert time.monotonic() - began < 5


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    asked: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_response(307)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with served(Elsewhere) as address:
        assert post(address, b"{}", {}, private=True).status == 307
    assert asked == ["/hooks"]


def test_the_name_is_sent_and_the_checked_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []
    really = socket.getaddrinfo

    def lookup(host: str, *more: Any, **named: Any) -> Any:
        looked_up.append(host)
        return really("127.0.0.1", *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with listening() as heard:
        address = heard.address.replace("127.0.0.1", "localhost")
        assert post(address, b"{}", {}, private=True).status == 204
    assert looked_up == ["localhost", "127.0.0.1"], "the name once, to check it; then the address that was checked"
    assert heard.requests[0][0]["Host"] == address.split("/")[2]


@pytest.mark.parametrize(
    ("named", "trusted", "status"), [("localhost", True, 204), ("other.example", True, 0), ("localhost", False, 0)]
)
def test_https_is_checked_against_the_name_although_the_address_is_connected_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str, trusted: bool, status: int
) -> None:
    certificate = self_signed(tmp_path, named)
    if trusted:
        monkeypatch.setattr("certifi.where", lambda: str(certificate))
    with listening(certificate=certificate) as heard:
        address = heard.address.replace("127.0.0.1", "localhost")
        assert post(address, b"{}", {}, private=True).status == status
    assert len(heard.requests) == (status == 204)


@pytest.mark.parametrize("inside", ["10.1.2.3", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "fe80::1%eth0"])
def test_a_public_name_that_points_inside_is_not_connected_to(monkeypatch: pytest.MonkeyPatch, inside: str) -> None:
    family = socket.AF_INET6 if ":" in inside else socket.AF_INET
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443)), (family, socket.SOCK_STREAM, 6, "", (inside, 443)),
    ]  # fmt: skip
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(httpx, "Client", never)
    assert post("https://platform.example/hooks", b"{}", {}, private=False).status == 0


def test_what_waits_for_a_receiver_that_was_taken_down_is_written_off(office: Record, cast: Cast) -> None:
    endpoint = receiver(office, cast, "http://127.0.0.1:9/hooks")
    in_force(office, cast)
    desk.remove_endpoint(office, cast.ada.id, endpoint)
    sent = Sent()
    assert deliver(office, post_=sent) == 1
    assert sent.bodies == []
    assert [(row["state"], row["status"]) for row in deliveries(office)] == [("dead", 0)]


def test_what_is_lifted_before_it_was_told_is_not_put_into_force_any_more(office: Record, cast: Cast) -> None:
    receiver(office, cast, "http://127.0.0.1:9/hooks")
    [decision] = in_force(office, cast)
    review.reverse(office, PLAY, cast.bob.id, decision, "mistake")
    sent = Sent()
    deliver(office, post_=sent)
    assert [b'"action.lifted"' in body for body in sent.bodies] == [True]
    assert [(row["event"], row["state"]) for row in deliveries(office)] == [
        ("action.in_force", "dead"),
        ("action.lifted", "delivered"),
    ]


def test_what_was_erased_cannot_be_told(office: Record, cast: Cast) -> None:
    endpoint = receiver(office, cast, "http://127.0.0.1:9/hooks")
    in_force(office, cast)
    with office.writing() as tx:
        tx.execute("UPDATE vault_key SET wrapped = NULL, erased = now() WHERE owner <> %(e)s", {"e": endpoint})
    sent = Sent()
    assert deliver(office, post_=sent) == 1
    assert (sent.bodies, deliveries(office)[0]["state"]) == ([], "dead")


def test_the_ledger_keeps_the_digest_of_what_was_said(office: Record, cast: Cast) -> None:
    receiver(office, cast, "http://127.0.0.1:9/hooks")
    in_force(office, cast)
    sent = Sent()
    deliver(office, post_=sent)
    [row] = deliveries(office)
    assert f'"digest":"{row["payload"]}"'.encode() in sent.bodies[0]


def test_a_receiver_set_up_later_is_not_told_of_what_ended_before(office: Record, cast: Cast) -> None:
    [decision] = in_force(office, cast)
    receiver(office, cast, "http://127.0.0.1:9/hooks")
    review.reverse(office, PLAY, cast.bob.id, decision, "mistake")
    assert deliveries(office) == []
