"""The team: add, change, leave, invite."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from cast import Cast
from leeward.administration.people import desk
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import new_id
from people_words import PASSWORD, facts, path_of, person_row
from visitor import HOST, Visitor

ZOE: dict[str, Any] = {
    "name": "Zoe Marsh", "login": "zoe@example.org", "roles": ["reviewer"], "skills": ["intimate_images", "smuggling"],
    "languages": "en, ES", "severity_limit": "3",
}  # fmt: skip


def test_an_admin_adds_somebody_who_then_comes_in(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    visitor.sign_in(record, cast.ada).get("/people/new")
    answer = visitor.post("/people/new", ZOE)
    assert answer.status_code == 200
    link = answer.text.split("<code>")[1].split("</code>")[0]
    [joined] = [one for one in facts(record, "person_joined") if one["actor"] == cast.ada.id]
    assert joined["body"] == {
        "roles": ["reviewer"], "skills": ["intimate_images", "smuggling"], "languages": ["en", "es"], "severity_limit": 3,
    }  # fmt: skip
    assert [one["subject"] for one in facts(record, "person_invited")] == [joined["subject"]]
    page = other.get(path_of(link)).text
    assert "Welcome, Zoe Marsh" in page
    came = other.post(path_of(link), {"name": "Zoe", "login": "zoe@example.org", "password": PASSWORD, "again": PASSWORD})
    assert came.status_code == 303
    assert other.get("/").status_code == 200
    assert other.get("/people").status_code == 403
    assert "Zoe" in visitor.get("/people").text


def test_a_login_is_given_once(record: Record, cast: Cast, visitor: Visitor) -> None:
    visitor.sign_in(record, cast.ada).get("/people/new")
    answer = visitor.post("/people/new", ZOE | {"login": "ALICE@example.org"})
    assert answer.status_code == 422
    assert "Somebody else has this login." in answer.text
    assert 'value="Zoe Marsh"' in answer.text
    assert 'value="smuggling" checked' in answer.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"languages": "English!"}, "Languages are short codes"),
        ({"languages": "a" * 30 + "!"}, "Languages are short codes"),
        ({"roles": ["emperor"]}, "Roles could not be read"),
        ({"skills": ["two words"]}, "Skills could not be read"),
        ({"severity_limit": "7"}, "severity could not be read"),
        ({"name": ""}, "We still need a name."),
        ({"name": "n" * 81}, "A name is 80 characters at most."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    record: Record, cast: Cast, visitor: Visitor, changed: dict[str, Any], said: str
) -> None:
    visitor.sign_in(record, cast.ada).get("/people/new")
    answer = visitor.post("/people/new", ZOE | changed)
    assert answer.status_code == 422
    assert said in answer.text
    assert not [one for one in facts(record, "person_joined") if one["actor"] == cast.ada.id]


def test_changed_rights_end_sessions(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    other.sign_in(record, cast.alice)
    assert other.get("/").status_code == 200
    page = visitor.sign_in(record, cast.ada).get(f"/people/{cast.alice.id}")
    assert 'value="labour_exploitation" checked' in page.text
    sent = {"name": "Alice", "roles": ["reviewer", "lead"], "skills": ["any"], "languages": "en", "severity_limit": "4"}
    assert visitor.post(f"/people/{cast.alice.id}", sent).headers["location"] == "/people"
    [changed] = facts(record, "person_changed")
    assert changed["body"]["roles"] == ["reviewer", "lead"]
    assert person_row(record, cast.alice.id)["severity_limit"] == 4
    assert other.get("/").status_code == 303
    assert [one["body"]["reason"] for one in facts(record, "signed_out")] == ["rights_changed"]


def test_another_name_is_no_fact_and_ends_nothing(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    other.sign_in(record, cast.eve)
    visitor.sign_in(record, cast.ada).get(f"/people/{cast.eve.id}")
    visitor.post(f"/people/{cast.eve.id}", {"name": "Evelyn", "languages": "", "severity_limit": "0"})
    assert facts(record, "person_changed") == []
    assert "Evelyn" in other.get("/").text


def test_changing_oneself_turns_the_token(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    visitor.sign_in(record, cast.ada).get(f"/people/{cast.ada.id}")
    before = visitor.client.cookies["leeward"]
    sent = {"name": "Ada", "roles": ["admin", "analyst"], "languages": "en", "severity_limit": "0"}
    visitor.post(f"/people/{cast.ada.id}", sent)
    assert visitor.client.cookies["leeward"] != before
    assert visitor.get("/people").status_code == 200
    assert other.carry(before).get("/people").status_code == 303


@pytest.mark.parametrize("how", ["change", "leave"])
def test_the_last_admin_stays(record: Record, cast: Cast, visitor: Visitor, how: str) -> None:
    visitor.sign_in(record, cast.ada).get(f"/people/{cast.ada.id}")
    if how == "change":
        answer = visitor.post(f"/people/{cast.ada.id}", {"name": "Ada", "roles": ["lead"], "severity_limit": "0"})
    else:
        answer = visitor.post(f"/people/{cast.ada.id}/leave")
    assert answer.status_code == 422
    assert "Somebody has to stay who can let people in." in answer.text
    assert "admin" in person_row(record, cast.ada.id)["roles"]
    assert visitor.get("/people").status_code == 200


def test_whoever_leaves_is_out_at_once(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    other.sign_in(record, cast.bob)
    _, secret = desk.issue_key(
        record, cast.bob.id, cast.bob.id, name="script", permissions=["queue.view"], may=frozenset({"queue.view"}), days=None
    )
    visitor.sign_in(record, cast.ada).get(f"/people/{cast.bob.id}")
    assert visitor.post(f"/people/{cast.bob.id}/leave").status_code == 303
    assert other.get("/").status_code == 303
    assert (
        other.client.get("/people", headers={"authorization": f"Bearer {secret}", "accept": "application/json"}).status_code
        == 401
    )
    assert len(facts(record, "person_left")) == len(facts(record, "key_revoked")) == len(facts(record, "signed_out")) == 1
    assert "Bob" not in visitor.get("/people").text.split("<main")[1]
    assert "Bob" in visitor.get("/people?which=left").text
    assert "works here no more" in visitor.get(f"/people/{cast.bob.id}").text
    assert visitor.post(f"/people/{cast.bob.id}/leave").status_code == 404
    assert visitor.post(f"/people/{cast.bob.id}/invite").status_code == 404


def test_a_new_link_ends_the_one_before_and_is_a_fact(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    before = desk.invite(record, cast.ada.id, cast.alice.id, HOST)
    visitor.sign_in(record, cast.ada).get(f"/people/{cast.alice.id}")
    answer = visitor.post(f"/people/{cast.alice.id}/invite")
    link = answer.text.split("<code>")[1].split("</code>")[0]
    assert other.get(path_of(before)).status_code == 404
    assert "Welcome, Alice" in other.get(path_of(link)).text
    assert [one["subject"] for one in facts(record, "person_invited")] == [cast.alice.id] * 2


def test_a_link_for_a_lost_password_ends_sessions(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    """Whoever stole a session loses it when the password is set anew."""
    other.sign_in(record, cast.alice)
    path = path_of(desk.invite(record, cast.ada.id, cast.alice.id, HOST))
    visitor.get(path)
    visitor.post(path, {"name": "Alice", "login": "alice@example.org", "password": PASSWORD, "again": PASSWORD})
    assert other.get("/").status_code == 303
    assert visitor.get("/").status_code == 200


def test_a_lead_sees_people_and_changes_nobody(record: Record, cast: Cast, visitor: Visitor) -> None:
    page = visitor.sign_in(record, cast.bob).get("/people")
    assert page.status_code == 200
    assert "/people/new" not in page.text
    assert f"/people/{cast.alice.id}" not in page.text
    assert visitor.get(f"/people/{cast.alice.id}").status_code == 403
    assert visitor.post(f"/people/{cast.alice.id}", {"name": "x"}).status_code == 403


def test_the_list_can_be_taken_away(record: Record, cast: Cast, visitor: Visitor) -> None:
    with record.writing() as tx:
        tx.execute("UPDATE account SET name = '=1+1' WHERE person = %(id)s", {"id": cast.eve.id})
    answer = visitor.sign_in(record, cast.ada).get("/people?format=csv&role=")
    assert answer.headers["content-disposition"] == 'attachment; filename="people.csv"'
    lines = answer.text.splitlines()
    assert lines[0] == "Name,Login,Roles,Skills,Languages,Up to severity,Here last"
    assert any(line.startswith("'=1+1,") for line in lines)
    assert len(lines) == 7


def test_nobody_by_that_number(record: Record, cast: Cast, visitor: Visitor) -> None:
    visitor.sign_in(record, cast.ada).get("/people")
    assert visitor.get(f"/people/{uuid4()}").status_code == 404
    assert visitor.post(f"/people/{uuid4()}", {"name": "x", "severity_limit": "0"}).status_code == 404


EVERY_PAGE = ["/people", "/people/new", f"/people/{UUID(int=7)}", "/people/keys"]
EVERY_ACT = [
    "/people/new", f"/people/{UUID(int=7)}", f"/people/{UUID(int=7)}/leave", f"/people/{UUID(int=7)}/invite", "/people/keys",
    f"/people/{UUID(int=7)}/keys/{UUID(int=8)}/revoke", f"/people/keys/{UUID(int=8)}/revoke",
]  # fmt: skip


def test_eve_sees_nothing_and_does_nothing(record: Record, cast: Cast, visitor: Visitor) -> None:
    visitor.sign_in(record, cast.eve).get("/people/me")
    assert {path: visitor.get(path).status_code for path in EVERY_PAGE} == dict.fromkeys(EVERY_PAGE, 403)
    assert {path: visitor.post(path).status_code for path in EVERY_ACT} == dict.fromkeys(EVERY_ACT, 403)
    denied = facts(record, "access_denied")
    assert len(denied) == len(EVERY_PAGE) + len(EVERY_ACT)
    assert {one["body"]["page"] for one in denied} == {"people.view", "people.manage", "keys.manage"}


def test_nobody_sees_nothing_and_does_nothing(record: Record, visitor: Visitor) -> None:
    for path in [*EVERY_PAGE, "/people/me"]:
        assert visitor.get(path).headers["location"].startswith("/login?next=/people")
    for path in [*EVERY_ACT, "/people/me", "/people/me/password", "/people/me/everywhere"]:
        assert visitor.post(path).headers["location"].startswith("/login")


def test_eve_cannot_sign_out_somebody_else(record: Record, cast: Cast, visitor: Visitor, other: Visitor) -> None:
    other.sign_in(record, cast.alice).get("/people/me")
    with record.reading() as look:
        alices = look.value("SELECT id FROM session")
    visitor.sign_in(record, cast.eve).get("/people/me")
    assert visitor.post(f"/people/me/sessions/{alices}/end").status_code == 303
    assert visitor.post(f"/people/me/sessions/{new_id()}/end").status_code == 303
    assert other.get("/").status_code == 200
    assert facts(record, "signed_out") == []
