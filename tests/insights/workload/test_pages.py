"""The pages of workload: figures with their bands, what would change, nothing of one person, and nobody else gets in."""

import re

import pytest

from insights.workload.team import BUSY, Team
from visitor import Visitor

GETS = (
    "/workload", f"/workload/queues/{BUSY}", "/workload/arrivals", "/workload/handling", "/workload/logs", "/workload/logs/none",
    "/v1/workload", f"/v1/workload/{BUSY}", f"/v1/workload/{BUSY}/jobs",
)  # fmt: skip


def test_the_list_says_the_worst_first_and_exports(team: Team) -> None:
    with Visitor(team.site) as ana:
        ana.sign_in(team.record, team.cast.ana)
        page = ana.get("/workload").text
        assert page.count('<th scope="row">') == len(team.house.playbook().queues)
        assert page.index("nobody is there") < page.index(f"/workload/queues/{BUSY}")
        by_waiting = ana.get("/workload?sort=-waiting").text
        assert by_waiting.index(f"/workload/queues/{BUSY}") < by_waiting.index("/workload/queues/smuggling")
        exported = ana.get("/workload?format=csv&sort=-waiting").text.splitlines()
        assert "No queue fits these filters" in ana.get("/workload?state=unknown").text
    assert exported[0].startswith("queue,state,waiting,late,expected,low,high")
    assert exported[1].startswith(f"{BUSY},")
    assert exported[1].split(",")[2:4] == ["40", "10"]


def test_a_queue_says_what_one_more_person_changes(team: Team) -> None:
    with Visitor(team.site) as bob:
        bob.sign_in(team.record, team.cast.bob)
        page = bob.get(f"/workload/queues/{BUSY}").text
        asked = bob.get(f"/workload/queues/{BUSY}?people=2&volume=300").text
        odd = bob.get(f"/workload/queues/{BUSY}?people=many&volume=nan")
        assert bob.get("/workload/queues/nothing").status_code == 404
    for words in (
        "One more person",
        "One person fewer",
        "A fifth more work",
        "People needed, and people there",
        "Day by day",
        "Jobs that may begin too late",
    ):
        assert words in page
    assert page.count('<figure class="chart"') == page.count("Numbers</summary>") == 3, "every picture has its table"
    assert "What you asked" in asked
    assert "What you asked" not in page
    assert odd.status_code == 200, "what is no number is taken as none"


def test_where_somebody_must_begin_at_once_the_page_says_so(team: Team) -> None:
    with Visitor(team.site) as bob:
        bob.sign_in(team.record, team.cast.bob)
        page = bob.get("/workload/queues/imminent_threat").text
    assert "within 15 minutes in 90" in page
    assert "people by Erlang C" in page
    assert "What so many people do in the busiest hour" in page
    assert page.count(">enough<") == 1


def test_what_comes_shows_how_good_the_forecast_was(team: Team) -> None:
    with Visitor(team.site) as ana:
        ana.sign_in(team.record, team.cast.ana)
        page = ana.get(f"/workload/arrivals?queue={BUSY}").text
        everything = ana.get("/workload/arrivals").text
        spanish = ana.get(f"/workload/arrivals?queue={BUSY}&language=es").text
        none = ana.get(f"/workload/arrivals?queue={BUSY}&language=fr")
        exported = ana.get(f"/workload/arrivals?queue={BUSY}&format=csv").text
    for words in ("this forecast", "same hour last week", "MASE", "A usual week", "By language", "people-hours a day"):
        assert words in page
    assert "Choose one queue" in everything
    assert "Choose one queue" in spanish
    assert none.status_code == 200
    assert exported.startswith("day,came,expected,low,high")


def test_handling_times_are_never_of_one_person(team: Team) -> None:
    """Q55: no name, no number of anybody, and small cells hidden."""
    with Visitor(team.site) as ana:
        ana.sign_in(team.record, team.cast.ana)
        page = ana.get("/workload/handling").text
        by_queue = ana.get("/workload/handling?by=queue&days=30").text
        exported = ana.get("/workload/handling?format=csv").text
    assert "hidden: too few people" in page
    assert "hidden, so that the other cannot be calculated" in page
    assert re.search(r"\d\.\d min", page)
    assert "Deceptive recruitment" in by_queue
    for text in (page, by_queue, exported):
        assert not any(str(who) in text for who in team.who)


def test_programs_get_the_same(team: Team) -> None:
    with Visitor(team.site) as ana:
        ana.sign_in(team.record, team.cast.ana)
        told = {each["queue"]: each for each in ana.get("/v1/workload").json()["queues"]}
        one = ana.get(f"/v1/workload/{BUSY}?volume=50").json()
        assert ana.get("/v1/workload/nothing").status_code == 404
        assert ana.get("/v1/workload/nothing/jobs").status_code == 404
        jobs = ana.get(f"/v1/workload/{BUSY}/jobs").json()["jobs"]
    assert told[BUSY]["waiting"] == len(jobs) == 40
    assert told["imminent_threat"]["state"] in ("nobody", "empty")
    assert len(one["hours"]) >= 144
    assert [case["words"] for case in one["cases"]][-1] == "What you asked"


@pytest.mark.parametrize("path", GETS)
def test_the_outsider_sees_nothing(team: Team, path: str) -> None:
    with Visitor(team.site) as eve:
        assert eve.get(path).status_code in (303, 401), "to the sign-in"
        eve.sign_in(team.record, team.cast.eve)
        assert eve.get(path).status_code == 403
        eve.sign_in(team.record, team.cast.alice)
        assert eve.get(path).status_code == 403, "nor who reviews"
