"""The API of appeals, with keys as programs have them: taken in once, told when in effect, never decided by a program."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar

from cast import Cast, Member
from frontline.appeals.court import appeal, decided, heard, pass_time, rows, somebody, turned_down, value
from frontline.office import VIOLATES
from leeward.administration.people import desk as people_desk
from leeward.frontline.appeals import described
from leeward.frontline.intake import described as whole
from leeward.record.ledger.record import Record
from leeward.record.terms.appeal import Appellant
from visitor import Visitor

Send = Callable[..., Any]


@pytest.fixture
def key(office: Record, site: Litestar) -> Callable[[Member, str], str]:
    """A key that somebody's program carries."""

    def issue(member: Member, *rights: str) -> str:
        may = frozenset(rights)
        return people_desk.issue_key(office, member.id, member.id, name="tests", permissions=rights, may=may, days=None)[1]

    return issue


def send(site: Litestar, secret: str, body: Any, **headers: str) -> Any:
    """One request to take an appeal in."""
    return Visitor(site).client.post("/v1/appeals", json=body, headers={"authorization": f"Bearer {secret}", **headers})


def ask(site: Litestar, secret: str, number: UUID | str) -> Any:
    """How an appeal stands."""
    return Visitor(site).client.get(f"/v1/appeals/{number}", headers={"authorization": f"Bearer {secret}"})


def test_q17_it_is_taken_in_once(office: Record, people: Cast, site: Litestar, key: Any) -> None:
    secret, decision = key(people.ada, "appeal.create"), decided(office, people.alice.id)
    body = {"appellant": "recipient", "decision": str(decision), "id": "A-1", "text": "neutral words"}
    first, again = send(site, secret, body), send(site, secret, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["status"], again.json()["status"]) == ("received", "duplicate")
    assert first.json()["id"] == again.json()["id"]
    refused = send(site, secret, body | {"id": "A-2"})
    assert refused.status_code == 409
    assert "appealed this decision already" in refused.text


def test_a_key_in_the_header_does_the_same(office: Record, people: Cast, site: Litestar, key: Any) -> None:
    secret, decision = key(people.ada, "appeal.create"), decided(office, people.alice.id)
    body = {"appellant": "recipient", "decision": str(decision)}
    codes = [send(site, secret, body, **{"idempotency-key": "K-1"}).status_code for _ in range(2)]
    assert codes == [201, 200]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"appellant": "recipient"}, 404),
        ({"appellant": "somebody"}, 400),
        ({"appellant": "recipient", "decision": "no number"}, 400),
        ({"appellant": "recipient", "unknown": 1}, 400),
        ([], 400),
    ],
)
def test_what_cannot_be_read_or_found_is_said(
    office: Record, people: Cast, site: Litestar, key: Any, body: Any, status: int
) -> None:
    answer = send(site, key(people.ada, "appeal.create"), body)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_never_media(office: Record, people: Cast, site: Litestar, key: Any) -> None:
    secret = key(people.ada, "appeal.create")
    headers = {"authorization": f"Bearer {secret}", "content-type": "image/png"}
    assert Visitor(site).client.post("/v1/appeals", content=b"\x89PNG", headers=headers).status_code == 415


def test_q17_the_outcome_and_the_reasons_are_told_when_it_took_effect(
    office: Record, people: Cast, site: Litestar, key: Any
) -> None:
    secret = key(people.ada, "appeal.create")
    decision, report = turned_down(office, people.alice.id)
    number = send(site, secret, {"appellant": "notifier", "report": str(report)}).json()["id"]
    heard(office, somebody(office), UUID(number), VIOLATES, ("remove_content",))
    before = ask(site, secret, number).json()
    assert (before["state"], before["outcome"], before["reasons"]) == ("decided", None, None)
    pass_time(office)
    after = ask(site, secret, number).json()
    assert (after["outcome"], after["reasons"], after["decision"]) == ("overturned", "We looked again.", str(decision))
    assert value(office, "SELECT state FROM decision WHERE id = %(id)s", UUID(after["instead"])) == "made"
    assert rows(office, "SELECT body ->> 'purpose' AS purpose FROM fact WHERE kind = 'text_read'") == [
        {"purpose": "tell_appellant"}
    ]
    assert ask(site, secret, "01900000-0000-7000-8000-000000000000").status_code == 404


def test_q17_a_program_does_not_decide_even_with_a_reviewers_key(office: Record, people: Cast, site: Litestar, key: Any) -> None:
    secret, number = key(people.bob, "appeal.decide"), appeal(office, decided(office, people.alice.id)).id
    headers = {"authorization": f"Bearer {secret}", "accept": "application/json"}
    client = Visitor(site).client
    client.post(f"/appeals/{number}/claim", headers=headers)
    sent = {"clause": "HE-T-1", "path": "minor:no,act:no", "told": "So."}
    answer = client.post(f"/appeals/{number}/decide", data=sent, headers=headers)
    assert answer.status_code == 422
    assert "decided by a person, in the console" in answer.text
    assert value(office, "SELECT outcome FROM appeal") is None


def test_a_key_without_the_right_opens_nothing(office: Record, people: Cast, site: Litestar, key: Any) -> None:
    secret = key(people.ana, "appeal.view")
    assert send(site, secret, {"appellant": "recipient"}).status_code == 403
    assert Visitor(site).client.post("/v1/appeals", json={}).status_code == 401


def test_the_description_says_what_is_taken() -> None:
    document = whole.document(described.document())
    assert {"/v1/reports", "/v1/appeals", "/v1/appeals/{appeal}"} <= set(document["paths"])
    named = document["components"]["schemas"]
    assert named["AppealIn"]["additionalProperties"] is False
    assert {"ReportIn", "AppealIn", "Told"} <= set(named)
    assert Appellant.RECIPIENT in str(named)
