"""The pages of appeals: the list, one appeal, hearing it, entering one for somebody; and the outsider."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from cast import Cast, Member
from frontline.appeals.court import PLAY, appeal, decided, job_of, pass_time, rows, somebody, turned_down, value
from frontline.office import WORSE
from leeward.frontline.appeals import desk
from leeward.record.ledger.record import Record
from leeward.record.terms.appeal import Appellant
from leeward.record.terms.ids import new_id
from visitor import Visitor

Come = Callable[[Member], Visitor]
NOTHING = "01900000-0000-7000-8000-000000000000"


def test_the_list_stands_in_the_order_of_work(office: Record, people: Cast, come: Come) -> None:
    mild = appeal(office, decided(office, people.alice.id)).id
    grave = appeal(office, decided(office, people.alice.id, WORSE)).id
    page = come(people.bob).get("/appeals").text
    places = [page.index(f"/appeals/{number}") for number in (grave, mild)]
    assert places == sorted(places)
    assert "Next appeal" in page
    assert "No appeal was decided yet" in come(people.bob).get("/appeals?state=decided").text
    export = come(people.bob).get("/appeals?format=csv")
    assert export.headers["content-type"].startswith("text/csv")
    assert str(grave) in export.text


def test_q17_a_lead_answers_the_questions_again_and_what_was_done_is_lifted(office: Record, people: Cast, come: Come) -> None:
    decision = decided(office, people.alice.id)
    number = appeal(office, decision, text="neutral words").id
    bob = come(people.bob)
    assert bob.post("/appeals/next").headers["location"] == f"/appeals/{number}"
    page = bob.get(f"/appeals/{number}").text
    assert "Is it there?" in page, "the path of the first decision"
    assert "For tests." in page, "the policy"
    assert "neutral words" not in page, "what was written stays behind the veil"
    assert "your appeal" in page, "the ribbon"
    read = bob.post(f"/appeals/{number}/reveal", headers={"accept": "application/json"})
    assert {"label": "What whoever appealed says", "text": "neutral words"} in read.json()["parts"]
    purposes = rows(office, "SELECT DISTINCT actor, body ->> 'purpose' AS purpose FROM fact WHERE kind = 'text_read'")
    assert purposes == [{"actor": people.bob.id, "purpose": "appeal"}]
    end = bob.get(f"/appeals/{number}?clause=HE-T-1&path=minor:no&answer=act:no", headers={"hx-request": "true"}).text
    assert "<html" not in end
    assert "Overturned: the decision falls" in end
    assert "The decision was wrong. We take it back" in end
    sent = {"clause": "HE-T-1", "path": "minor:no,act:no", "told": "We were wrong."}
    assert bob.post(f"/appeals/{number}/decide", sent).status_code == 303
    page = bob.get(f"/appeals/{number}").text
    assert "Overturned: the decision falls" in page
    pass_time(office)
    assert {row["state"] for row in rows(office, "SELECT state FROM action")} == {"reversed"}
    job = bob.get(f"/jobs/{job_of(office, decision)}").text
    assert f'href="/appeals/{number}"' in job
    assert "Appeal carried out: the decision falls" in job
    report = value(office, "SELECT reports[1] FROM decision WHERE id = %(id)s", decision)
    assert "Appealed by whom it restricts" in bob.get(f"/reports/{report}").text


def test_measures_can_be_taken_off_and_the_outcome_follows(office: Record, people: Cast, come: Come) -> None:
    number = appeal(office, decided(office, people.alice.id)).id
    bob = come(people.bob)
    bob.post(f"/appeals/{number}/claim")
    at = f"/appeals/{number}?clause=HE-T-1&path=minor:no,act:yes,harm:usual"
    whole, part = bob.get(at).text, bob.get(f"{at}&chosen=1&measures=warn").text
    assert "Upheld: the decision stands" in whole
    assert "carries 1 strike" in whole
    assert "Partly: less is done about it" in part
    assert part.count('name="measures" value="warn" checked') == 1
    assert 'type="hidden" name="measures" value="remove_content"' not in part
    assert "we take back a part of what we did" in part
    sent: dict[str, Any] = {"clause": "HE-T-1", "path": "minor:no,act:yes,harm:usual", "measures": ["warn"], "told": "A part."}
    assert bob.post(f"/appeals/{number}/decide", sent).status_code == 303
    assert value(office, "SELECT outcome FROM appeal") == "partly"


def test_an_impossible_path_begins_anew_and_another_policy_can_be_chosen(office: Record, people: Cast, come: Come) -> None:
    number = appeal(office, decided(office, people.alice.id)).id
    bob = come(people.bob)
    bob.post(f"/appeals/{number}/claim")
    for query in ("clause=HE-T-1&path=harm:usual", "clause=HE-T-1&path=<script>", "clause=ASE-T-1"):
        assert "May somebody be under 18?" in bob.get(f"/appeals/{number}?{query}").text
    assert "The playbook has no policy" in bob.get(f"/appeals/{number}?clause=HE-T-9").text


def test_who_decided_sees_why_it_is_not_theirs(office: Record, people: Cast, come: Come) -> None:
    number = appeal(office, decided(office, people.bob.id)).id
    bob = come(people.bob)
    page = bob.get(f"/appeals/{number}").text
    assert "heard by somebody who did not decide" in page
    assert "Take this appeal" not in page
    refused = bob.post(f"/appeals/{number}/claim")
    assert refused.status_code == 422
    assert "heard by somebody who did not decide" in refused.text
    assert "no appeal for you" in bob.get(bob.post("/appeals/next").headers["location"]).text


def test_texts_are_for_whoever_hears_it(office: Record, people: Cast, come: Come) -> None:
    number = appeal(office, decided(office, people.bob.id), text="neutral words").id
    alice = come(people.alice)
    assert alice.post(f"/appeals/{number}/reveal").status_code == 409
    assert value(office, "SELECT count(*) FROM fact WHERE kind = 'text_read'") == 0
    alice.post(f"/appeals/{number}/claim")
    assert alice.post(f"/appeals/{number}/reveal").status_code == 200


def test_it_is_given_back_and_given_to_somebody(office: Record, people: Cast, come: Come) -> None:
    number = appeal(office, decided(office, people.bob.id)).id
    other = somebody(office)
    alice, bob = come(people.alice), come(people.bob)
    alice.post(f"/appeals/{number}/claim")
    assert alice.post(f"/appeals/{number}/release", {"reason": "bored"}).status_code == 422
    assert alice.post(f"/appeals/{number}/release", {"reason": "conflict"}).status_code == 303
    page = bob.get(f"/appeals/{number}").text
    choices = re.findall(r'<option value="([^"]+)">[^<]*</option>', page.split('id="to"')[1].split("</select>")[0])
    assert choices == [str(other)], "not who decided, not who stepped back, not who may not hear it"
    assert bob.post(f"/appeals/{number}/assign", {"to": str(people.alice.id)}).status_code == 422
    assert bob.post(f"/appeals/{number}/assign", {"to": "nobody"}).status_code == 422
    assert bob.post(f"/appeals/{number}/assign", {"to": str(other)}).status_code == 303
    assert value(office, "SELECT claimed_by FROM appeal") == other


def test_a_lead_enters_one_for_somebody_who_wrote_and_withdraws_it(office: Record, people: Cast, come: Come) -> None:
    decision = decided(office, people.alice.id)
    bob = come(people.bob)
    assert f'href="/appeals/new?decision={decision}"' in bob.get(f"/jobs/{job_of(office, decision)}").text
    form = bob.get(f"/appeals/new?decision={decision}").text
    assert f'value="{decision}"' in form
    number = re.search(r'name="id" value="([^"]+)"', form)
    assert number is not None
    sent: dict[str, Any] = {"id": number[1], "decision": str(decision), "text": "neutral words"}
    assert "Choose who appeals" in bob.post("/appeals/new", sent).text or bob.post("/appeals/new", sent).status_code == 422
    sent |= {"appellant": "recipient"}
    first, again = bob.post("/appeals/new", sent), bob.post("/appeals/new", sent)
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"], "sent twice, it is one appeal"
    refused = bob.post("/appeals/new", sent | {"id": str(new_id())})
    assert refused.status_code == 422
    assert "appealed this decision already" in refused.text
    assert "neutral words" in refused.text, "what was typed is kept"
    page = first.headers["location"]
    assert bob.post(f"{page}/withdraw", {"reason": "asked"}).status_code == 303
    assert "Nobody asks any longer" in bob.get(page).text


def test_what_cannot_be_read_is_said_beside_its_field(office: Record, people: Cast, come: Come) -> None:
    bob = come(people.bob)
    sent: dict[str, Any] = {"id": "A", "appellant": "notifier", "report": "no number"}
    assert "This is no report" in bob.post("/appeals/new", sent).text
    assert "There is no such" in bob.post("/appeals/new", sent | {"report": NOTHING}).text
    decision = decided(office, people.alice.id)
    media: dict[str, Any] = {"id": "B", "appellant": "recipient", "decision": str(decision), "text": "data:image/png;base64,AAAA"}
    assert "data: URL" in bob.post("/appeals/new", media).text


def test_an_undo_is_offered_in_time_to_who_decided(office: Record, people: Cast, come: Come) -> None:
    number = appeal(office, decided(office, people.alice.id)).id
    bob = come(people.bob)
    bob.post(f"/appeals/{number}/claim")
    bob.post(f"/appeals/{number}/decide", {"clause": "HE-T-1", "path": "minor:no,act:no", "told": "So."})
    assert f"/appeals/{number}/undo" not in bob.get(f"/appeals/{number}").text, "here nothing waits for a grace period"
    assert bob.post(f"/appeals/{number}/undo").status_code == 422


def test_q17_what_may_concern_a_minor_is_for_those_trained(office: Record, people: Cast, come: Come) -> None:
    number = appeal(office, decided(office, people.bob.id, queue="minor_gate")).id
    alice = come(people.alice)
    assert alice.get(f"/appeals/{number}").status_code == 422
    assert str(number) not in alice.get("/appeals").text
    assert str(number) in come(people.bob).get("/appeals").text


def test_a_number_finds_its_appeal(office: Record, people: Cast, come: Come) -> None:
    number = appeal(office, decided(office, people.alice.id)).id
    assert come(people.bob).get(f"/find?q={number}").headers["location"] == f"/appeals/{number}"
    assert come(people.bob).get(f"/appeals/{NOTHING}").status_code == 404


PAGES = ["/appeals", "/appeals/new", "/appeals/{}"]
FORMS = ["/appeals/next", "/appeals/new", *(f"/appeals/{{}}/{act}" for act in ("claim", "assign", "release", "reveal"))]
FORMS += [f"/appeals/{{}}/{act}" for act in ("decide", "undo", "withdraw")]


def test_eve_gets_nothing(office: Record, people: Cast, come: Come) -> None:
    number = appeal(office, decided(office, people.alice.id)).id
    eve = come(people.eve)
    assert {eve.get(page.format(number)).status_code for page in PAGES} == {403}
    assert {eve.post(form.format(number)).status_code for form in FORMS} == {403}
    assert value(office, "SELECT state FROM appeal") == "open"


def test_an_analyst_looks_and_does_nothing(office: Record, people: Cast, come: Come) -> None:
    number = appeal(office, decided(office, people.alice.id)).id
    ana = come(people.ana)
    assert ana.get("/appeals").status_code == 200
    page = ana.get(f"/appeals/{number}")
    assert page.status_code == 200
    assert "Take this appeal" not in page.text
    assert {ana.post(form.format(number)).status_code for form in FORMS} == {403}


def test_a_notifiers_appeal_leads_to_the_report(office: Record, people: Cast, come: Come) -> None:
    decision, report = turned_down(office, people.alice.id)
    number = appeal(office, decision, appellant=Appellant.NOTIFIER, report=report).id
    bob = come(people.bob)
    bob.post(f"/appeals/{number}/claim")
    page = bob.get(f"/appeals/{number}?clause=HE-T-1&path=minor:no,act:yes,harm:usual").text
    assert f'href="/reports/{report}"' in page
    assert "What follows" in page
    assert "You were right. We act on what you reported." in page


@pytest.mark.parametrize("state", ["claimed", "withdrawn"])
def test_the_list_shows_other_states(office: Record, people: Cast, come: Come, state: str) -> None:
    number = appeal(office, decided(office, people.bob.id)).id
    if state == "claimed":
        desk.claim(office, PLAY, people.alice.id, number)
    else:
        desk.withdraw(office, people.bob.id, number, "asked")
    page = come(people.bob).get(f"/appeals?state={state}").text
    assert ("Alice hears it" if state == "claimed" else "withdrawn") in page
    assert str(number) in page
