"""Campaigns: near copies and shared media, as a list, and one with its picture, its spread and its subjects."""

from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from leeward.insights.patterns import desk, refusals
from leeward.insights.patterns.grouping import LEAST
from leeward.insights.patterns.views import Campaign, Whole
from leeward.record.terms.moment import Moment
from leeward.record.terms.tie import Tie
from leeward.web import faults
from leeward.web.export import LIMIT
from leeward.web.kit import Choice, Column, Markup, Page, Place, csv_of, get, listing, may, person, render
from leeward.web.pictures.chart import Chart, Noted, Series
from leeward.web.pictures.lines import lines

faults.STATUS.update(refusals.STATUS)

COLUMNS = (
    Column(name="campaign", label="Campaign"),
    Column(name="subjects", label="Subjects", sort=True, digits=True),
    Column(name="reports", label="Reports", digits=True),
    Column(name="spread", label="Languages, markets, platforms", digits=True),
    Column(name="first", label="First report", digits=True),
    Column(name="last", label="Latest report", sort=True, digits=True),
    Column(name="signalled", label="To a signal", digits=True, hint="From its first report to the first that met a rule of ours"),
    Column(name="acted", label="To an action", digits=True, hint="From its first report to the first action on a subject of it"),
)
SHAPE = Choice(
    name="shape", label="Show", usual="wave",
    options=(("wave", "waves"), ("standing", "what stands all the time"), ("all", "all")),
)  # fmt: skip
TIE = Choice(name="tie", label="Have in common", options=((Tie.WORDS.value, "words"), (Tie.HASH.value, "media")))
TIES = {Tie.WORDS: "Near copies of a text", Tie.HASH: "The same media"}
_EXPORTED = tuple(
    (name, name)
    for name in (
        "id", "tie", "subjects", "reports", "reporters", "languages", "markets", "platforms", "first", "last", "dense",
        "found", "signalled", "acted",
    )
)  # fmt: skip


@get("/patterns/campaigns", guard=may("rule.view"), place=Place("Insights", "Campaigns", order=41), include_in_schema=False)
def show(request: Page) -> Markup | Response[str]:
    """Campaigns: groups of near copies and of shared media."""
    asked = listing(request, COLUMNS, (SHAPE, TIE), sort="-last")
    wanted: dict[str, Any] = {
        "tie": asked.chosen.get("tie"), "shape": asked.chosen.get("shape", "wave"), "sort": asked.sort, "down": asked.descending,
    }  # fmt: skip
    csv = request.query_params.get("format") == "csv"
    wanted |= {"limit": LIMIT, "offset": 0} if csv else {"limit": asked.limit, "offset": asked.offset}
    with request.app.state.record.reading() as look:
        rows = desk.campaigns(look, wanted)
    if csv:
        return csv_of([_plain(row) for row in rows], _EXPORTED, "campaigns")
    return render(request, "patterns/campaigns.html", list=asked, rows=rows, ties=TIES, lag=lag, least=LEAST)


@get("/patterns/campaigns/{campaign:uuid}", guard=may("rule.view"), include_in_schema=False)
def one(request: Page, campaign: FromPath[UUID]) -> Markup:
    """One campaign: its series, how far it spread, how long until somebody saw and did something, its subjects."""
    with request.app.state.record.reading() as look:
        whole = desk.campaign_view(look, request.app.state.playbook(), person(request).id, campaign)
    return render(
        request, "patterns/campaign.html", whole=whole, campaign=whole.campaign, picture=_picture(whole), ties=TIES, lag=lag,
        least=LEAST,
    )  # fmt: skip


def lag(first: Moment, then: Moment | None) -> str:
    """From the first report to a moment, in words."""
    if then is None:
        return "not yet"
    took = then - first
    if took < timedelta(minutes=1):
        return "at once"
    if took < timedelta(hours=1):
        return f"{took // timedelta(minutes=1)} min"
    return f"{took / timedelta(hours=1):.1f} h" if took < timedelta(days=2) else f"{took / timedelta(days=1):.1f} days"


def _plain(row: Campaign) -> dict[str, object]:
    return {name: getattr(row, name) for name, _ in _EXPORTED}


def _picture(whole: Whole) -> Chart:
    """Reports a day, with the days of the first signal and the first action."""
    days = [day for day, _ in whole.days]
    series = [Series(name="reports", values=[float(n) for _, n in whole.days])]
    marks = (("first signal", whole.campaign.signalled), ("first action", whole.campaign.acted))
    on = [(moment.astimezone(UTC).date(), words) for words, moment in marks if moment is not None]
    noted = [Noted(days.index(day), words) for day, words in on if day in days]
    return lines("Reports a day", days, series, noted=noted, zero=True)


ROUTES = [show, one]
