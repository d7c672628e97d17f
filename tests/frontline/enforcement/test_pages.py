"""The pages of enforcement: what never arrived is seen and sent again, receivers come and go, and nobody else gets in."""

import re
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from litestar import Litestar

from cast import Cast
from frontline.office import PLAY, STEPS, VIOLATES, open_job
from leeward.frontline.enforcement import desk
from leeward.frontline.enforcement.pages.deliveries import DELIVERIES
from leeward.frontline.enforcement.pages.endpoints import ENDPOINTS
from leeward.frontline.enforcement.pages.subject import SUBJECT
from leeward.frontline.enforcement.pages.waiting import HELD, QUIETLY
from leeward.frontline.review import desk as review
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import DecisionId, new_id
from leeward.record.terms.moment import now
from visitor import Visitor

CLOSING = msgspec.structs.replace(PLAY, steps=(msgspec.structs.replace(STEPS[2], strikes_from=0),))

HOOK = "https://platform.example/hooks/leeward"
NOTHING = "01900000-0000-7000-8000-000000000000"  # fixed: tests must have the same names in every worker


def test_an_administrator_sets_up_a_receiver_and_sees_its_secret_once(office: Record, cast: Cast, site: Litestar) -> None:
    with Visitor(site) as ada:
        ada.sign_in(office, cast.ada)
        assert "Nobody is told yet" in ada.get(ENDPOINTS).text
        made = ada.post(ENDPOINTS, {"address": HOOK}).text
        assert HOOK in made
        assert re.search(r"whsec_[A-Za-z0-9_-]{43}", made)
        again = ada.get(ENDPOINTS).text
        assert HOOK in again
        assert "whsec_" not in again


@pytest.mark.parametrize("address", ["", "http://platform.example/", "https://127.0.0.1/", "nonsense"])
def test_an_address_that_will_not_do_is_explained_and_kept(office: Record, cast: Cast, site: Litestar, address: str) -> None:
    with Visitor(site) as ada:
        ada.sign_in(office, cast.ada)
        ada.get(ENDPOINTS)
        answer = ada.post(ENDPOINTS, {"address": address})
    assert answer.status_code == 422
    assert 'id="address-problem"' in answer.text
    assert address in answer.text


def test_a_receiver_is_taken_down(office: Record, cast: Cast, site: Litestar) -> None:
    made = desk.add_endpoint(office, cast.ada.id, HOOK)
    with Visitor(site) as ada:
        ada.sign_in(office, cast.ada)
        ada.get(ENDPOINTS)
        assert ada.post(f"{ENDPOINTS}/{made.id}/remove").status_code == 303
        assert "taken down" in ada.get(ENDPOINTS).text
        assert ada.post(f"{ENDPOINTS}/{NOTHING}/remove").status_code == 404


def test_what_never_arrived_is_seen_first_and_sent_again(
    office: Record, cast: Cast, site: Litestar, dead_message: Callable[[], None]
) -> None:
    dead_message()
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        page = bob.get(DELIVERIES).text
        assert "remove content" in page
        assert "410" in page
        [path] = re.findall(r'action="(/enforcement/deliveries/[^"]+/replay)"', page)
        assert bob.post(path).status_code == 303
        assert "Everything arrived" in bob.get(DELIVERIES).text
        assert "remove content" in bob.get(f"{DELIVERIES}?state=pending").text
        assert bob.post(path).status_code == 409, "it waits already"


def test_everything_dead_of_a_receiver_is_sent_again_at_once(
    office: Record, cast: Cast, site: Litestar, dead_message: Callable[[], None]
) -> None:
    dead_message()
    with Visitor(site) as ada:
        ada.sign_in(office, cast.ada)
        path, since = re.findall(r'action="(/enforcement/endpoints/[^"]+/replay)"', ada.get(ENDPOINTS).text)
        assert path == since, "all that is dead, or all since a moment"
        assert ada.post(path).status_code == 303
        assert "1 message is sent once more" in ada.get(DELIVERIES).text


def test_the_list_is_exported(office: Record, cast: Cast, site: Litestar, dead_message: Callable[[], None]) -> None:
    dead_message()
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        answer = bob.get(f"{DELIVERIES}?format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(answer.text.splitlines()) == 2


def test_those_who_only_look_have_no_button(office: Record, cast: Cast, site: Litestar, dead_message: Callable[[], None]) -> None:
    dead_message()
    with Visitor(site) as ana:
        ana.sign_in(office, cast.ana)
        page = ana.get(DELIVERIES).text
    assert "remove content" in page
    assert "Send again" not in page


GETS = (DELIVERIES, ENDPOINTS)
POSTS = (
    ENDPOINTS, f"{DELIVERIES}/{NOTHING}/replay", f"{ENDPOINTS}/{NOTHING}/remove", f"{ENDPOINTS}/{NOTHING}/replay",
)  # fmt: skip


@pytest.mark.parametrize("path", GETS)
def test_the_outsider_sees_nothing(office: Record, cast: Cast, site: Litestar, path: str) -> None:
    with Visitor(site) as eve:
        assert eve.get(path).status_code == 303, "to the sign-in"
        eve.sign_in(office, cast.eve)
        assert eve.get(path).status_code == 403


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("who", ["eve", "alice", "ana"])
def test_the_outsider_does_nothing(office: Record, cast: Cast, site: Litestar, path: str, who: str) -> None:
    with Visitor(site) as visitor:
        visitor.sign_in(office, getattr(cast, who))
        assert visitor.post(path, {"address": HOOK}).status_code == 403
    with office.reading() as look:
        assert look.value("SELECT count(*) FROM endpoint") == 0


@pytest.mark.parametrize("path", [ENDPOINTS, f"{ENDPOINTS}/{NOTHING}/remove"])
def test_a_lead_sends_again_but_sets_nothing_up(office: Record, cast: Cast, site: Litestar, path: str) -> None:
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        assert bob.post(path, {"address": HOOK}).status_code == 403


def test_the_page_of_a_subject_shows_its_strikes_and_a_lead_forgives_them(
    office: Record, cast: Cast, site: Litestar, dead_message: Callable[[], None]
) -> None:
    dead_message()
    with office.reading() as look:
        [row] = look.rows("SELECT id, about FROM action")
    page, forgive = f"{SUBJECT}/{row['about']}", f"/enforcement/actions/{row['id']}/forgive"
    with Visitor(site) as ana:
        ana.sign_in(office, cast.ana)
        told = ana.get(page).text
        assert "1 live strike" in told
        assert "Forgive" not in told
        assert ana.post(forgive, {"reason": "goodwill"}).status_code in (403, 404)
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        assert forgive in bob.get(page).text
        assert bob.post(forgive, {"reason": "no reason"}).status_code == 422
        assert bob.post(forgive, {"reason": "goodwill"}).headers["location"].startswith(page)
        assert "0 live strikes" in bob.get(page).text
        assert "forgiven" in bob.get(page).text
        assert bob.get(f"{SUBJECT}/{NOTHING}").status_code == 404


def test_a_subject_of_which_nothing_is_known_says_so(office: Record, cast: Cast, site: Litestar) -> None:
    open_job(office)
    with office.reading() as look:
        [row] = look.rows("SELECT id FROM subject")
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        told = bob.get(f"{SUBJECT}/{row['id']}").text
        assert "Nothing was ever done about it" in told
        assert "It has no strikes" in told


def test_a_receiver_is_given_another_secret_and_told_of_other_things(office: Record, cast: Cast, site: Litestar) -> None:
    made = desk.add_endpoint(office, cast.ada.id, HOOK)
    with Visitor(site) as ada:
        ada.sign_in(office, cast.ada)
        ada.get(ENDPOINTS)
        again = ada.post(f"{ENDPOINTS}/{made.id}/secret").text
        assert "For a day messages are signed under both" in again
        assert made.secret not in again
        assert ada.post(f"{ENDPOINTS}/{made.id}/change", {"topics": ["appeals"], "measures": ["warn"]}).status_code == 303
        assert "appeals; warn" in ada.get(ENDPOINTS).text
        assert ada.post(f"{ENDPOINTS}/{made.id}/replay", {"since": "yesterday"}).status_code == 422
        assert ada.post(f"{ENDPOINTS}/{made.id}/replay", {"since": "2026-01-01T00:00"}).status_code == 303


def test_every_attempt_of_a_delivery_is_told(
    office: Record, cast: Cast, site: Litestar, dead_message: Callable[[], None]
) -> None:
    dead_message()
    with office.reading() as look:
        [row] = look.rows("SELECT id, endpoint FROM delivery")
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        told = bob.get(f"{DELIVERIES}/{row['id']}").text
        assert "410" in told
        assert "No attempt follows by itself" in told
        bob.post(f"{DELIVERIES}/{row['id']}/replay")
        assert "sent again by Bob" in bob.get(f"{DELIVERIES}/{row['id']}").text
        assert bob.get(f"{DELIVERIES}/{NOTHING}").status_code == 404
        assert "remove content" in bob.get(f"{DELIVERIES}?state=all&event=action.in_force&receiver={row['endpoint']}").text
        assert "remove content" not in bob.get(f"{DELIVERIES}?state=all&event=appeal.decided").text


def test_somebody_else_confirms_what_waits_on_the_page(office: Record, cast: Cast, site: Litestar) -> None:
    job = open_job(office)
    review.claim(office, CLOSING, cast.alice.id, job)
    review.decide(
        office, CLOSING, cast.alice.id, job, decision=DecisionId(new_id()), clause="HE-T-1", path=VIOLATES,
        measures=("close_account",),
    )  # fmt: skip
    with office.reading() as look:
        [row] = look.rows("SELECT id, about, state FROM action")
    assert row["state"] == "held"
    with Visitor(site) as ana:
        ana.sign_in(office, cast.ana)
        assert "Alice" in ana.get(HELD).text
        assert "Confirm" not in ana.get(HELD).text
        assert ana.post(f"/enforcement/actions/{row['id']}/confirm").status_code in (403, 404)
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        assert "It cannot be taken back" in bob.get(HELD).text
        assert "lapses" in bob.get(f"{SUBJECT}/{row['about']}").text
        assert bob.post(f"/enforcement/actions/{row['id']}/confirm").headers["location"].startswith(HELD)
        assert "Nothing waits" in bob.get(HELD).text
        assert bob.post(f"/enforcement/actions/{row['id']}/decline", {"reason": "too_much"}).status_code == 409
        desk.wake(office, lambda: CLOSING, now() + timedelta(minutes=2))
        assert bob.post(f"/enforcement/actions/{row['id']}/extend", {"until": "soon", "reason": "ongoing"}).status_code == 422
        assert bob.post(f"/enforcement/actions/{row['id']}/hand-over", {"to": str(cast.alice.id)}).status_code == 303
        assert bob.post(f"/enforcement/actions/{row['id']}/end", {"reason": "purpose_met"}).status_code == 303
        assert "ended" in bob.get(f"{SUBJECT}/{row['about']}").text
        assert "Nobody is restricted quietly" in bob.get(QUIETLY).text
