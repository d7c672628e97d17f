"""The pages of measures: all of them by subject, and one over its periods with its definition, target, guardrail and slices."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from litestar.params import FromPath

from leeward.insights.measures import desk, refusals
from leeward.insights.measures.lines import Line, Series
from leeward.playbook.measures.asking import Period
from leeward.playbook.measures.drawing import interval, why, written
from leeward.playbook.model import Playbook
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import Moment, now
from leeward.web import faults
from leeward.web.kit import Choice, Column, Markup, Onward, Page, Place, csv_of, get, listing, may, person, post, redirect, render
from leeward.web.pictures import chart, lines

faults.STATUS.update(refusals.STATUS)

COLUMNS = (
    Column(name="code", label="Measure", sort=True),
    Column(name="value", label="Last closed", digits=True, hint="The last closed period, with its 95 % interval and n"),
    Column(name="state", label="Target", hint="Actual against target"),
    Column(name="running", label="Running", digits=True, hint="The period that runs, as it was counted last"),
    Column(name="guardrail", label="Look at beside it"),
)
EXPORTED = tuple((name, name) for name in ("measure", "start", "end", "closed", "as_of", "value", "low", "high", "n", "reason"))


@get("/measures", guard=may("measure.view"), place=Place("Insights", "Measures", key="n", order=9), include_in_schema=False)
def measures(request: Page) -> Markup:
    """All measures of the playbook in force: the last closed period of each, its target, and the one that runs."""
    every = desk.list_of(_record(request), _playbook(request), _lake(request), now())
    subjects = sorted({line.gauge.subject for line in every})
    subject = Choice(name="subject", label="Subject", options=tuple((each, each.replace("_", " ")) for each in subjects))
    state = Choice(name="state", label="Target", options=(("missed", "missed"), ("close", "close"), ("met", "met")))
    asked = listing(request, COLUMNS, (subject, state), sort="code", size=100)
    shown = [line for line in every if asked.chosen.get("subject") in (None, line.gauge.subject)]
    shown = [line for line in shown if asked.chosen.get("state") in (None, line.state)]
    shown.sort(key=lambda line: line.gauge.code, reverse=asked.descending)
    rows = shown[asked.offset : asked.offset + asked.limit]
    if request.query_params.get("format") == "csv":
        return csv_of([_row(line) for line in shown], EXPORTED, "measures")
    return render(request, "measures/measures.html", list=asked, rows=rows, every=every, total=len(shown), **WORDS)


@get("/measures/{folder:str}/{name:str}", guard=may("measure.view"), include_in_schema=False)
def measure(request: Page, folder: FromPath[str], name: FromPath[str]) -> Markup:
    """One measure."""
    playbook, moment = _playbook(request), now()
    gauge = desk.gauge_of(playbook, f"{folder}/{name}")
    by = str(request.query_params.get("by", ""))
    desk.splits_of(gauge, [by] if by else [])
    of = _day(str(request.query_params.get("of", "")))
    series = desk.series_of(_record(request), playbook, _lake(request), gauge, moment, by=by, of=of)
    told = desk.explanation(_record(request), playbook, gauge, Period(moment, moment))
    return render(
        request, "measures/measure.html", seen=series, gauge=gauge, picture=_picture(series), versions=told.versions, **WORDS
    )


@post("/measures/{folder:str}/{name:str}/recount", guard=may("measure.recount"), include_in_schema=False)
def recount(request: Page, folder: FromPath[str], name: FromPath[str]) -> Onward:
    """Count a closed period again; what was closed stays."""
    playbook = _playbook(request)
    gauge = desk.gauge_of(playbook, f"{folder}/{name}")
    start = _day(str(request.query_params.get("of", "")))
    if start is None:
        raise refusals.NotClosed("Which period is not said.")
    found = desk.recount(_record(request), playbook, _lake(request), gauge, start, person(request).id)
    told = f"{len(found)} results come out otherwise today. What was closed stays." if found else "It comes out the same."
    return redirect(request, f"/measures/{gauge.code}?of={start:%Y-%m-%d}", notice=told)


def _picture(series: Series) -> chart.Chart:
    gauge, points = series.line.gauge, series.points
    cells = [point.whole for point in points]
    target = series.line.target
    values = chart.Series(
        name=gauge.name,
        values=[cell.value for cell in cells],
        low=[cell.low for cell in cells],
        high=[cell.high for cell in cells],
    )
    goal = None if target is None else chart.Target(target.target)
    return lines.lines(
        gauge.name, [point.start for point in points], [values], unit=gauge.unit, target=goal, first=gauge.period.value
    )


def _row(line: Line) -> dict[str, object]:
    point = line.shown
    if point is None:
        return {"measure": line.gauge.code}
    cell = point.whole
    numbers = {"value": cell.value, "low": cell.low, "high": cell.high, "n": None if cell.suppressed else cell.n}
    head = {"measure": line.gauge.code, "start": point.start, "end": point.end, "closed": point.closed, "as_of": point.as_of}
    return {**head, **numbers, "reason": cell.reason}


def _day(text: str) -> Moment | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None


def _record(request: Page) -> Record:
    found: Record = request.app.state.record
    return found


def _playbook(request: Page) -> Playbook:
    found: Playbook = request.app.state.playbook()
    return found


def _lake(request: Page) -> Path:
    found: Path = request.app.state.lake
    return found


WORDS: dict[str, Any] = {
    "written": written,
    "interval": interval,
    "why": why,
    "states": {"met": "target met", "close": "close to the target", "missed": "target missed"},
}
ROUTES = [measures, measure, recount]
