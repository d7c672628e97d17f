"""The page of recidivism: who comes back after which penalty (Q67)."""

from litestar import Response

from leeward.insights.patterns.cohorts import LEAST, WHEN, Cohort
from leeward.insights.patterns.desk.returning import recidivism
from leeward.record.terms.moment import now
from leeward.web.kit import Markup, Page, Place, csv_of, get, may, render
from leeward.web.pictures.chart import Chart, Series
from leeward.web.pictures.lines import lines

SPANS = (90, 180, 365)
KINDS = {"penalty": "By penalty", "rung": "By rung: which violation it was", "clause": "By clause"}
_MOST = 5
_STEPS = 24


@get("/patterns/recidivism", guard=may("rule.view"), place=Place("Insights", "Who comes back", order=40), include_in_schema=False)
def show(request: Page) -> Markup | Response[str]:
    """Of those with a decided violation, how many had another one after so many days."""
    asked = request.query_params.get("days", "")
    days = int(asked) if asked in map(str, SPANS) else SPANS[1]
    with request.app.state.record.reading() as look:
        found = recidivism(look, now(), days)
    if request.query_params.get("format") == "csv":
        return csv_of([row for each in found for row in _rows(each)], tuple((name, name) for name in _FIELDS), "recidivism")
    return render(
        request, "patterns/recidivism.html", cohorts=found, kinds=KINDS, when=WHEN, least=LEAST, days=days, spans=SPANS,
        when_heads=[(f"{each} days", True) for each in WHEN],
        picture=_picture([each for each in found if each.kind == "penalty"], days),
    )  # fmt: skip


_FIELDS = ("kind", "name", "people", "again", "days", "share", "low", "high", "watched")


def _rows(each: Cohort) -> list[dict[str, object]]:
    """A row for each of the days; only what the page shows."""
    if each.curve is None:
        return []
    steps = [(days, each.curve.at(days)) for days in WHEN]
    return [
        {
            "kind": each.kind, "name": each.name, "people": each.curve.people, "again": each.curve.again, "days": days,
            "share": 1 - step.share, "low": 1 - step.high, "high": 1 - step.low, "watched": step.watched,
        }
        for days, step in steps
        if step is not None
    ]  # fmt: skip


def _picture(found: list[Cohort], days: int) -> Chart | None:
    step = days / _STEPS  # a curve that ends before the second place would be a dot in an empty field
    curves = [(each.name, each.curve) for each in found if each.curve is not None and each.curve.longest >= step][:_MOST]
    if not curves:
        return None
    places = [step * place for place in range(_STEPS + 1)]
    series = []
    for name, curve in curves:
        steps = [curve.at(place) for place in places]
        series.append(Series(name=name.replace("_", " "), values=[1 - at.share if at else None for at in steps]))
    return lines("Another violation within so many days", places, series, unit="share", first="days")


ROUTES = [show]
