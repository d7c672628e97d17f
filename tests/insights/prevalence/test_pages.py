"""The pages and commands of prevalence: what is there is shown, small parts are hidden, what does not fit is said."""

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from insights.prevalence.survey import PAYS, drawn, label_all, post, to_lake
from insights.rules.place import Place
from leeward.cli import main
from leeward.insights.prevalence import desk
from leeward.record.terms.moment import now
from leeward.web.words import percent
from visitor import Visitor


def test_a_sample_is_shown_with_its_design_estimate_and_correction(place: Place) -> None:
    place.see(*range(1, 34), description=PAYS, category="job")
    place.see(*range(34, 44), description="Rooms to let.", category="housing")
    place.see(*range(44, 53), description="Rooms to let.", category="travel")
    to_lake(place)
    sample = drawn(place, place.cast.ana.id, labels=52, looks=1, segments=("category",))
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        assert "Nothing is labelled yet" in ana.get(f"/prevalence/samples/{sample}").text
        label_all(place, people=2)
        page = ana.get(f"/prevalence/samples/{sample}").text
        for shown in (
            percent(33 / 52, 2),
            "Planned and achieved",
            "Simple: each with the same chance",
            "fewer than 30",
            "hidden",
            "not corrected",
        ):
            assert shown in page
        assert "being labelled" in ana.get("/prevalence").text
        assert ana.post(f"/prevalence/samples/{sample}/close").status_code == 303
        assert ana.post(f"/prevalence/samples/{sample}/close").status_code == 409
        assert percent(33 / 52, 2) in ana.get("/prevalence").text
        exported = ana.get("/prevalence?format=csv").text
        told = ana.get(f"/v1/prevalence/{sample}").json()
        assert ana.get("/prevalence/samples/01900000-0000-7000-8000-000000000000").status_code == 404
    assert "labour_exploitation.fees,simple" in exported
    assert told["estimate"]["value"] == pytest.approx(33 / 52)
    shown = [(part["name"], part["labels"]) for part in told["parts"]]
    assert shown == [("housing", None), ("job", 33), ("travel", None)], "ten labels are few, here and on the page"


def test_two_closed_samples_of_one_thing_are_a_line(place: Place) -> None:
    post(place, paying=[1], free=[2, 3])
    for _ in range(2):
        sample = drawn(place, place.cast.ana.id, labels=3, looks=1)
        label_all(place, people=2)
        desk.close(place.record, place.cast.ana.id, sample)
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        assert "<figure" in ana.get("/prevalence").text


def test_the_form_says_what_does_not_fit_and_keeps_what_was_typed(place: Place) -> None:
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        assert "No sample was drawn yet" in ana.get("/prevalence").text
        ana.get("/prevalence/draw")
        typed: dict[str, str | Sequence[str]] = {"kind": "listing_posted", "labels": "77", "design": "weighted"}
        empty = ana.post("/prevalence/draw", typed)
        assert empty.status_code == 422
        assert "The lake holds no listing_posted" in empty.text
        assert 'value="77"' in empty.text
        many = ana.post("/prevalence/draw", {**typed, "labels": "99999999"})
        assert many.status_code == 422
        assert "Labels are a whole number from 1 to 50,000." in many.text


def test_the_plan_answers_how_many_labels(place: Place) -> None:
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        page = ana.get("/prevalence/plan?expected=0.1&half=0.03&auc=0.9&sensitivity=100&false=0").text
        assert "in a simple sample; about 4" in page
        refused = ana.get("/prevalence/plan?expected=0.1&half=0.03&sensitivity=5&false=20")
        assert refused.status_code == 422
        assert "find more of what violates" in refused.text
        assert ana.get("/prevalence/plan?expected=x&half=1").status_code == 422


def test_a_lead_may_and_an_outsider_may_not(place: Place) -> None:
    with Visitor(place.site) as eve:
        eve.sign_in(place.record, place.cast.eve)
        for path in ("/prevalence", "/prevalence/plan", "/prevalence/draw", "/v1/prevalence"):
            assert eve.get(path).status_code in (403, 404)
    with Visitor(place.site) as bob:
        bob.sign_in(place.record, place.cast.bob)
        assert bob.get("/prevalence/draw").status_code == 200


def test_the_command_plans_draws_and_estimates(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEEWARD_HOME", str(tmp_path))
    monkeypatch.setenv("LEEWARD_DATABASE_URL", place.record.url)
    monkeypatch.setenv("LEEWARD_PLAYBOOK", str(place.house.folder))

    def said(*arguments: str, code: int = 0) -> Any:
        monkeypatch.setattr(sys, "argv", ["leeward", "prevalence", *arguments, "--json"])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert int(ended.value.code or 0) == code, out + err
        return json.loads(out.strip().splitlines()[-1])

    simple = ("--design", "simple", "--sensitivity", "1")
    assert said("plan", "--expected", "0.001", "--half-width", "0.0003", *simple)["plan"]["labels"] > 38_000
    assert said("plan", "--expected", "0.3", "--half-width", "0.000001", code=3)["plan"] is None
    post(place, paying=[1, 2], free=[3, 4])
    day = f"{now() + timedelta(days=1):%Y-%m-%d}"
    made = said(
        "draw", "listing_posted", "--until", day, "--labels", "4", "--harm", "labour_exploitation", "--looks", "1", "--as",
        place.cast.ana.login,
    )  # fmt: skip
    assert (made["size"], made["planned"]) == (4, 4)
    assert said("estimate", made["sample"], "--as", place.cast.ana.login, code=3)["estimate"] is None
    label_all(place, people=2)
    found = said("estimate", made["sample"], "--close", "--as", place.cast.ana.login)
    assert (found["estimate"]["value"], found["positives"]) == (0.5, 2)
    assert said("list", "--as", place.cast.ana.login)["samples"][0]["value"] == 0.5
