"""Looking: the alarms, one alarm with its picture and its checks, the series, the silences."""

from datetime import UTC, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.insights.trends import desk, reasons, refusals, views, wording
from leeward.insights.trends.desk.answering import series_named
from leeward.insights.trends.streams import ALL, STREAMS, WORDS
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import now
from leeward.web import faults
from leeward.web.export import LIMIT
from leeward.web.kit import Choice, Column, Markup, Page, Place, csv_of, get, listing, may, person, render
from leeward.web.pictures.chart import Chart, Noted, Series
from leeward.web.pictures.lines import lines
from leeward.web.pictures.small import spark

faults.STATUS.update(refusals.STATUS)

COLUMNS = (
    Column(name="series", label="What moved"),
    Column(name="cause", label="What the checks say"),
    Column(name="day", label="Day", sort=True, digits=True),
    Column(name="observed", label="Came", digits=True),
    Column(name="expected", label="Expected", digits=True),
    Column(name="chance", label="Chance", digits=True, sort=True, hint="How likely so many, or so few, are when nothing happens"),
    Column(name="state", label="State"),
)
SERIES_COLUMNS = (
    Column(name="series", label="Series"),
    Column(name="days", label="Four weeks"),
    Column(name="last", label="Yesterday", digits=True),
    Column(name="week", label="7 days", digits=True),
    Column(
        name="before", label="A week before", digits=True, hint="A week of the four weeks before these seven days, on average"
    ),
)
SHOW = Choice(
    name="state",
    label="Show",
    usual="open",
    options=(("open", "open"), ("mine", "mine"), ("silenced", "silenced"), ("all", "all")),
)
STREAM = Choice(name="stream", label="Counts", options=tuple((code, each.title) for code, each in STREAMS.items()))
CAUSE = Choice(name="cause", label="Cause", options=tuple((cause.value, words) for cause, words in wording.CAUSES.items()))
EXPORTED = tuple(
    (name, name)
    for name in (
        "id", "stream", "dimension", "value", "move", "day", "since", "observed", "out_of", "expected", "chance", "cause",
        "focus", "focus_value", "share", "state", "explained", "close_reason",
    )
)  # fmt: skip
BACK = timedelta(days=1)


def record_of(request: Page) -> Record:
    """The record of this house."""
    found: Record = request.app.state.record
    return found


def lake_of(request: Page) -> Path:
    """Where its lake is."""
    found: Path = request.app.state.lake
    return found


@get("/trends", guard=may("trend.view"), place=Place("Insights", "Alarms", key="t", order=10), include_in_schema=False)
def alarms(request: Page) -> Markup:
    """Alarms: open ones, mine, silenced ones, all."""
    asked = listing(request, COLUMNS, (SHOW, STREAM, CAUSE), sort="-day")
    wanted: dict[str, Any] = {
        "state": asked.chosen.get("state", "open"), "stream": asked.chosen.get("stream"), "cause": asked.chosen.get("cause"),
        "sort": asked.sort, "down": asked.descending, "limit": asked.limit, "offset": asked.offset,
    }  # fmt: skip
    exported = request.query_params.get("format") == "csv"
    if exported:
        wanted |= {"limit": LIMIT, "offset": 0}
    with record_of(request).reading() as look:
        rows = desk.alarms(look, person(request).id, wanted)
        watched, numbers = desk.boards(look), desk.numbers(look, person(request).id)
    if exported:
        return csv_of([{**msgspec.structs.asdict(row), "state": row.state.value} for row in rows], EXPORTED, "alarms")
    return render(request, "trends/alarms.html", list=asked, rows=rows, watched=watched, numbers=numbers, words=wording)


@get("/trends/alarms/{alarm:uuid}", guard=may("trend.view"), include_in_schema=False)
def alarm(request: Page, alarm: FromPath[UUID]) -> Markup:
    """One alarm."""
    return alarm_page(request, alarm)


def alarm_page(request: Page, number: UUID, note: str | None = None) -> Markup:
    """The page of an alarm, with the note when it was read."""
    with record_of(request).reading() as look:
        seen = desk.alarm_view(look, number)
    line = seen.line
    last = min(line.day + timedelta(days=14), now() - BACK if line.day < now() - BACK else now()).astimezone(UTC).date()
    series = series_named(line.stream, line.dimension, line.value)
    try:
        drawn = picture(desk.series_view(record_of(request), lake_of(request), series, last), (line,))
    except refusals.NoSuchSeries:
        drawn = None
    return render(
        request, "trends/alarm.html", seen=seen, line=line, picture=drawn, note=note, words=wording, was=reasons.WAS,
        silent=reasons.SILENT, link=wording.series_link(line.stream, line.dimension, line.value),
    )  # fmt: skip


def picture(seen: views.SeriesDays, marked: tuple[views.AlarmLine, ...]) -> Chart:
    """The series, with the band in which a day is ordinary, and the days that rang."""
    stream = STREAMS[seen.stream]
    unit = "share" if stream.share else stream.unit
    places = {day: at for at, day in enumerate(seen.days)}
    noted = [Noted(places[day], "rang") for each in marked if (day := each.day.astimezone(UTC).date()) in places]
    began = [Noted(places[day], "began") for each in marked if (day := each.since.astimezone(UTC).date()) in places]
    return lines(
        f"{wording.series_words(seen.stream, seen.dimension, seen.value)}, by day",
        seen.days,
        [
            Series(name="came", values=seen.observed),
            Series(name="expected, and where a day is ordinary", values=seen.expected, low=seen.low, high=seen.high),
        ],
        unit=unit,
        noted=[*noted, *(each for each in began if each.index not in {other.index for other in noted})],
        first="day",
        zero=True,
    )


@get("/trends/series", guard=may("trend.view"), place=Place("Insights", "Series", order=11), include_in_schema=False)
def series(request: Page) -> Markup:
    """Everything that is watched, stream by stream."""
    stream = str(request.query_params.get("stream", "reports"))
    stream = stream if stream in STREAMS else "reports"
    by = Choice(
        name="dimension", label="By", options=tuple((name, WORDS[name]) for name in (ALL, *STREAMS[stream].watched))
    )  # fmt: skip
    shown = msgspec.structs.replace(STREAM, usual="reports")
    asked = listing(request, SERIES_COLUMNS, (shown, by), sort="series", size=100)
    rows = desk.series_list(record_of(request), lake_of(request), stream, now())
    rows = [row for row in rows if asked.chosen.get("dimension") in (None, row.dimension)]
    if request.query_params.get("format") == "csv":
        names = tuple((name, name) for name in ("stream", "dimension", "value", "last", "week", "before"))
        return csv_of([msgspec.structs.asdict(row) for row in rows[:LIMIT]], names, "series")
    page = rows[asked.offset : asked.offset + asked.limit]
    return render(
        request, "trends/series.html", list=asked, rows=page, total=len(rows), stream=STREAMS[stream], words=wording, spark=spark
    )


@get("/trends/series/one", guard=may("trend.view"), include_in_schema=False)
def one(request: Page) -> Markup:
    """One series with what was to be expected, and its alarms."""
    asked = request.query_params
    named = series_named(*(str(asked.get(name, "")) for name in ("stream", "dimension", "value")))
    seen = desk.series_view(record_of(request), lake_of(request), named, (now() - BACK).date())
    with record_of(request).reading() as look:
        own = tuple(each for row in desk.alarms_of(look, named) if (each := _line(look, row["id"])))
    return render(
        request, "trends/one.html", series=named, seen=seen, picture=picture(seen, own), own=own, words=wording,
        silent=reasons.SILENT, stream=STREAMS[named.stream],
    )  # fmt: skip


def _line(look: Any, number: UUID) -> views.AlarmLine:
    return desk.alarm_view(look, number).line


@get("/trends/silences", guard=may("trend.view"), include_in_schema=False)
def silences(request: Page) -> Markup:
    """Series that do not ring for a while, why, and what they kept from ringing."""
    at = now()
    with record_of(request).reading() as look:
        rows = desk.silences(look, at)
    return render(request, "trends/silences.html", rows=rows, now=at, words=wording, silent=reasons.SILENT)


LOOKING = [alarms, alarm, series, one, silences]
