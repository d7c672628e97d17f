"""The pages of rules: what is there is shown, what is done is written down, and nobody else gets in."""

import re
from uuid import uuid4

import pytest
from litestar.testing import TestClient

from insights.rules.place import FEE, TOLD, Place
from visitor import HOST, Visitor

NOTHING = "01900000-0000-7000-8000-000000000000"
GETS = (
    "/rules", f"/rules/{TOLD}", "/rules/graph", "/rules/explain", "/rules/draft", f"/rules/{TOLD}/draft", "/v1/rules",
    f"/v1/rules/{TOLD}", f"/v1/explain/{NOTHING}",
)  # fmt: skip
POSTS = (f"/rules/{TOLD}/off", f"/rules/{TOLD}/on", "/rules/draft", f"/rules/alarms/{NOTHING}")


def test_the_list_shows_every_rule_and_what_it_matched(place: Place) -> None:
    place.tell(1, 2)
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        page = ana.get("/rules").text
        assert page.count('<th scope="row">') == len(place.house.playbook().rules)
        assert "No rule fits these filters" in ana.get("/rules?state=off").text
        by_matches = ana.get("/rules?sort=-week").text
        assert by_matches.index(TOLD) < by_matches.index(FEE)
        exported = ana.get("/rules?format=csv&kind=report")
    assert exported.headers["content-type"].startswith("text/csv")
    assert f"{TOLD},live,report,2,2,2" in exported.text


def test_a_rule_shows_its_text_versions_and_where_it_stands(place: Place) -> None:
    place.tell(1, 2)
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        page = ana.get(f"/rules/{TOLD}").text
        assert ana.get("/rules/labour_exploitation/nothing").status_code == 404
    rule = place.house.playbook().rules[TOLD]  # type: ignore[index]
    for shown in (
        "harm = &#39;labour_exploitation.fees&#39;",
        rule.version[:12],
        "2 matches in 60 days",
        "clockwork",
        "in force",
    ):
        assert shown in page
    assert "Switch off" not in page, "Ana may look"


def test_a_lead_switches_a_rule_off_and_on(place: Place) -> None:
    with Visitor(place.site) as bob:
        bob.sign_in(place.record, place.cast.bob)
        bob.get(f"/rules/{TOLD}")
        assert bob.post(f"/rules/{TOLD}/off", {"reason": "because"}).status_code == 422
        assert bob.post(f"/rules/{TOLD}/off", {"reason": "flood"}).status_code == 303
        page = bob.get(f"/rules/{TOLD}").text
        assert "It brings more work than can be done, says Bob" in page
        assert bob.post(f"/rules/{TOLD}/off", {"reason": "flood"}).status_code == 409
        assert "switched off" in bob.get("/rules?state=off").text
        assert bob.post(f"/rules/{TOLD}/on", {"reason": "passed"}).status_code == 303
    assert [fact["reason"] for fact in (*place.facts("rule_switched_off"), *place.facts("rule_switched_on"))] == [
        "flood",
        "passed",
    ]


def test_programs_read_and_switch(place: Place) -> None:
    place.tell(1)
    with Visitor(place.site) as bob:
        bob.sign_in(place.record, place.cast.bob)
        bob.get("/rules")
        told = bob.get("/v1/rules").json()["rules"]
        assert {each["code"]: each["week"] for each in told}[TOLD] == 1
        assert bob.get(f"/v1/rules/{TOLD}").json()["line"]["state"] == "live"
        headers = {"x-csrf-token": bob.token, "origin": HOST}
        client: TestClient[object] = bob.client  # type: ignore[assignment]
        path = f"/v1/rules/{TOLD}/switch"
        assert client.post(path, json={"off": True, "reason": "flood"}, headers=headers).json() == {"rule": TOLD, "off": True}
        assert client.post(path, json={"off": "yes"}, headers=headers).status_code == 400
        assert bob.get(f"/v1/rules/{TOLD}").json()["line"]["state"] == "off"


def test_why_a_rule_matched_is_explained_without_a_word_of_the_text(place: Place) -> None:
    place.tell(1)
    [number] = [row["id"] for row in place.rows("SELECT id FROM report")]
    place.see(1)
    [event] = [row["event"] for row in place.rows("SELECT event FROM activity")]
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        page = ana.get(f"/rules/explain?number={number}&rule={TOLD}").text
        assert "<b>matches</b>" in page
        assert "harm = labour_exploitation.fees" in page
        listing = ana.get(f"/rules/explain?number={event}&rule={FEE}").text
        assert "<b>matches</b>" in listing
        assert "description = a text" in listing
        assert "placement fee of 300" not in listing
        assert ana.get(f"/rules/explain?number={event}&rule={TOLD}").status_code == 422
        assert ana.get(f"/rules/explain?number={uuid4()}").status_code == 404
        assert ana.get("/rules/explain?number=nonsense").status_code == 422
        told = ana.get(f"/v1/explain/{number}").json()
        [raised] = [row["id"] for row in place.rows("SELECT id FROM report WHERE signal IS NOT NULL")]
        assert "description = a text" in ana.get(f"/rules/explain?number={raised}&rule={FEE}").text, "the event behind a report"
    assert told["then"] == [TOLD] or TOLD in told["then"]
    reads = place.facts("history_read")
    assert {each["purpose"] for each in reads} == {"rule_explain"}
    assert {each["event_kind"] for each in reads} == {"report", "listing_posted"}


def test_the_graph_has_its_table(place: Place) -> None:
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        page = ana.get("/rules/graph").text
    for rule in place.house.playbook().rules.values():
        assert f"<td>{rule.clause}</td>" in page
        assert f'<a href="/rules/{rule.code}"><text' in page


def text_of(place: Place, code: str) -> str:
    return (place.house.folder / f"rules/{code}.toml").read_text()


def test_a_draft_is_checked_with_its_carets_and_never_kept(place: Place) -> None:
    before = sorted(path for path in place.house.folder.rglob("*"))
    wrong = text_of(place, TOLD).replace("source <>", "sauce <>")
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        assert "It is checked as you write." in ana.get(f"/rules/{TOLD}/draft").text
        live = ana.post("/rules/draft", {"code": TOLD, "text": wrong, "act": "live"}).text
        assert live.lstrip().startswith('<div id="findings"')
        assert re.search(r"5 \|   AND sauce &lt;&gt; .*\n +\| +\^{5}", live)
        assert "It checks: 3 cases kept, live." in ana.post("/rules/draft", {"code": TOLD, "text": text_of(place, TOLD)}).text
        assert "cannot be a rule" in ana.post("/rules/draft", {"code": "../../x", "text": "x"}).text
        file = ana.post("/rules/draft", {"code": TOLD, "text": wrong, "act": "file"})
    assert file.headers["content-disposition"] == 'attachment; filename="fees.toml"'
    assert file.text == wrong
    assert sorted(path for path in place.house.folder.rglob("*")) == before


def test_a_preview_says_what_is_new_and_what_is_lost(place: Place) -> None:
    place.tell(1, 2, harm="labour_exploitation.fees")
    place.tell(3, harm="recruitment.deceptive")
    changed = text_of(place, TOLD).replace("harm = 'labour_exploitation.fees'", "harm = 'recruitment.deceptive'")
    first, applicant, ours, other = changed.split("[[case]]")
    cases = [applicant.replace("true", "false"), ours, other.replace("false", "true")]
    changed = "[[case]]".join([first, *cases])
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        ana.get("/rules/draft")
        page = ana.post("/rules/draft", {"code": TOLD, "text": changed, "act": "preview", "days": "7"}).text
    figures = dict(re.findall(r'<p class="what">(\w+)</p>\s*<p class="value ">([^<]+)</p>', page))
    assert (figures["Matches"], figures["New"], figures["Lost"]) == ("1", "1", "2")
    assert figures["Precision"] == "not defined"


@pytest.mark.parametrize("path", GETS)
def test_the_outsider_sees_nothing(place: Place, path: str) -> None:
    with Visitor(place.site) as eve:
        assert eve.get(path).status_code in (303, 401), "to the sign-in"
        eve.sign_in(place.record, place.cast.eve)
        assert eve.get(path).status_code == 403


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("who", ["eve", "alice"])
def test_the_outsider_does_nothing(place: Place, path: str, who: str) -> None:
    with Visitor(place.site) as visitor:
        visitor.sign_in(place.record, getattr(place.cast, who))
        assert visitor.post(path, {"reason": "flood"}).status_code == 403
    assert place.facts("rule_switched_off") == []


@pytest.mark.parametrize("path", [f"/rules/{TOLD}/off", f"/v1/rules/{TOLD}/switch"])
def test_an_analyst_does_not_switch(place: Place, path: str) -> None:
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        assert ana.post(path, {"reason": "flood"}).status_code == 403


def test_an_outcome_that_is_unknown_is_called_so(place: Place) -> None:
    place.see(1, category="massage")
    [event] = place.rows("SELECT event FROM activity")
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        page = ana.get(f"/rules/explain?number={event['event']}&rule=commercial_sexual/one_contact_many_adverts").text
        told = ana.get(f"/v1/explain/{event['event']}?rule=commercial_sexual/one_contact_many_adverts").json()
    assert "is unknown" in page
    assert "neither true nor false" in page
    assert [(each["matched"], each["unknown"]) for each in told["rules"]] == [(False, True)]


def test_a_job_shows_the_values_that_decided_to_those_who_may_see_them(place: Place) -> None:
    place.see(1, category="job")
    [job] = place.rows("SELECT id FROM job")
    place.tell(2)
    [told] = [row["id"] for row in place.rows("SELECT id FROM job") if row["id"] != job["id"]]
    pages = {}
    for member in (place.cast.bob, place.cast.alice):
        with Visitor(place.site) as visitor:
            visitor.sign_in(place.record, member)
            pages[member.name] = [visitor.get(f"/jobs/{each}").text for each in (job["id"], told)]
    assert "category = job" in pages["Bob"][0]
    assert "harm = labour_exploitation.fees" in pages["Bob"][1]
    assert "placement fee of" not in pages["Bob"][0], "no text"
    assert all("category = job" not in page for page in pages["Alice"])
    assert "because" in pages["Alice"][0]
