"""The pages of trends: what rings is shown with its picture and its checks, what is done is written down, nobody else gets in."""

import re
from uuid import uuid4

import pytest

from insights.trends.conftest import Place
from visitor import Visitor

NOTHING = "01900000-0000-7000-8000-000000000000"
FEES = "stream=reports&dimension=harm&value=labour_exploitation.fees"
GETS = ("/trends", f"/trends/alarms/{NOTHING}", "/trends/series", f"/trends/series/one?{FEES}", "/trends/silences")
POSTS = (
    f"/trends/alarms/{NOTHING}/take", f"/trends/alarms/{NOTHING}/explain", f"/trends/alarms/{NOTHING}/close",
    f"/trends/alarms/{NOTHING}/note", "/trends/silences", f"/trends/silences/{NOTHING}/end",
)  # fmt: skip


def test_a_lead_goes_from_the_list_to_a_closed_alarm(place: Place) -> None:
    with Visitor(place.site) as bob:
        bob.sign_in(place.record, place.cast.bob)
        assert "Nothing was watched yet" in bob.get("/trends").text
        place.watch()
        page = bob.get("/trends").text
        assert "Reports, harm labour exploitation, fees" in page
        assert "one subject" in page
        found = re.search(r'href="(/trends/alarms/[0-9a-f-]{36})"', page)
        assert found
        alarm = found[1]
        page = bob.get(alarm).text
        for shown in (
            "What was checked before it rang", "Are the reporters new?", "Is it one subject?", "Did the playbook change?", "<svg",
            "rang",
            "Series that moved by the same events", "Take it",
        ):  # fmt: skip
            assert shown in page
        assert bob.post(f"{alarm}/close").status_code == 409
        assert bob.post(f"{alarm}/take").status_code == 303
        assert "Bob answers for it" in bob.get(alarm).text
        assert bob.post(f"{alarm}/explain", {"reason": "because"}).status_code == 422
        assert bob.post(f"{alarm}/explain", {"reason": "campaign", "note": "A group."}).status_code == 303
        assert "A group." not in bob.get(alarm).text
        assert "A group." in bob.post(f"{alarm}/note").text
        assert bob.post(f"{alarm}/close").status_code == 303
        assert "Nothing rings" in bob.get("/trends").text
        assert "Nothing rings" not in bob.get("/trends?state=all").text
        exported = bob.get("/trends?state=all&format=csv")
        assert "labour_exploitation.fees,rise" in exported.text
        assert "campaign" in exported.text


def test_series_are_browsed_and_silenced(place: Place) -> None:
    with Visitor(place.site) as bob:
        bob.sign_in(place.record, place.cast.bob)
        page = bob.get("/trends/series").text
        assert "Reports, language en" in page
        assert "Reports, language en" not in bob.get("/trends/series?dimension=harm").text
        assert "Nothing was counted" in bob.get("/trends/series?stream=appeals").text
        assert "dimension,value,last" in bob.get("/trends/series?format=csv").text
        page = bob.get(f"/trends/series/one?{FEES}").text
        assert "where a day is ordinary" in page
        assert bob.get("/trends/series/one?stream=reports&dimension=harm&value=none.such").status_code == 404
        assert bob.get("/trends/series/one?stream=x&dimension=y&value=z").status_code == 404
        quiet = {"stream": "reports", "dimension": "harm", "value": "labour_exploitation.fees", "reason": "known_noise"}
        assert bob.post("/trends/silences", {**quiet, "days": "soon"}).status_code == 422
        assert bob.post("/trends/silences", {**quiet, "days": "200"}).status_code == 422
        assert bob.post("/trends/silences", {**quiet, "days": "5", "alarm": "x"}).status_code == 404
        assert bob.post("/trends/silences", {**quiet, "days": "5"}).status_code == 303
        page = bob.get("/trends/silences").text
        assert "It moves by itself and says nothing" in page
        found = re.search(r'action="(/trends/silences/[0-9a-f-]{36}/end)"', page)
        assert found
        assert bob.post(found[1]).status_code == 303
        assert found[1] not in bob.get("/trends/silences").text
        assert bob.post(f"/trends/silences/{uuid4()}/end").status_code == 404


@pytest.mark.parametrize("path", GETS)
def test_eve_sees_nothing(place: Place, path: str) -> None:
    with Visitor(place.site) as eve:
        eve.sign_in(place.record, place.cast.eve)
        assert eve.get(path).status_code == 403


@pytest.mark.parametrize("path", POSTS)
def test_eve_changes_nothing_and_a_reviewer_neither(place: Place, path: str) -> None:
    for member in (place.cast.eve, place.cast.alice):
        with Visitor(place.site) as visitor:
            visitor.sign_in(place.record, member)
            visitor.get("/people/me")
            assert visitor.post(path).status_code == 403


def test_what_is_not_there_is_said(place: Place) -> None:
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        assert ana.get(f"/trends/alarms/{NOTHING}").status_code == 404
        assert ana.post(f"/trends/alarms/{NOTHING}/take").status_code == 404
