"""Q36: a person and the wellness lead see how the person is doing; everybody else sees load, and no number about few.

Also: what somebody chose of how things are shown stands on every page they open.
"""

import pytest
from litestar import Litestar

from administration.wellness.conftest import come
from cast import Cast, Member
from frontline.office import open_job
from leeward.administration.wellness import desk
from leeward.frontline.review import desk as review
from leeward.playbook.model import Playbook
from leeward.record.facts.people import PersonJoined
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.ids import PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR, Role
from leeward.record.terms.severity import Severity


def hired(office: Record, name: str, *roles: Role) -> Member:
    """One more who works here."""
    one = Member(
        PersonId(new_id()), name, f"{name.lower()}@example.org", roles, ("labour_exploitation",), ("en",), Severity.SEVERE
    )
    with office.writing() as tx:
        tx.append(
            [
                PersonJoined(
                    subject=one.id, actor=DOOR, occurred=now(), roles=one.roles, skills=one.skills, languages=one.languages,
                    severity_limit=one.severity_limit,
                )
            ]
        )  # fmt: skip
        account = {"person": one.id, "login": one.login, "name": one.name}
        tx.execute("INSERT INTO account (person, login, name) VALUES (%(person)s, %(login)s, %(name)s)", account)
    return one


@pytest.fixture
def worn(office: Record, book: Playbook, team: Cast) -> Member:
    """Alice, near a limit, who opted out of something."""
    job = open_job(office, severity=3)
    review.claim(office, book, team.alice.id, job)
    review.release(office, book, team.alice.id, job, "shift_end")
    with office.writing() as tx:
        tx.execute("UPDATE exposure SET seconds = 150 * 60 WHERE person = %(who)s", {"who": team.alice.id})
    desk.opt_out(office, book, team.alice.id, ["covert_imagery"])
    return team.alice


def test_a_person_sees_how_they_are_doing_and_is_warned(site: Litestar, office: Record, worn: Member) -> None:
    page = come(site, office, worn).get("/wellness").text
    assert "near your limit for severe work" in page
    assert "2\N{NARROW NO-BREAK SPACE}h 30\N{NARROW NO-BREAK SPACE}min" in page
    assert 'value="covert_imagery" checked' in page


def test_who_takes_a_job_near_a_limit_is_told(site: Litestar, office: Record, worn: Member) -> None:
    open_job(office, severity=3)
    alice = come(site, office, worn)
    answer = alice.post("/work/next")
    assert "near your limit for severe work" in alice.get(answer.headers["location"]).text


@pytest.mark.parametrize("who", ["bob", "ada", "ana", "charlie", "eve"])
def test_nobody_but_the_wellness_lead_sees_another_person(
    site: Litestar, office: Record, team: Cast, worn: Member, who: str
) -> None:
    visitor = come(site, office, getattr(team, who))
    assert visitor.get("/wellness/people").status_code == 403
    assert visitor.get(f"/wellness/people/{worn.id}").status_code == 403
    for path in (
        "/wellness",
        "/wellness/house",
        "/operations",
        "/people",
        f"/people/{worn.id}",
        "/queues",
        "/queues/labour",
        "/",
    ):
        page = visitor.get(path).text
        assert "near your limit" not in page, path
        assert 'value="covert_imagery" checked' not in page, path
        assert ">2\N{NARROW NO-BREAK SPACE}h 30" not in page, path


def test_the_wellness_lead_sees_a_person_and_that_is_a_fact(site: Litestar, office: Record, worn: Member) -> None:
    lead = hired(office, "Wilma", Role.WELLNESS)
    visitor = come(site, office, lead)
    assert "Alice" in visitor.get("/wellness/people").text
    page = visitor.get(f"/wellness/people/{worn.id}").text
    assert "2\N{NARROW NO-BREAK SPACE}h 30" in page
    assert "Covert" in page
    with office.reading() as look:
        seen = look.rows("SELECT actor FROM fact WHERE kind = 'wellbeing_seen' AND subject = %(who)s", {"who": worn.id})
    assert [row["actor"] for row in seen] == [lead.id]


def test_a_number_about_few_is_not_shown_and_one_about_many_is(site: Litestar, office: Record, team: Cast, worn: Member) -> None:
    bob = come(site, office, team.bob)
    assert "Too few people" in bob.get("/wellness/house").text
    for number in range(9):
        hired(office, f"Reviewer{number}", Role.REVIEWER)
    page = bob.get("/wellness/house").text
    assert "Alice" not in page
    assert "not shown" in page
    assert ">12<" in page


def test_no_proof_page_tells_how_a_colleague_is_doing(site: Litestar, office: Record, team: Cast, worn: Member) -> None:
    seal_pending(office)
    with office.reading() as look:
        private = look.value("SELECT position FROM fact WHERE kind = 'opted_out'")
        open_one = look.value("SELECT position FROM fact WHERE kind = 'job_claimed'")
    bob = come(site, office, team.bob)
    assert bob.get(f"/facts/{private}/proof").status_code == 404
    assert bob.get(f"/facts/{open_one}/proof").status_code == 200


def test_a_break_is_taken_and_ended_on_the_page(site: Litestar, office: Record, worn: Member) -> None:
    alice = come(site, office, worn)
    alice.get("/wellness")
    assert alice.post("/wellness/break", {"minutes": "500"}).status_code == 422
    assert alice.post("/wellness/break", {"minutes": "20"}).status_code == 303
    assert "You take a break until" in alice.get("/wellness").text
    assert alice.post("/work/next").headers["location"] == "/wellness"
    assert alice.post("/wellness/break/end").status_code == 303
    assert "You take a break until" not in alice.get("/wellness").text


def test_what_somebody_chose_stands_on_every_page_and_the_house_s_choice_for_the_others(
    site: Litestar, office: Record, team: Cast
) -> None:
    alice = come(site, office, team.alice)
    for path in ("/wellness", "/work", "/queues"):
        assert (
            'data-veil="veiled" data-greyscale="on" data-blur="60" data-mute="on" data-autoplay="off" data-calm="off"'
            in alice.get(path).text
        )
    chosen = {"veil": "open", "greyscale": "off", "blur": "20", "mute": "off", "autoplay": "on", "calm": "on"}
    assert alice.post("/wellness/viewing", chosen).status_code == 303
    for path in ("/wellness", "/work", "/queues"):
        assert (
            'data-veil="open" data-greyscale="off" data-blur="20" data-mute="off" data-autoplay="on" data-calm="on"'
            in alice.get(path).text
        )
    assert 'data-calm="off"' in come(site, office, team.bob).get("/work").text
    assert alice.post("/wellness/viewing", chosen | {"blur": "7"}).status_code == 422


def test_opting_out_of_what_does_not_exist_is_said(site: Litestar, office: Record, team: Cast) -> None:
    alice = come(site, office, team.alice)
    alice.get("/wellness")
    assert alice.post("/wellness/opt-outs", {"harms": "weather"}).status_code == 422
    assert alice.post("/wellness/opt-outs", {"harms": ("covert_imagery", "sextortion")}).status_code == 303
    with office.reading() as look:
        assert look.value("SELECT avoids FROM wellbeing") == ["covert_imagery", "sextortion"]
