"""Labels in people's hands: put for a reason and a time, taken away for one, each a fact, and nobody else gets in."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from insights.rules.place import Place
from leeward.cli import main
from leeward.frontline.labels import desk, refusals
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import new_id
from leeward.record.terms.moment import now
from visitor import Visitor

DOUBT, FEE = "recruiter_in_doubt", "fee_asked"


def account(place: Place) -> UUID:
    [row] = place.rows("SELECT DISTINCT subject FROM label_standing")
    return UUID(str(row["subject"]))


def put(place: Place, label: str = DOUBT, **more: Any) -> Any:
    asked = {"reason": "told", **more}
    return desk.put(place.record, place.house.playbook(), place.cast.bob.id, account(place), label, **asked)


def take(place: Place, label: str = FEE, reason: str = "wrong") -> Any:
    return desk.take(place.record, place.house.playbook(), place.cast.bob.id, account(place), label, reason=reason)


def seen(place: Place) -> Any:
    with place.record.reading() as look:
        return desk.labels_of(look, place.house.playbook(), account(place))


def test_what_a_rule_put_stands_with_the_rule_and_its_end(place: Place) -> None:
    [line] = seen(place).standing
    assert (line.label, line.rule, line.by) == (FEE, "recruitment/fee_before_contract", "playbook")
    assert timedelta(days=59) < line.until - now() <= timedelta(days=60)


def test_somebody_puts_a_label_that_is_for_people_and_it_is_a_fact(place: Place) -> None:
    until = put(place, lasts="12 hours")
    assert timedelta(hours=11) < until - now() <= timedelta(hours=12)
    assert {line.label: line.by for line in seen(place).standing} == {FEE: "playbook", DOUBT: "Bob"}
    fact = place.facts("label_put")[-1]
    assert (fact["reason"], fact["rule"], fact["after"]) == ("told", None, 1)


def test_put_again_for_a_shorter_time_it_stands_as_long_as_before(place: Place) -> None:
    before = put(place)
    assert put(place, lasts="1 day") == before
    assert next(line for line in seen(place).standing if line.label == DOUBT).until == before


def test_taken_away_it_stands_no_more_and_rules_leave_it_alone_for_its_time(place: Place) -> None:
    held = take(place)
    assert timedelta(days=59) < held - now() <= timedelta(days=60)
    found = seen(place)
    assert found.standing == ()
    assert [(line.label, line.until) for line in found.over] == [(FEE, None)]
    assert [(line.until is None, line.by) for line in found.changes] == [(True, "Bob"), (False, "playbook")]
    assert place.facts("label_taken")[0]["reason"] == "wrong"
    assert refold(place.record)[1] == []


def test_what_a_person_puts_again_rules_may_prolong_again(place: Place) -> None:
    put(place)
    take(place, DOUBT)
    put(place)
    [row] = place.rows(f"SELECT held FROM label_standing WHERE label = '{DOUBT}'")
    assert row["held"] is None


@pytest.mark.parametrize(
    ("label", "more", "refusal", "says"),
    [
        ("recruiter_in_dubt", {}, refusals.NoSuchLabel, "recruiter_in_doubt"),
        (FEE, {}, refusals.NotForPeople, "people = true"),
        (DOUBT, {"reason": "because"}, refusals.NotAReason, "told"),
        (DOUBT, {"lasts": "for ever"}, refusals.NotATime, "14 days"),
        (DOUBT, {"lasts": "99999 days"}, refusals.NotATime, "ten years"),
    ],
)
def test_what_is_not_done_is_refused_with_the_remedy(
    place: Place, label: str, more: dict[str, str], refusal: type[Exception], says: str
) -> None:
    with pytest.raises(refusal) as caught:
        put(place, label, **more)
    assert says in str(caught.value)
    assert len(place.facts("label_put")) == 1


def test_nothing_is_put_on_nobody_and_nothing_taken_that_does_not_stand(place: Place) -> None:
    play, bob = place.house.playbook(), place.cast.bob.id
    with pytest.raises(refusals.NobodyThere):
        desk.put(place.record, play, bob, new_id(), DOUBT, reason="told")
    with pytest.raises(refusals.DoesNotStand):
        take(place, DOUBT)
    with pytest.raises(refusals.NoSuchLabel):
        take(place, "fee_aksed")
    take(place)
    with pytest.raises(refusals.DoesNotStand):
        take(place)


def test_a_lead_puts_and_takes_on_the_page(place: Place) -> None:
    who = account(place)
    with Visitor(place.site) as bob:
        bob.sign_in(place.record, place.cast.bob)
        page = bob.get(f"/labels/{who}").text
        assert "recruitment/fee_before_contract" in page
        assert bob.post(f"/labels/{who}/put", {"label": FEE, "reason": "told"}).status_code == 409
        assert bob.post(f"/labels/{who}/put", {"label": DOUBT, "reason": "told", "lasts": ""}).status_code == 303
        assert bob.post(f"/labels/{who}/take", {"label": FEE, "reason": "appeal"}).status_code == 303
        page = bob.get(f"/labels/{who}").text
        assert "Somebody appealed and was right" in page
        listed = bob.get("/labels").text
        assert "recruiter in doubt" in listed
        assert bob.get(f"/labels?label={FEE}").text.count("/labels/" + str(who)) == 0
        assert str(who) in bob.get("/labels?format=csv&sort=until").text
        assert bob.get(f"/labels/{new_id()}").status_code == 404


def test_a_reviewer_looks_and_does_not_touch(place: Place) -> None:
    who = account(place)
    with Visitor(place.site) as alice:
        alice.sign_in(place.record, place.cast.alice)
        page = alice.get(f"/labels/{who}").text
        assert "fee asked" in page
        assert "Take away" not in page
        assert alice.post(f"/labels/{who}/take", {"label": FEE, "reason": "wrong"}).status_code in (403, 404)
    assert place.facts("label_taken") == []


def test_a_playbook_without_labels_says_how_to_have_some(place: Place) -> None:
    folder = place.house.folder
    (folder / "labels.toml").unlink()
    for name in ("offer_after_a_fee", "strangers_after_a_fee"):
        (folder / f"rules/recruitment/{name}.toml").unlink()
    path = folder / "rules/recruitment/fee_before_contract.toml"
    path.write_text(path.read_text().replace('[[label]]\nname = "fee_asked"\non = "account_id"\n', ""))
    assert place.house.reload()
    with place.record.writing() as tx:
        tx.execute("UPDATE label_standing SET until = now()")
    with Visitor(place.site) as bob:
        bob.sign_in(place.record, place.cast.bob)
        assert "The playbook has no labels" in bob.get("/labels").text
        assert "is for people to put" in bob.get(f"/labels/{account(place)}").text


def test_programs_get_the_same_as_json(place: Place) -> None:
    who = account(place)
    with Visitor(place.site) as bob:
        bob.sign_in(place.record, place.cast.bob)
        bob.get("/labels")
        found = {each["name"]: each for each in bob.get("/v1/labels").json()["labels"]}
        assert (found[FEE]["standing"], found[DOUBT]["people"]) == (1, True)
        told = bob.client.post(
            f"/v1/labels/{who}/put", json={"label": DOUBT, "reason": "told"}, headers={"x-csrf-token": bob.token}
        )
        assert (told.status_code, told.json()["label"]) == (200, DOUBT)
        wrong = bob.client.post(f"/v1/labels/{who}/take", json={"label": 7}, headers={"x-csrf-token": bob.token})
        assert wrong.status_code == 400
        shown = bob.get(f"/v1/labels/{who}").json()
    assert [each["label"] for each in shown["standing"]] == [FEE, DOUBT]


def test_a_job_leads_to_the_labels_of_its_subject(place: Place) -> None:
    [job] = place.rows("SELECT id, about FROM job")
    with Visitor(place.site) as bob:
        bob.sign_in(place.record, place.cast.bob)
        assert f'href="/labels/{job["about"]}"' in bob.get(f"/jobs/{job['id']}").text
        assert bob.get(f"/labels/{job['about']}").status_code == 200


def run(place: Place, home: Path, patch: pytest.MonkeyPatch, said: pytest.CaptureFixture[str], *arguments: str) -> Any:
    for name, value in (("HOME", home), ("DATABASE_URL", place.record.url), ("PLAYBOOK", place.house.folder)):
        patch.setenv(f"LEEWARD_{name}", str(value))
    patch.setattr(sys, "argv", ["leeward", "label", *arguments, "--as", "bob@example.org", "--json"])
    said.readouterr()
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = said.readouterr()
    assert ended.value.code in (0, None), err
    return json.loads(out.strip().splitlines()[-1])


def test_the_command_does_the_same(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    who = str(account(place))
    assert run(place, tmp_path, monkeypatch, capsys, "put", who, DOUBT, "--reason", "told", "--for", "2 days")["label"] == DOUBT
    assert run(place, tmp_path, monkeypatch, capsys, "take", who, FEE, "--reason", "wrong")["label"] == FEE
    assert [each["label"] for each in run(place, tmp_path, monkeypatch, capsys, "list")["labels"]] == [DOUBT]
    assert len(run(place, tmp_path, monkeypatch, capsys, "list", who)["labels"]["changes"]) == 3


def test_the_graph_shows_who_puts_and_who_asks(place: Place) -> None:
    with Visitor(place.site) as bob:
        bob.sign_in(place.record, place.cast.bob)
        page = bob.get("/rules/graph").text
    assert "fee_asked (label)" in page
    assert "fee_asked (puts label)" in page
