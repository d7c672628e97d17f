"""The pages of reporters: looking, deciding, the register, the API; and nobody else gets in."""

from typing import Any

import pytest
from litestar import Litestar

from cast import Cast
from frontline.reporters.test_misuse import suspended, warned
from frontline.reporters.world import send, turned_down, who
from leeward.administration.people.desk.keys import issue_key
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import PersonId
from visitor import Visitor

NOTHING = "01900000-0000-7000-8000-000000000000"  # fixed: tests must have the same names in every worker


def key_of(house: Record, person: PersonId, right: str) -> str:
    """An API key of somebody's that opens one thing."""
    return issue_key(house, person, person, name="a program", permissions=[right], may=frozenset({right}), days=None)[1]


def test_a_lead_looks_warns_and_suspends_in_the_browser(house: Record, cast: Cast, site: Litestar) -> None:
    reports, path = turned_down(house, cast, range(1, 5)), f"/reporters/{who(house)}"
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        assert path in bob.get("/reporters").text
        page = bob.get(path).text
        assert "4 of 4 decided reports were turned down" in page
        assert "user-" not in page
        assert "keeper@example.org" not in page
        weighed: dict[str, Any] = {"unfounded": [str(each) for each in reports], "gravity": "slight", "intent": "careless"}
        assert bob.post(f"{path}/suspend", weighed | {"days": "10"}).status_code == 422, "no warning came first"
        assert bob.post(f"{path}/warn", {"gravity": "slight"}).status_code == 422
        assert bob.post(f"{path}/warn", weighed).status_code == 303
        assert "What they are told" in bob.get(path).text
        more = turned_down(house, cast, range(11, 13))
        weighed["unfounded"] = [str(each) for each in more]
        assert bob.post(f"{path}/suspend", weighed | {"days": "10"}).status_code == 303
        assert path in bob.get("/reporters?show=suspended").text
        assert bob.post(f"{path}/hear", {"reason": "stands"}).status_code == 422, "nothing is contested"
        assert bob.post(f"{path}/lift", {"reason": "nonsense"}).status_code == 422
        assert bob.post(f"{path}/lift", {"reason": "mistake"}).status_code == 303
        assert "nothing stands against them" in bob.get(path).text


def test_a_lead_says_that_it_is_no_misuse(house: Record, cast: Cast, site: Litestar) -> None:
    turned_down(house, cast, range(1, 5))
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        assert bob.post(f"/reporters/{who(house)}/dismiss", {"reason": "good_faith"}).status_code == 303
        assert "Nobody waits for a person to look" in bob.get("/reporters").text


def test_the_contact_is_read_with_its_purpose(house: Record, cast: Cast, site: Litestar) -> None:
    send(house, 1)
    path = f"/reporters/{who(house)}/contact"
    with Visitor(site) as bob, Visitor(site) as ana:
        bob.sign_in(house, cast.bob)
        assert "U-1" in bob.post(path).text, "who left no address is reached by their name at the platform"
        ana.sign_in(house, cast.ana)
        assert ana.post(path).status_code == 403
    with house.reading() as look:
        assert look.value("SELECT count(*) FROM fact WHERE kind = 'text_read' AND body ->> 'purpose' = 'reporter_contact'") == 1


def test_the_register_is_kept_in_the_browser(house: Record, cast: Cast, site: Litestar) -> None:
    entry: dict[str, Any] = {
        "account": str(cast.ana.id), "coordinator": "IE", "awarded": "2026-01-31", "harms": ["commercial_sexual.solicitation"],
        "jurisdictions": "de fr", "platform": "jobs", "known_as": "org-7",
    }  # fmt: skip
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        assert "No trusted flagger is registered" in bob.get("/reporters/flaggers").text
        assert "Ana" in bob.get("/reporters/flaggers/new").text
        assert "We still need" in bob.post("/reporters/flaggers/new", {"account": str(cast.ana.id)}).text
        assert "is no place" in bob.post("/reporters/flaggers/new", entry | {"jurisdictions": "Berlin"}).text
        assert bob.post("/reporters/flaggers/new", entry).status_code == 303
        assert "uses this account" in bob.post("/reporters/flaggers/new", entry).text
        page = bob.get("/reporters/flaggers").text
        assert "DE FR" in page
        with house.reading() as look:
            number = look.value("SELECT id FROM flagger")
        assert "2026-01-31" in bob.get(f"/reporters/flaggers/{number}").text
        assert bob.post(f"/reporters/flaggers/{number}", entry | {"until": "2027-01-31", "known_as": ""}).status_code == 303
        assert bob.post(f"/reporters/flaggers/{number}/pause", {"reason": "investigated"}).status_code == 303
        assert "paused: investigated" in bob.get("/reporters/flaggers").text
        assert bob.post(f"/reporters/flaggers/{number}/resume").status_code == 303
        assert bob.post(f"/reporters/flaggers/{number}/end", {"reason": "expired"}).status_code == 303
        assert "ended: expired" in bob.get("/reporters/flaggers").text
        assert len(bob.get("/reporters/flaggers?format=csv").text.splitlines()) == 2
    with house.reading() as look:
        assert look.value("SELECT cardinality(known_as) FROM flagger") == 1, "a name is kept when the entry is changed"


def test_what_looks_concerted_and_the_figures_are_seen_and_exported(house: Record, cast: Cast, site: Litestar) -> None:
    for number in range(4):
        send(house, 1, by=f"C-{number}", text=f"{'abcd'[number] * 40} {number}")
    with Visitor(site) as ana:
        ana.sign_in(house, cast.ana)
        assert "many who never reported before" in ana.get("/reporters/brigades").text
        assert "No job fits these filters" in ana.get("/reporters/brigades?signal=many_claims").text
        assert len(ana.get("/reporters/brigades?format=csv").text.splitlines()) == 2
        assert "Notices received" in ana.get("/reporters/figures").text
        assert ana.get("/reporters/figures?year=nonsense&format=csv").status_code == 200
        assert len(ana.get("/reporters?format=csv").text.splitlines()) == 1


def test_the_platform_asks_what_to_tell_its_user_and_passes_on_what_they_say(house: Record, cast: Cast, site: Litestar) -> None:
    warned(house, cast)
    secret = key_of(house, cast.ana.id, "report.create")
    headers, mine = {"authorization": f"Bearer {secret}", "accept": "application/json"}, {"id": "U-1", "platform": "jobs"}
    with Visitor(site) as program:
        told = program.client.post("/v1/reporters/standing", json=mine, headers=headers)
        assert told.status_code == 200, told.text
        assert told.json()["state"] == "warned"
        assert "Of your 4 reports" in told.json()["text"]
        other = program.client.post("/v1/reporters/standing", json=mine | {"id": "U-9"}, headers=headers)
        assert other.json()["state"] == "clear"
        said = program.client.post("/v1/reporters/contest", json=mine | {"text": "All of it happened."}, headers=headers)
        assert said.json()["contested"] is not None
        assert program.client.post("/v1/reporters/contest", json=mine | {"id": "U-9"}, headers=headers).status_code == 422
        assert program.client.post("/v1/reporters/standing", json={"name": 1}, headers=headers).status_code == 400
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        page = bob.get(f"/reporters/{who(house)}").text
        assert "All of it happened." in page
        assert "somebody else hears this" in page


def test_a_program_decides_nothing_about_a_reporter(house: Record, cast: Cast, site: Litestar) -> None:
    """Q43: a person decides."""
    suspended(house, cast)
    secret = key_of(house, cast.bob.id, "reporter.decide")
    with Visitor(site) as program:
        answer = program.client.post(
            f"/reporters/{who(house)}/lift", data={"reason": "mistake"}, headers={"authorization": f"Bearer {secret}"}
        )
    assert answer.status_code in (403, 422)
    with house.reading() as look:
        assert look.value("SELECT state FROM reporter_standing") == "suspended"


GETS = (
    "/reporters", f"/reporters/{NOTHING}", "/reporters/brigades", "/reporters/figures", "/reporters/flaggers",
    "/reporters/flaggers/new", f"/reporters/flaggers/{NOTHING}",
)  # fmt: skip
DOES = ("dismiss", "warn", "suspend", "lift", "hear", "contact")
POSTS = (
    *(f"/reporters/{NOTHING}/{each}" for each in DOES), "/reporters/flaggers/new", f"/reporters/flaggers/{NOTHING}",
    *(f"/reporters/flaggers/{NOTHING}/{each}" for each in ("pause", "resume", "end")),
)  # fmt: skip


@pytest.mark.parametrize("path", GETS)
def test_the_outsider_sees_nothing(house: Record, cast: Cast, site: Litestar, path: str) -> None:
    with Visitor(site) as eve:
        assert eve.get(path).status_code == 303, "to the sign-in"
        eve.sign_in(house, cast.eve)
        assert eve.get(path).status_code == 403


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("name", ["eve", "alice", "ana"])
def test_the_outsider_does_nothing(house: Record, cast: Cast, site: Litestar, path: str, name: str) -> None:
    with Visitor(site) as visitor:
        visitor.sign_in(house, getattr(cast, name))
        assert visitor.post(path).status_code == 403


@pytest.mark.parametrize("path", ["/v1/reporters/standing", "/v1/reporters/contest"])
def test_the_outsider_asks_the_api_for_nothing(house: Record, cast: Cast, site: Litestar, path: str) -> None:
    with Visitor(site) as eve:
        eve.sign_in(house, cast.eve)
        assert eve.post(path).status_code == 403


@pytest.mark.parametrize("path", [f"/reporters/{NOTHING}", f"/reporters/flaggers/{NOTHING}"])
def test_what_is_not_there_is_not_found(house: Record, cast: Cast, site: Litestar, path: str) -> None:
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        assert bob.get(path).status_code == 404
