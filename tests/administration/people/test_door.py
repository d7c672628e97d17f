"""The first link, links for others, signing in and out."""

from datetime import timedelta
from typing import Any

import pytest

from cast import Cast
from leeward.administration.people import desk
from leeward.administration.people.desk import door
from leeward.administration.people.desk.door import Entered, NotIn
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import now
from leeward.web import passwords, session
from people_words import PASSWORD, facts, give_password, path_of
from visitor import HOST, Visitor

WELCOME = {"name": "Nadia Okafor", "login": "Nadia@Example.org ", "password": PASSWORD, "again": PASSWORD}


# ── the first link ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_link_makes_the_first_person(record: Record, visitor: Visitor) -> None:
    path = path_of(desk.first_link(record, HOST))
    assert "You are the first one here" in visitor.get(path).text
    answer = visitor.post(path, WELCOME)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Welcome, Nadia Okafor." in visitor.get("/").text
    [joined] = facts(record, "person_joined")
    assert joined["body"]["roles"] == ["admin", "lead", "reviewer"]
    assert [one["subject"] for one in facts(record, "signed_in")] == [joined["subject"]]
    assert visitor.get("/people").status_code == 200
    assert desk.first_link(record, HOST) is None


def test_the_first_link_works_once(record: Record, visitor: Visitor, other: Visitor) -> None:
    path = path_of(desk.first_link(record, HOST))
    visitor.get(path)
    visitor.post(path, WELCOME)
    assert other.get(path).status_code == 404
    assert "used already" in other.get(path).text


def test_a_second_first_link_ends_the_one_before(record: Record, visitor: Visitor) -> None:
    before, after = path_of(desk.first_link(record, HOST)), path_of(desk.first_link(record, HOST))
    assert visitor.get(before).status_code == 404
    assert visitor.get(after).status_code == 200


def test_the_first_link_is_over_after_a_day(record: Record, visitor: Visitor) -> None:
    path = path_of(desk.first_link(record, HOST))
    with record.writing() as tx:
        tx.execute("UPDATE account SET invitation_expires = now() - interval '1 second'")
    assert visitor.get(path).status_code == 404


def test_only_the_digest_of_a_link_is_kept(record: Record) -> None:
    token = path_of(desk.first_link(record, HOST)).rpartition("/")[2]
    with record.reading() as look:
        [row] = look.rows("SELECT * FROM account")
    assert token not in str(row)
    assert bytes(row["invitation"]) == session.digest_of(token)


def test_while_the_cast_has_no_password_there_is_still_a_first_link(record: Record, cast: Cast) -> None:
    assert desk.first_link(record, HOST)
    give_password(record, cast.alice)
    assert desk.first_link(record, HOST) is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "short", "again": "short"}, "12 characters or more"),
        ({"password": "aaaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaaa"}, "repeats the same few characters"),
        ({"password": "nadia@example.org!!", "again": "nadia@example.org!!"}, "cannot hold your name or login"),
        ({"again": "four unrelated words sat"}, "not the same password"),
        ({"login": "x"}, "A login is 3 to 80 characters without a space."),
        ({"name": " "}, "We still need your name."),
    ],
)
def test_what_is_typed_stays_but_for_passwords(record: Record, visitor: Visitor, changed: dict[str, str], said: str) -> None:
    path = path_of(desk.first_link(record, HOST))
    visitor.get(path)
    answer = visitor.post(path, WELCOME | changed)
    assert answer.status_code == 422
    assert said in answer.text
    assert PASSWORD not in answer.text
    assert ("Nadia Okafor" in answer.text) == ("name" not in changed)


# ── signing in ──────────────────────────────────────────────────────────────────────────────────────────────────────


def sign_in(visitor: Visitor, login: str, password: str, onward: str = "/") -> Any:
    visitor.get("/login")
    return visitor.post("/login", {"login": login, "password": password, "next": onward})


def test_somebody_signs_in_and_goes_where_they_wanted(record: Record, cast: Cast, visitor: Visitor) -> None:
    give_password(record, cast.bob)
    answer = sign_in(visitor, " BOB@example.org", PASSWORD, "/people?role=lead")
    assert (answer.status_code, answer.headers["location"]) == (303, "/people?role=lead")
    assert "Bob" in visitor.get("/people").text
    assert [one["subject"] for one in facts(record, "signed_in")] == [cast.bob.id]
    assert visitor.get("/login").status_code == 303  # nothing to do here any more


@pytest.mark.parametrize("onward", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "javascript:x"])
def test_nobody_is_sent_out_of_the_house(record: Record, cast: Cast, visitor: Visitor, onward: str) -> None:
    give_password(record, cast.bob)
    assert sign_in(visitor, "bob@example.org", PASSWORD, onward).headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(record: Record, cast: Cast, visitor: Visitor) -> None:
    give_password(record, cast.bob)
    wrong, unknown, without = (
        sign_in(visitor, login, "not the password") for login in ("bob@example.org", "zoe@example.org", "eve@example.org")
    )
    assert wrong.status_code == unknown.status_code == without.status_code == 422
    plain = [
        answer.text.replace(login, "somebody").replace(visitor.token, "")
        for answer, login in ((wrong, "bob@example.org"), (unknown, "zoe@example.org"), (without, "eve@example.org"))
    ]
    assert plain[0] == plain[1] == plain[2]
    reasons = [(one["subject"], one["body"]["reason"]) for one in facts(record, "sign_in_failed")]
    assert reasons[0] == (cast.bob.id, "wrong_password")
    assert [reason for _, reason in reasons] == ["wrong_password", "unknown_login", "no_password_yet"]
    with record.reading() as look:
        assert not look.value("SELECT EXISTS (SELECT FROM person WHERE id = %(id)s)", {"id": reasons[1][0]})


def test_an_unknown_login_takes_as_long(record: Record, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in password checks, not in milliseconds, which would be true only on a quiet machine."""
    give_password(record, cast.bob)
    checked = []
    real = passwords.verify
    monkeypatch.setattr(passwords, "verify", lambda password, kept: checked.append(kept) or real(password, kept))
    for login in ("bob@example.org", "zoe@example.org", "eve@example.org"):
        assert desk.sign_in(record, login, "not the password", address="a") == NotIn()
    assert len(checked) == 3
    assert not passwords.verify("the password of nobody", None)


def test_the_token_turns_at_every_sign_in(record: Record, cast: Cast, visitor: Visitor) -> None:
    give_password(record, cast.bob)
    sign_in(visitor, "bob@example.org", PASSWORD)
    first = visitor.client.cookies["leeward"]
    visitor.get("/")
    assert visitor.post("/logout").headers["location"] == "/login"
    assert visitor.get("/people").status_code == 303
    visitor.carry(first)
    assert visitor.get("/people").status_code == 303  # signed out is signed out, whoever kept the token
    sign_in(visitor, "bob@example.org", PASSWORD)
    assert visitor.client.cookies["leeward"] != first


def test_a_session_fixed_before_sign_in_is_nobody_afterwards(
    record: Record, cast: Cast, visitor: Visitor, other: Visitor
) -> None:
    """An attacker plants a token (made up, or their own) and waits for somebody to sign in under it."""
    give_password(record, cast.bob)
    visitor.carry("chosen-by-an-attacker")
    sign_in(visitor, "bob@example.org", PASSWORD)
    assert "chosen-by-an-attacker" not in visitor.client.cookies["leeward"]
    other.carry("chosen-by-an-attacker")
    assert other.get("/people").status_code == 303
    eve = other.sign_in(record, cast.eve).client.cookies["leeward"]
    third = desk.sign_in(record, "bob@example.org", PASSWORD, address="a", before=None)
    assert isinstance(third, Entered)
    assert third.token != eve


def test_signing_in_again_ends_the_session_before(record: Record, cast: Cast) -> None:
    give_password(record, cast.bob)
    first = desk.sign_in(record, "bob@example.org", PASSWORD, address="a")
    assert isinstance(first, Entered)
    with record.reading() as look:
        before = session.find(look, first.token, now())
    desk.sign_in(record, "bob@example.org", PASSWORD, address="a", before=before)
    with record.reading() as look:
        assert session.find(look, first.token, now()) is None
    assert [one["body"]["reason"] for one in facts(record, "signed_out")] == ["signed_in_again"]


def test_a_password_is_kept_at_the_strength_of_the_house() -> None:
    passwords.keep_at(passes=passwords.PASSES, kib=passwords.KIB)
    try:
        kept = passwords.hash_password(PASSWORD)
        assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
        assert passwords.verify(PASSWORD, kept)
        assert not passwords.outdated(kept)
    finally:
        passwords.keep_at(passes=1, kib=1_024)
    assert passwords.outdated(kept)


def test_weaker_hashes_are_made_again_at_sign_in(record: Record, cast: Cast) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with record.writing() as tx:
        tx.execute("UPDATE account SET password = %(weak)s WHERE person = %(id)s", {"weak": weak, "id": cast.bob.id})
    assert isinstance(desk.sign_in(record, "bob@example.org", PASSWORD, address="a"), Entered)
    with record.reading() as look:
        kept = look.value("SELECT password FROM account WHERE person = %(id)s", {"id": cast.bob.id})
    assert kept != weak
    assert passwords.verify(PASSWORD, kept)
    assert not passwords.outdated(kept)


# ── throttling ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_too_many_attempts_on_one_login_are_not_read(record: Record, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "verify", lambda password, kept: password == PASSWORD)  # the count is what is tried here
    tried = [desk.sign_in(record, "bob@example.org", "wrong", address=f"10.0.0.{n}") for n in range(door.LOGIN_BURST + 2)]
    assert [isinstance(one, NotIn) and one.wait > 0 for one in tried] == [False] * door.LOGIN_BURST + [True, True]
    assert len(facts(record, "sign_in_failed")) == door.LOGIN_BURST
    refused = desk.sign_in(record, "bob@example.org", PASSWORD, address="10.0.1.1")
    assert isinstance(refused, NotIn)
    assert refused.wait > 0
    assert isinstance(desk.sign_in(record, "alice@example.org", PASSWORD, address="10.0.1.1"), Entered)


def test_too_many_attempts_from_one_address_are_not_read(record: Record, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "verify", lambda password, kept: password == PASSWORD)
    tried = [desk.sign_in(record, f"somebody{n}@example.org", "wrong", address="10.0.0.1") for n in range(door.ADDRESS_BURST + 1)]
    assert isinstance(tried[-1], NotIn)
    assert tried[-1].wait > 0
    assert isinstance(desk.sign_in(record, "alice@example.org", PASSWORD, address="10.0.0.2"), Entered)


def test_getting_in_forgets_the_attempts_before(record: Record, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "verify", lambda password, kept: password == PASSWORD)
    for _ in range(3):
        for _ in range(door.LOGIN_BURST - 1):
            desk.sign_in(record, "bob@example.org", "wrong", address="10.0.0.1")
            with record.writing() as tx:
                tx.execute(
                    "DELETE FROM sign_in_bucket WHERE name = %(name)s", {"name": record.digest("sign-in-address", "10.0.0.1")}
                )
        assert isinstance(desk.sign_in(record, "bob@example.org", PASSWORD, address="10.0.0.1"), Entered)


def test_waiting_helps(record: Record, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "verify", lambda password, kept: password == PASSWORD)
    for _ in range(door.LOGIN_BURST + 1):
        desk.sign_in(record, "bob@example.org", "wrong", address="10.0.0.1")
    with record.writing() as tx:
        tx.execute("UPDATE sign_in_bucket SET filled = filled - interval '70 seconds'")
    assert isinstance(desk.sign_in(record, "bob@example.org", PASSWORD, address="10.0.0.1"), Entered)


def test_the_page_says_how_long_to_wait(record: Record, cast: Cast, visitor: Visitor) -> None:
    with record.writing() as tx:
        name = record.digest("sign-in-login", "bob@example.org")
        tx.execute("INSERT INTO sign_in_bucket VALUES (%(name)s, -1, now())", {"name": name})
    answer = sign_in(visitor, "bob@example.org", "wrong")
    assert answer.status_code == 429
    assert "The next one is read in 60 seconds." in answer.text
    assert answer.headers["retry-after"] == "60"


def test_no_login_that_was_tried_is_kept_in_clear(record: Record, visitor: Visitor) -> None:
    """People type their password into the wrong field."""
    sign_in(visitor, "my secret typed in the wrong field", "x")
    with record.reading() as look:
        everything = str(look.rows("SELECT * FROM sign_in_bucket")) + str(look.rows("SELECT body::text FROM fact"))
    assert "secret" not in everything


# ── the end of sessions ─────────────────────────────────────────────────────────────────────────────────────────────


def test_sessions_end_by_themselves_and_that_is_a_fact(record: Record, cast: Cast, visitor: Visitor) -> None:
    visitor.sign_in(record, cast.bob)
    assert desk.wake(record, None, now()) == 0
    assert desk.wake(record, None, now() + session.IDLE + timedelta(seconds=1)) == 1
    assert [one["body"]["reason"] for one in facts(record, "signed_out")] == ["expired"]
    assert visitor.get("/people").status_code == 303


def test_signing_out_everywhere(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    visitor.sign_in(record, cast.bob).get("/people/me")
    other.sign_in(record, cast.bob)
    answer = visitor.post("/people/me/everywhere")
    assert answer.headers["location"] == "/login"
    assert visitor.get("/people").status_code == other.get("/people").status_code == 303
    assert "in all 2 places" in visitor.get("/login").text
    assert len(facts(record, "signed_out")) == 2
