"""The page on which a job is transferred, split and merged, and the API of it: with rights, reasons and the way back."""

from collections.abc import Iterator

import pytest
from litestar import Litestar

from cast import Cast
from frontline.console import HOST
from frontline.floor import PASSAGE, PLAY, floor, job_row, report
from leeward.frontline.review.pages import ROUTES as REVIEW
from leeward.frontline.triage.pages import ROUTES
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import new_id
from leeward.web.site import Site, build
from visitor import Visitor


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """Everybody listens."""
    with floor(record) as opened:
        yield opened


@pytest.fixture
def site(house: Record) -> Litestar:
    """The pages of triage and of review."""
    return build([*REVIEW, *ROUTES], record=house, playbook=lambda: PLAY, site=Site(base_url=HOST), openapi_config=None)


def test_a_lead_transfers_splits_merges_and_takes_back(house: Record, cast: Cast, site: Litestar) -> None:
    about, job, _ = report(house)
    _, _, second = report(house, about, harm=PASSAGE)
    _, other, _ = report(house)
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        page = bob.get(f"/triage/{job}").text
        assert all(words in page for words in ("Transfer", "Split", "Merge", "smuggling, offer"))
        assert bob.post(f"/triage/{job}/transfer", {"queue": "images", "reason": "expertise"}).status_code == 303
        assert job_row(house, job)["queue"] == "images"
        assert "Take back the transfer" in bob.get(f"/triage/{job}").text
        assert bob.post(f"/triage/{job}/undo").status_code == 303
        assert job_row(house, job)["queue"] == "labour"
        assert bob.post(f"/triage/{job}/split", {"reports": [str(second)], "reason": "different_harm"}).status_code == 303
        assert "Split from it" in bob.get(f"/triage/{job}").text
        address = f"{HOST}/jobs/{other}, {job_row(house, other)['id']}"
        assert bob.post(f"/triage/{job}/merge", {"jobs": address, "reason": "same_thing"}).status_code == 303
        assert "Decided with it" in bob.get(f"/triage/{job}").text
        assert "Decided with it" in bob.get(f"/jobs/{job}").text
        assert "It is decided with job" in bob.get(f"/triage/{other}").text


@pytest.mark.parametrize(
    ("way", "fields", "status"),
    [
        ("transfer", {"queue": "senior", "reason": "load"}, 422),
        ("transfer", {"queue": "images", "reason": ""}, 422),
        ("split", {"reason": "different_harm"}, 422),
        ("merge", {"jobs": "4711", "reason": "same_thing"}, 422),
        ("merge", {"jobs": str(new_id()), "reason": "same_thing"}, 404),
        ("undo", {}, 409),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_on(
    house: Record, cast: Cast, site: Litestar, way: str, fields: dict[str, str], status: int
) -> None:
    _, job, _ = report(house)
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        assert bob.post(f"/triage/{job}/{way}", fields).status_code == status
        assert job_row(house, job)["queue"] == "labour"


def test_the_api_does_the_same(house: Record, cast: Cast, site: Litestar) -> None:
    _, job, _ = report(house)
    _, other, _ = report(house)
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        headers = {"origin": HOST, "x-csrf-token": bob.token}
        bob.get(f"/jobs/{job}")
        headers["x-csrf-token"] = bob.token
        done = bob.client.post(f"/v1/jobs/{job}/transfer", json={"queue": "images", "reason": "load"}, headers=headers)
        assert (done.status_code, done.json()["queue"]) == (200, "images")
        done = bob.client.post(f"/v1/jobs/{job}/take-back", headers=headers)
        assert done.json()["queue"] == "labour"
        done = bob.client.post(f"/v1/jobs/{job}/merge", json={"jobs": [str(other)], "reason": "same_act"}, headers=headers)
        assert done.status_code == 200
        to = {"to": str(cast.alice.id), "reason": "load", "hours": 1}
        done = bob.client.post(f"/v1/jobs/{job}/assign", json=to, headers=headers)
        assert (done.status_code, done.json()["again"]) == (200, False)
        assert bob.client.post(f"/v1/jobs/{job}/split", json={"reason": "x"}, headers=headers).status_code == 400


def test_a_lead_gives_a_job_on_its_page_and_sees_only_who_can_take_it(house: Record, cast: Cast, site: Litestar) -> None:
    _, job, _ = report(house)
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        page = bob.get(f"/jobs/{job}/assign").text
        assert "Alice" in page
        assert "Charlie" not in page
        assert bob.post(f"/jobs/{job}/assign", {"to": str(cast.alice.id), "reason": "expertise"}).status_code == 303
        assert "given to somebody: Alice" in bob.get(f"/jobs/{job}").text
        assert bob.post(f"/jobs/{job}/assign", {"to": str(cast.charlie.id), "reason": "load"}).status_code == 422
        assert bob.post(f"/jobs/{job}/assign", {"reason": "load"}).status_code == 422
        with Visitor(site) as alice:
            alice.sign_in(house, cast.alice)
            assert "Given to you" in alice.get("/work").text
        assert bob.post(f"/jobs/{job}/unassign", {"reason": "mistaken"}).status_code == 303
        assert job_row(house, job)["state"] == "open"


def test_a_reviewer_moves_only_what_is_in_their_hand_and_gives_nothing_to_others(
    house: Record, cast: Cast, site: Litestar
) -> None:
    _, job, _ = report(house)
    with Visitor(site) as alice:
        alice.sign_in(house, cast.alice)
        assert "Take it first" in alice.get(f"/triage/{job}").text
        assert alice.post(f"/triage/{job}/transfer", {"queue": "images", "reason": "load"}).status_code == 409
        assert alice.get(f"/jobs/{job}/assign").status_code == 403
        assert alice.post(f"/jobs/{job}/claim").status_code == 303
        assert alice.post(f"/triage/{job}/transfer", {"queue": "images", "reason": "wrong_queue"}).status_code == 303
        assert job_row(house, job)["state"] == "open"


def test_an_outsider_gets_nothing_of_it(house: Record, cast: Cast, site: Litestar) -> None:
    _, job, _ = report(house)
    with Visitor(site) as eve:
        eve.sign_in(house, cast.eve)
        assert eve.get(f"/triage/{job}").status_code == 403
        assert eve.post(f"/triage/{job}/transfer", {"queue": "images", "reason": "load"}).status_code == 403
