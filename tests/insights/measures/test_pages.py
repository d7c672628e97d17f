"""The pages of measures: numbers with interval, n, target, guardrail and definition; small cells hidden; nobody else gets in."""

import pytest

from insights.measures.place import MONDAY, OVERTURN, Place
from visitor import Visitor

DAY = f"{MONDAY:%Y-%m-%d}"
GETS = ("/measures", f"/measures/{OVERTURN}")


def test_the_list_shows_each_measure_beside_its_guardrail(seen: Place) -> None:
    with Visitor(seen.site) as bob:
        bob.sign_in(seen.record, seen.cast.bob)
        page = bob.get("/measures").text
        exported = bob.get("/measures?format=csv")
        assert "No measure fits these filters" in bob.get("/measures?subject=flow&state=close").text
    assert page.count('<th scope="row">') == len(seen.house.playbook().gauges)
    assert f'href="/measures/{OVERTURN}">Overturn rate' in page
    assert 'href="/measures/appeals/appeal_rate">appeals/appeal_rate' in page
    assert exported.headers["content-type"].startswith("text/csv")


def test_a_measure_shows_its_series_definition_and_slices_and_hides_the_small(seen: Place) -> None:
    """Q22: value, interval, n; what is small is hidden."""
    with Visitor(seen.site) as bob:
        bob.sign_in(seen.record, seen.cast.bob)
        page = bob.get(f"/measures/{OVERTURN}?of={DAY}&by=clause").text
        assert bob.get("/measures/appeals/nothing").status_code == 404
        assert bob.get(f"/measures/{OVERTURN}?by=platform").status_code == 422
    for shown in ("34.5 %", "42.9 %", "FROM appeal_decided AS d", "Guardrail", "at most 15.0 %", "hidden", "version 1"):
        assert shown in page
    assert "33.3 %" not in page.split('id="slices"')[1].split("</section>")[0], "one of three would be HE-SM-1"


def test_a_lead_counts_a_closed_period_again(seen: Place) -> None:
    """Q54."""
    with Visitor(seen.site) as bob:
        bob.sign_in(seen.record, seen.cast.bob)
        bob.get(f"/measures/{OVERTURN}?of={DAY}")
        assert bob.post(f"/measures/{OVERTURN}/recount?of={DAY}", {}).status_code == 303
        assert "same again" in bob.get(f"/measures/{OVERTURN}").text
        assert bob.post(f"/measures/{OVERTURN}/recount?of=soon", {}).status_code == 404


@pytest.mark.parametrize("path", GETS)
def test_an_outsider_sees_no_measure(seen: Place, path: str) -> None:
    with Visitor(seen.site) as eve:
        eve.sign_in(seen.record, seen.cast.eve)
        assert eve.get(path).status_code == 403


def test_an_outsider_counts_nothing_again(seen: Place) -> None:
    with Visitor(seen.site) as eve:
        eve.sign_in(seen.record, seen.cast.eve)
        assert eve.post(f"/measures/{OVERTURN}/recount", {}).status_code == 403
