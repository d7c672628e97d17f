"""The pages of quality: looking again, figures, findings, calibrations, policies; who sees what."""

from collections.abc import Callable

import msgspec
import pytest
from litestar import Litestar

from cast import Cast, Member
from frontline.office import FINE, VIOLATES
from frontline.quality.office import CLAUSE, PLAY, decided, drawn, found_wrong, looked, somebody, value
from leeward.frontline.quality.desk import calibrating
from leeward.record.ledger.record import Record
from visitor import Visitor

Come = Callable[[Member], Visitor]
EMPTY = {
    "/quality/checks": "Nothing waits for a second look",
    "/quality": "Nothing was looked at twice yet",
    "/quality/people": "checked yet",
    "/quality/rules": "No decision with a rule",
    "/quality/calibrations": "No calibration was opened yet",
    "/quality/me": "Nothing was checked in this span",
    "/quality/policies": "No calibration on this version was closed.",
}


@pytest.mark.parametrize("path", EMPTY)
def test_an_empty_page_says_so(office: Record, people: Cast, come: Come, path: str) -> None:
    page = come(people.bob).get(path)
    assert page.status_code == 200
    assert EMPTY[path] in page.text


def test_a_second_look_is_taken_blind_by_the_policys_questions(office: Record, people: Cast, come: Come) -> None:
    decided(office, people.alice.id)
    drawn(office)
    bob = come(people.bob)
    at = bob.post("/quality/checks/next").headers["location"]
    page = bob.get(at).text
    assert "May somebody be under 18?" in page
    assert "your second look" in page, "the ribbon"
    for hidden in ("Alice", "violates", "remove_content", "neutral placeholder"):
        assert hidden not in page
    assert "neutral placeholder" in bob.post(f"{at}/reveal", headers={"accept": "application/json"}).text
    end = bob.get(f"{at}?clause=HE-T-1&path=minor:no&answer=act:no", headers={"hx-request": "true"}).text
    assert "<html" not in end
    assert "No violation of HE-T-1" in end
    sent = bob.post(f"{at}/look", {"clause": "HE-T-1", "path": "minor:no,act:no", "note": "neutral words"})
    assert sent.headers["location"] == "/quality/checks"
    assert value(office, "SELECT seat FROM second_look") == "expert"
    assert bob.get(at).status_code == 409, "it is in nobody's hand"


def test_it_is_given_back_for_a_reason(office: Record, people: Cast, come: Come) -> None:
    decided(office, people.alice.id)
    drawn(office)
    bob = come(people.bob)
    at = bob.post("/quality/checks/next").headers["location"]
    assert bob.post(f"{at}/release", {"reason": "bored"}).status_code == 422
    assert bob.post(f"{at}/release", {"reason": "break"}).headers["location"] == "/quality/checks"
    assert "1 wait for a first second look" in bob.get("/quality/checks").text


def test_an_impossible_path_begins_anew_and_a_bad_form_is_refused(office: Record, people: Cast, come: Come) -> None:
    decided(office, people.alice.id)
    drawn(office)
    bob = come(people.bob)
    at = bob.post("/quality/checks/next").headers["location"]
    for query in ("path=harm:usual", "path=<script>", "clause=NO-1"):
        assert "May somebody be under 18?" in bob.get(f"{at}?{query}").text
    assert bob.post(f"{at}/look", {"clause": "HE-T-1", "path": "minor:no"}).status_code == 422
    assert bob.post(f"{at}/look", {"clause": "two words", "path": ""}).status_code == 422


def test_the_overview_stands_with_intervals_and_exports(office: Record, people: Cast, come: Come) -> None:
    for path in (VIOLATES, FINE, VIOLATES):
        decided(office, people.alice.id, path)
        drawn(office)
        looked(office, somebody(office), path)
    bob = come(people.bob)
    page = bob.get("/quality?days=7").text
    assert ">100.0" in page
    assert "Krippendorff" in page
    assert "left up" in page
    assert "HE-T-1" in page
    export = bob.get("/quality?format=csv")
    assert export.headers["content-type"].startswith("text/csv")
    assert "planned" in export.text.splitlines()[0]


def test_whoever_decided_sees_their_own_finding_without_names_and_may_disagree(office: Record, people: Cast, come: Come) -> None:
    check = found_wrong(office, people)
    alice = come(people.alice)
    assert f"/quality/findings/{check}" in alice.get("/quality/me").text
    page = alice.get(f"/quality/findings/{check}").text
    assert "The decision was wrong" in page
    assert "by Bob" not in page, "who looked is not told"
    assert "Ask another expert" in page
    assert alice.post(f"/quality/findings/{check}/dispute", {"why": ""}).status_code == 422
    assert alice.post(f"/quality/findings/{check}/dispute", {"why": "neutral words"}).status_code == 303
    assert "disputed, another expert looks" in alice.get(f"/quality/findings/{check}").text
    bob = come(people.bob)
    assert "neutral words" not in bob.get(f"/quality/findings/{check}").text
    read = bob.post(f"/quality/findings/{check}/objection", headers={"accept": "application/json"})
    assert read.json()["parts"][0]["text"] == "neutral words"
    assert bob.post(f"/quality/findings/{check}/cause", {"cause": "slip"}).status_code == 303
    assert "A slip" in bob.get(f"/quality/findings/{check}").text


def test_a_reviewer_sees_nobody_elses_figures_and_no_foreign_finding(office: Record, people: Cast, come: Come) -> None:
    check = found_wrong(office, people)
    charlie = come(people.charlie)
    for path in ("/quality", "/quality/people", f"/quality/people/{people.alice.id}", "/quality/rules"):
        assert charlie.get(path).status_code in (403, 404), path
    assert charlie.get(f"/quality/findings/{check}").status_code == 404
    assert charlie.post(f"/quality/findings/{check}/dispute", {"why": "neutral words"}).status_code == 422
    assert charlie.get("/quality/me").status_code == 200


def test_scorecards_of_people_and_rules_stand_alike(office: Record, people: Cast, come: Come) -> None:
    found_wrong(office, people)
    bob = come(people.bob)
    assert f"/quality/people/{people.alice.id}" in bob.get("/quality/people").text
    card = bob.get(f"/quality/people/{people.alice.id}").text
    assert "Alice" in card
    assert "What is said, when it is so" in card
    assert "recruitment/fee" in bob.get("/quality/rules").text


def test_q31_a_calibration_runs_from_opening_to_its_figures(office: Record, people: Cast, come: Come) -> None:
    """Q31, on the pages: alone, talk, again; keys stay hidden from whoever answers until it is closed."""
    bob, alice = come(people.bob), come(people.alice)
    assert alice.post("/quality/calibrations", {"set": "fees"}).status_code in (403, 404)
    at = bob.post("/quality/calibrations", {"set": "fees"}).headers["location"]
    page = alice.get(at).text
    assert "3 cases to go" in page
    assert "The cases" not in page
    assert "So." not in page, "what decides it shows when it is closed"
    for _ in range(2):
        for item, path in (("plain", "minor:no,act:no"), ("clear", "minor:no,act:no"), ("hidden", "minor:no,act:unclear")):
            assert alice.post(f"{at}/answer", {"item": item, "path": path}).status_code == 303
        assert alice.post(f"{at}/answer", {"item": "plain", "path": "minor:no,act:no"}).status_code == 409
        assert "You have answered all of them" in alice.get(at).text
        bob.post(f"{at}/discussed")
    assert "Change the key of clear" in bob.get(f"{at}?item=clear").text
    assert bob.post(f"{at}/key", {"item": "clear", "path": "minor:no,act:no"}).status_code == 303
    assert bob.post(f"{at}/close").status_code == 303
    page = alice.get(at).text
    assert "Keys that were changed" in page
    assert "3 of 3 met the key" in page
    assert "1 person" in page
    assert "3 of 3 met the key" in bob.get("/quality/calibrations").text


def test_q32_a_policy_is_acknowledged_by_who_works_by_it(office: Record, people: Cast, come: Come) -> None:
    alice = come(people.alice)
    assert "I have read it" in alice.get("/quality/policies").text
    assert alice.post(f"/quality/policies/{CLAUSE}/acknowledge").status_code == 303
    assert "you have read it" in alice.get("/quality/policies").text
    assert alice.post("/quality/policies/NO-1/acknowledge").status_code == 422


def test_a_case_that_left_the_playbook_breaks_no_page(office: Record, people: Cast, come: Come, site: Litestar) -> None:
    session = calibrating.open_calibration(office, PLAY, people.bob.id, "fees", [people.bob.id])
    site.state.playbook = lambda: msgspec.structs.replace(PLAY, golden={})
    assert come(people.bob).get(f"/quality/calibrations/{session}").status_code == 404
    assert come(people.bob).get("/quality/calibrations").status_code == 200
