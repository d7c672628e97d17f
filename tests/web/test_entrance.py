"""Who comes in, and who does not; what a form must prove."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from litestar import get as bare_get
from litestar import post as bare_post

from cast import Cast
from gallery import Playbook, gallery
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import SessionId, new_id
from leeward.record.terms.moment import now
from leeward.web import session
from leeward.web.kit import Page, anyone, get, signed_in
from leeward.web.site import Site, build
from leeward.web.throttle import Rate, Throttle
from visitor import HOST, Visitor

ADDED = {"name": "Zoe", "login": "zoe"}


@pytest.fixture
def visitor(record: Record) -> Iterator[Visitor]:
    """Somebody at the gallery's door."""
    with Visitor(gallery(record, HOST)) as one:
        yield one


def live_sessions(record: Record) -> int:
    with record.reading() as look:
        return int(look.value("SELECT count(*) FROM session"))


# ── who ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reviewer_sees_the_queue(visitor: Visitor, record: Record, cast: Cast) -> None:
    answer = visitor.sign_in(record, cast.alice).get("/queues")
    assert answer.status_code == 200
    assert "Alice" in answer.text


def test_the_outsider_is_refused_and_that_is_a_fact(visitor: Visitor, record: Record, cast: Cast) -> None:
    answer = visitor.sign_in(record, cast.eve).get("/queues")
    assert answer.status_code == 403
    assert "Your role does not open this" in answer.text
    with record.reading() as look:
        [denied] = look.rows("SELECT subject, actor, body->>'page' AS page FROM fact WHERE kind = 'access_denied'")
    assert denied == {"subject": cast.eve.id, "actor": cast.eve.id, "page": "queue.view"}


def test_the_rail_shows_only_what_somebody_may_open(visitor: Visitor, record: Record, cast: Cast) -> None:
    assert 'data-go="q"' in visitor.sign_in(record, cast.alice).get("/add").text
    assert 'data-go="q"' not in visitor.sign_in(record, cast.eve).get("/add").text


def test_the_search_is_for_those_who_may_open_what_it_finds(visitor: Visitor, record: Record, cast: Cast) -> None:
    assert 'action="/find"' in visitor.sign_in(record, cast.alice).get("/add").text
    assert 'action="/find"' not in visitor.sign_in(record, cast.eve).get("/add").text


def test_nobody_is_sent_to_sign_in(visitor: Visitor) -> None:
    answer = visitor.get("/queues?severity=4")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/queues")


def test_a_program_without_a_key_gets_a_problem(visitor: Visitor) -> None:
    answer = visitor.client.get("/v1/thing")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["title"] == "You need to sign in first."


@pytest.mark.parametrize("token", ["chosen", "x" * 10_000, "é", "00000000-0000-7000-8000-000000000001", "' OR true --"])
def test_a_cookie_we_did_not_issue_is_nobody_and_is_taken_away(visitor: Visitor, record: Record, token: str) -> None:
    answer = visitor.client.get("/queues", headers={"accept": "text/html", "cookie": f"leeward={token}".encode()})
    assert answer.status_code == 303
    assert live_sessions(record) == 0
    shown = visitor.client.get("/fault/refused", headers={"accept": "text/html", "cookie": f"leeward={token}".encode()})
    assert any("leeward=" in line and "Max-Age=0" in line for line in shown.headers.get_list("set-cookie"))


def test_somebody_who_left_is_nobody(visitor: Visitor, record: Record, cast: Cast) -> None:
    visitor.sign_in(record, cast.alice)
    with record.writing() as tx:
        tx.execute("UPDATE person SET departed = now() WHERE id = %(id)s", {"id": cast.alice.id})
    assert visitor.get("/queues").status_code == 303


def test_rights_are_those_of_this_very_moment(visitor: Visitor, record: Record, cast: Cast) -> None:
    visitor.sign_in(record, cast.alice)
    with record.writing() as tx:
        tx.execute("UPDATE person SET roles = '{}' WHERE id = %(id)s", {"id": cast.alice.id})
    assert visitor.get("/queues").status_code == 403


# ── sessions ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("column", "passed", "status"),
    [
        ("seen", session.IDLE - timedelta(minutes=1), 200),
        ("seen", session.IDLE + timedelta(seconds=1), 303),
        ("expires", timedelta(0), 303),
    ],
)
def test_a_session_ends_idle_and_in_any_case(
    visitor: Visitor, record: Record, cast: Cast, column: str, passed: timedelta, status: int
) -> None:
    visitor.sign_in(record, cast.alice)
    with record.writing() as tx:
        tx.execute(f"UPDATE session SET {column} = now() - %(passed)s", {"passed": passed})
    assert visitor.get("/queues").status_code == status


def test_using_a_session_keeps_it_but_not_beyond_its_end(visitor: Visitor, record: Record, cast: Cast) -> None:
    visitor.sign_in(record, cast.alice)
    with record.writing() as tx:
        tx.execute("UPDATE session SET seen = now() - interval '1 hour'")
    visitor.get("/queues")
    with record.reading() as look:
        row = look.one("SELECT seen, expires, created FROM session")
    assert row is not None
    assert now() - row["seen"] < timedelta(minutes=1)
    assert row["expires"] - row["created"] == session.ABSOLUTE


def test_the_database_alone_signs_nobody_in(visitor: Visitor, record: Record, cast: Cast) -> None:
    """Whoever reads the table (a leaked backup) has digests, and a digest is not a token."""
    visitor.sign_in(record, cast.alice)
    token = visitor.client.cookies["leeward"]
    with record.reading() as look:
        [row] = look.rows("SELECT * FROM session")
    assert token not in str(row)
    assert bytes(row["digest"]) == session.digest_of(token)
    assert visitor.carry(bytes(row["digest"]).hex()).get("/queues").status_code == 303
    assert visitor.carry(str(row["id"])).get("/queues").status_code == 303


def test_a_token_is_256_random_bits_and_turns(record: Record, cast: Cast) -> None:
    with record.writing() as tx:
        identity, token = session.begin(tx, cast.alice.id, now())
        _, another = session.begin(tx, cast.alice.id, now())
        turned = session.turn(tx, identity, now())
    assert len({token, another, turned}) == 3
    assert all(len(one) == 43 for one in (token, another, turned))
    with record.reading() as look:
        assert session.find(look, token, now()) is None
        found = session.find(look, turned, now())
    assert found is not None
    assert found.id == identity


def test_ending_is_only_once_and_only_what_is_there(record: Record, cast: Cast) -> None:
    with record.writing() as tx:
        identity, _ = session.begin(tx, cast.alice.id, now())
        kept, token = session.begin(tx, cast.alice.id, now())
        session.begin(tx, cast.bob.id, now())
        assert session.end(tx, SessionId(new_id())) is False
        assert session.end_all(tx, cast.alice.id, but=kept) == [identity]
        assert session.end(tx, identity) is False
    with record.reading() as look:
        assert session.find(look, token, now()) is not None
    assert live_sessions(record) == 2


@pytest.mark.parametrize(
    ("base", "name", "secure"), [(HOST, "leeward", False), ("https://leeward.example", "__Host-leeward", True)]
)
def test_the_cookie_is_for_this_host_and_for_no_script(base: str, name: str, secure: bool) -> None:
    site = Site(base_url=base)
    cookie = session.cookie("token", site.secure)
    assert (cookie.key, cookie.httponly, cookie.samesite, cookie.path) == (name, True, "lax", "/")
    assert cookie.secure is secure
    assert cookie.domain is None


# ── forms ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_form_of_ours_passes(visitor: Visitor, record: Record, cast: Cast) -> None:
    visitor.sign_in(record, cast.alice).get("/add")
    assert visitor.post("/add", ADDED).status_code == 303
    assert "Zoe was added." in visitor.get("/add").text
    assert "Zoe was added." not in visitor.get("/add").text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://testserver.local.elsewhere.example"},
        {"origin": "http://testserver.local:8080"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_does_not_even_with_the_token(
    visitor: Visitor, record: Record, cast: Cast, headers: dict[str, str]
) -> None:
    visitor.sign_in(record, cast.alice).get("/add")
    answer = visitor.post("/add", ADDED, headers=headers)
    assert answer.status_code == 403
    assert "Nothing was saved." in answer.text


def test_neither_does_one_without_a_token_or_with_somebody_elses(visitor: Visitor, record: Record, cast: Cast) -> None:
    with record.writing() as tx:
        _, token = session.begin(tx, cast.eve.id, now())
    with record.reading() as look:
        eves = session.find(look, token, now())
    assert eves is not None
    visitor.sign_in(record, cast.alice).get("/add")
    for wrong in ("", "x", eves.csrf, "é"):
        assert visitor.post("/add", {**ADDED, "csrf": wrong}).status_code == 403
    assert visitor.client.post("/add", data=ADDED, headers={"origin": HOST}).status_code == 403
    assert visitor.client.post("/add", json=ADDED, headers={"origin": HOST}).status_code == 403
    right = {"origin": HOST, "x-csrf-token": visitor.token}
    assert visitor.client.post("/add", data=ADDED, headers=right).status_code == 303


def test_an_expired_session_is_sent_to_sign_in_not_blamed(visitor: Visitor, record: Record, cast: Cast) -> None:
    visitor.sign_in(record, cast.alice).get("/add")
    with record.writing() as tx:
        tx.execute("DELETE FROM session")
    assert visitor.post("/add", ADDED).headers["location"] == "/login?next=/add"


# ── how often ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_too_many_requests_are_put_off_and_told_for_how_long(record: Record, cast: Cast) -> None:
    slow = Throttle({"session": Rate(2, 0.1), "key": Rate(2, 0.1), "address": Rate(3, 0.1)}, clock=lambda: 0.0)
    with Visitor(gallery(record, HOST, slow)) as visitor:
        assert [visitor.client.get("/v1/thing").status_code for _ in range(4)] == [401, 401, 401, 429]
        visitor.sign_in(record, cast.alice)
        assert [visitor.client.get("/v1/thing").status_code for _ in range(2)] == [200, 200]
        late = visitor.client.get("/v1/thing")
        assert (late.status_code, late.headers["retry-after"]) == (429, "10")
        assert "Try again in 10 seconds." in visitor.get("/queues").text
        visitor.sign_in(record, cast.bob)
        assert visitor.client.get("/v1/thing").status_code == 200
        assert visitor.client.get("/static/x/leeward.css").status_code == 200


# ── the site refuses to start ───────────────────────────────────────────────────────────────────────────────────────


def test_a_handler_without_a_guard_does_not_start(record: Record) -> None:
    @bare_get("/unguarded")
    async def unguarded() -> None: ...

    @bare_post("/twice", guards=[anyone, signed_in])
    async def twice() -> None: ...

    @bare_get("/threaded", guards=[anyone], sync_to_thread=True)
    def threaded() -> None: ...

    for handler in (unguarded, twice, threaded):
        with pytest.raises(ValueError, match=r"guards may|sync_to_thread"):
            build([handler], record=record, playbook=Playbook, site=Site(base_url=HOST), openapi_config=None)


def test_a_search_that_leads_nowhere_does_not_start(record: Record) -> None:
    with pytest.raises(LookupError, match="no page at /lost"):
        build([], record=record, playbook=Playbook, site=Site(base_url=HOST, search="/lost"), openapi_config=None)


def test_a_handler_may_be_asynchronous(record: Record, cast: Cast) -> None:
    @get("/stream", guard=signed_in)
    async def stream(request: Page) -> dict[str, str]:
        assert request.user is not None
        return {"who": request.user.name}

    app = build([stream], record=record, playbook=Playbook, site=Site(base_url=HOST), openapi_config=None)
    with Visitor(app) as visitor:
        assert visitor.sign_in(record, cast.alice).get("/stream").json() == {"who": "Alice"}
