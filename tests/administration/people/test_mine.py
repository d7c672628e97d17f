"""My own page: preferences, password, sessions, keys."""

import pytest

from cast import Cast
from leeward.administration.people import desk
from leeward.administration.people.refusals import KeyTooWide
from leeward.record.ledger.record import Record
from people_words import PASSWORD, facts, give_password
from visitor import HOST, Visitor

OTHER = "another four words entirely"


def test_what_somebody_prefers_is_kept_for_them(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    visitor.sign_in(record, cast.alice).get("/people/me")
    assert visitor.post("/people/me", {"theme": "dark", "density": "compact"}).status_code == 303
    assert 'data-theme="dark" data-density="compact" data-veil="veiled"' in visitor.get("/people/me").text
    assert 'data-theme="dark"' in other.sign_in(record, cast.alice).get("/").text
    assert 'data-theme="auto"' in other.sign_in(record, cast.eve).get("/").text


def test_a_button_keeps_one_choice(record: Record, cast: Cast, visitor: Visitor) -> None:
    visitor.sign_in(record, cast.alice).get("/people/me")
    assert visitor.post("/people/me/preference", {"key": "theme", "value": "light"}).status_code == 204
    assert 'data-theme="light"' in visitor.get("/").text


@pytest.mark.parametrize(("key", "value"), [("theme", "purple"), ("admin", "yes"), ("", "")])
def test_there_are_no_other_choices(record: Record, cast: Cast, visitor: Visitor, key: str, value: str) -> None:
    visitor.sign_in(record, cast.alice).get("/people/me")
    assert visitor.post("/people/me/preference", {"key": key, "value": value}).status_code == 422
    assert visitor.post("/people/me", {"theme": "<b>"}).status_code == 422
    assert "purple" not in visitor.get("/").text


def test_another_password_ends_every_other_session(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    give_password(record, cast.bob)
    other.sign_in(record, cast.bob)
    visitor.sign_in(record, cast.bob).get("/people/me")
    before = visitor.client.cookies["leeward"]
    answer = visitor.post("/people/me/password", {"current": PASSWORD, "password": OTHER, "again": OTHER})
    assert answer.status_code == 303
    assert visitor.get("/").status_code == 200
    assert visitor.client.cookies["leeward"] != before
    assert other.get("/").status_code == 303
    assert other.carry(before).get("/").status_code == 303
    assert [one["body"]["reason"] for one in facts(record, "signed_out")] == ["password_set"]
    assert isinstance(desk.sign_in(record, cast.bob.login, OTHER, address="a"), desk.Entered)
    assert isinstance(desk.sign_in(record, cast.bob.login, PASSWORD, address="a"), desk.NotIn)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"current": "wrong", "password": OTHER, "again": OTHER}, "This is not your current password."),
        ({"current": PASSWORD, "password": "short", "again": "short"}, "12 characters or more"),
        ({"current": PASSWORD, "password": OTHER, "again": "x"}, "This is not the same password as above."),
        ({"password": OTHER, "again": OTHER}, "We still need your current password."),
    ],
)
def test_a_password_is_not_changed_by_mistake(
    record: Record, cast: Cast, visitor: Visitor, sent: dict[str, str], said: str
) -> None:
    give_password(record, cast.bob)
    visitor.sign_in(record, cast.bob).get("/people/me")
    answer = visitor.post("/people/me/password", sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert OTHER not in answer.text
    assert isinstance(desk.sign_in(record, cast.bob.login, PASSWORD, address="a"), desk.Entered)


def test_where_i_am_signed_in_and_out_again(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    other.sign_in(record, cast.bob).get("/")
    page = visitor.sign_in(record, cast.bob).get("/people/me").text
    assert page.count("another browser") == 1
    address = page.split('action="/people/me/sessions/')[1].split('"')[0]
    assert visitor.post(f"/people/me/sessions/{address}").status_code == 303
    assert other.get("/").status_code == 303
    assert visitor.get("/").status_code == 200


def make_key(visitor: Visitor, **changed: object) -> str:
    visitor.get("/people/keys")
    answer = visitor.post("/people/keys", {"name": "board", "permissions": ["people.view"], "days": "30"} | changed)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return answer.text.split("<code>")[1].split("</code>")[0]


def ask(visitor: Visitor, secret: str, path: str = "/people") -> int:
    visitor.client.cookies.clear()
    headers = {"authorization": f"Bearer {secret}", "accept": "application/json"}
    return visitor.client.get(path, headers=headers).status_code


def test_a_key_is_shown_once_and_opens_what_it_says(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    secret = make_key(visitor.sign_in(record, cast.ada))
    assert secret.startswith("lw_")
    assert secret not in visitor.get("/people/keys").text
    with record.reading() as look:
        assert secret[3:] not in str(look.rows("SELECT * FROM api_key")) + str(look.rows("SELECT body::text FROM fact"))
    assert ask(other, secret) == 200
    assert ask(other, secret, "/people/new") == 403
    assert ask(other, secret, "/people/keys") == 403
    [issued] = facts(record, "key_issued")
    assert issued["subject"] == cast.ada.id
    with record.reading() as look:
        assert look.value("SELECT last_used IS NOT NULL FROM api_key")


def test_a_key_never_stands_for_a_person_in_a_browser(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    secret = make_key(visitor.sign_in(record, cast.ada))
    assert ask(other, secret, "/people/me") == 403
    headers = {"authorization": f"Bearer {secret}", "accept": "application/json"}
    assert other.client.post("/people/me/everywhere", headers=headers).status_code == 403
    assert visitor.get("/people").status_code == 200
    assert {one["body"]["page"] for one in facts(record, "access_denied")} == {"session"}


def test_a_revoked_key_is_nobody(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    secret = make_key(visitor.sign_in(record, cast.ada))
    address = visitor.get("/people/keys").text.split('action="/people/keys/')[1].split('"')[0]
    assert visitor.post(f"/people/keys/{address}").status_code == 303
    assert ask(other, secret) == 401
    assert len(facts(record, "key_revoked")) == 1
    assert visitor.post(f"/people/keys/{address}").status_code == 404


def test_a_key_past_its_end_is_nobody(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    secret = make_key(visitor.sign_in(record, cast.ada))
    with record.writing() as tx:
        tx.execute("UPDATE api_key SET expires = now() - interval '1 second'")
    assert ask(other, secret) == 401


def test_a_key_shrinks_with_its_owner(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    secret = make_key(visitor.sign_in(record, cast.ada), permissions=["people.manage", "people.view"])
    with record.writing() as tx:
        tx.execute("UPDATE person SET roles = '{lead}' WHERE id = %(id)s", {"id": cast.ada.id})
    assert ask(other, secret) == 200
    assert ask(other, secret, "/people/new") == 403


@pytest.mark.parametrize("wanted", [["text.reveal"], ["people.view", "everything"], []])
def test_a_key_is_never_wider_than_its_owner(record: Record, cast: Cast, wanted: list[str]) -> None:
    with pytest.raises(KeyTooWide):
        desk.issue_key(
            record, cast.ada.id, cast.ada.id, name="wide", permissions=wanted, may=frozenset({"people.view"}), days=None
        )


def test_the_page_says_why_a_key_is_not_made(record: Record, cast: Cast, visitor: Visitor) -> None:
    visitor.sign_in(record, cast.ada).get("/people/keys")
    answer = visitor.post("/people/keys", {"name": "board", "permissions": ["text.reveal"]})
    assert answer.status_code == 422
    assert "nothing that you may not do yourself" in answer.text
    assert "We still need what the key opens." in visitor.post("/people/keys", {"name": "board"}).text


def test_a_made_up_key_is_nobody_whatever_the_cookie_says(record: Record, cast: Cast, visitor: Visitor) -> None:
    visitor.sign_in(record, cast.ada)
    headers = {"authorization": "Bearer lw_made-up", "accept": "application/json"}
    assert visitor.client.get("/people", headers=headers).status_code == 401


def test_somebody_elses_key_cannot_be_revoked_as_mine(record: Record, cast: Cast, visitor: Visitor) -> None:
    key, _ = desk.issue_key(
        record, cast.bob.id, cast.bob.id, name="his", permissions=["people.view"], may=frozenset({"people.view"}), days=None
    )
    visitor.sign_in(record, cast.ada).get("/people/keys")
    assert visitor.post(f"/people/keys/{key}/revoke").status_code == 404
    visitor.get(f"/people/{cast.bob.id}")
    assert visitor.post(f"/people/{cast.bob.id}/keys/{key}/revoke", headers={"origin": HOST}).status_code == 303
