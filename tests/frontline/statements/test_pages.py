"""The pages of statements: what waits, what is wrong and why, one in full, the way out by hand; and nobody else gets in."""

import csv
import io
import json

import pytest
from litestar import Litestar

from cast import Cast
from frontline.statements.conftest import Desk
from frontline.statements.database import TOKEN, running
from frontline.statements.world import book, draft, only, restrict
from leeward.frontline.statements import desk
from leeward.frontline.statements.pages import STATEMENTS
from leeward.frontline.statements.statement import FIELDS
from leeward.frontline.statements.validator import problems_of_batch
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import now
from visitor import Visitor

NOTHING = "01900000-0000-7000-8000-000000000000"  # fixed: tests must have the same names in every worker


def test_what_waits_is_seen_read_and_recorded_as_submitted(office: Record, cast: Cast, current: Desk, site: Litestar) -> None:
    restrict(office, cast, current.playbook)
    draft(office, current.playbook)
    path = f"{STATEMENTS}/{only(office)['id']}"
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        page = bob.get(STATEMENTS).text
        assert path in page
        assert "Not sent from here" in page
        whole = bob.get(path).text
        assert "It waits to be sent." in whole
        assert "DECISION_VISIBILITY_CONTENT_REMOVED" in whole
        assert "harm: usual" in whole
        assert bob.post(f"{path}/submitted").status_code == 303
        assert "The database has it." in bob.get(path).text
        assert bob.post(f"{path}/submitted").status_code == 409
        assert path in bob.get(f"{STATEMENTS}?state=accepted").text
    with office.reading() as look:
        assert look.value("SELECT count(*) FROM fact WHERE kind = 'text_read' AND actor = %(bob)s", {"bob": cast.bob.id}) == 2


def test_what_is_blocked_names_the_place_and_is_drafted_again(office: Record, cast: Cast, current: Desk, site: Litestar) -> None:
    current.playbook = book(reasons="Ask somebody@example.org.")
    restrict(office, cast, current.playbook)
    draft(office, current.playbook)
    path = f"{STATEMENTS}/{only(office)['id']}"
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        assert "an e-mail address in incompatible content explanation, character 5" in bob.get(f"{STATEMENTS}?state=blocked").text
        assert "an e-mail address" in bob.get(path).text
        current.playbook = book()
        assert bob.post(f"{path}/again").status_code == 303
        draft(office, current.playbook)
        assert "It waits to be sent." in bob.get(path).text
        assert bob.post(f"{path}/again").status_code == 409


def test_what_was_refused_is_told_in_the_databases_words(office: Record, cast: Cast, current: Desk, site: Litestar) -> None:
    restrict(office, cast, current.playbook)
    draft(office, current.playbook)
    with running() as database:
        database.refuses = {str(only(office)["id"])}
        desk.send(office, desk.Target(address=database.address, token=TOKEN), now())
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        assert "The selected category is invalid." in bob.get(f"{STATEMENTS}/{only(office)['id']}").text
        assert "its page" in bob.get(f"{STATEMENTS}?state=refused").text


def test_what_waits_leaves_as_the_database_takes_it(office: Record, cast: Cast, current: Desk, site: Litestar) -> None:
    for _ in range(2):
        restrict(office, cast, current.playbook)
    draft(office, current.playbook)
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        made = json.loads(bob.get(f"{STATEMENTS}/ready.json").text)["statements"]
        rows = list(csv.DictReader(io.StringIO(bob.get(f"{STATEMENTS}/ready.csv").text)))
        listed = bob.get(f"{STATEMENTS}?format=csv").text
    assert problems_of_batch(made) == {}
    assert tuple(rows[0]) == FIELDS
    assert [row["puid"] for row in rows] == [each["puid"] for each in made]
    assert json.loads(rows[0]["decision_visibility"]) == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
    assert len(listed.splitlines()) == 3


def test_those_who_only_look_have_no_button(office: Record, cast: Cast, current: Desk, site: Litestar) -> None:
    restrict(office, cast, current.playbook)
    draft(office, current.playbook)
    with Visitor(site) as ana:
        ana.sign_in(office, cast.ana)
        page = ana.get(STATEMENTS).text + ana.get(f"{STATEMENTS}/{only(office)['id']}").text
        assert ana.get(f"{STATEMENTS}/ready.json").status_code == 403
    assert "I submitted it" not in page
    assert "ready.json" not in page


GETS = (STATEMENTS, f"{STATEMENTS}/{NOTHING}", f"{STATEMENTS}/ready.json", f"{STATEMENTS}/ready.csv")
POSTS = (f"{STATEMENTS}/{NOTHING}/again", f"{STATEMENTS}/{NOTHING}/submitted")


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
        assert visitor.post(path).status_code == 403


@pytest.mark.parametrize("path", [GETS[1], *POSTS])
def test_what_is_not_there_is_not_found(office: Record, cast: Cast, site: Litestar, path: str) -> None:
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        assert (bob.get(path) if path in GETS else bob.post(path)).status_code == 404
