"""Can we cope: all queues, and one with what one more person would change."""

from litestar.params import FromPath

from leeward.insights.workload import desk, views
from leeward.insights.workload.pages import drawing
from leeward.insights.workload.pages.asking import ORDER, STATES, number_in, playbook_of, record_of
from leeward.record.terms.moment import now
from leeward.web.kit import Choice, Column, Markup, Page, Place, csv_of, get, listing, may, render

COLUMNS = (
    Column(name="name", label="Queue", sort=True),
    Column(
        name="state",
        label="In a word",
        sort=True,
        hint="By what of next week's work begins late: over 5 % too few, over 1 % tight",
    ),
    Column(name="waiting", label="Waits", digits=True, sort=True),
    Column(name="late", label="Late already", digits=True, sort=True, hint="Past the moment by which somebody should have begun"),
    Column(name="expected", label="Comes tomorrow", digits=True, sort=True, hint="Mean, and between what with 95 %"),
    Column(name="chance", label="Any late tomorrow", digits=True, sort=True, hint="The chance that at least one begins too late"),
    Column(name="share_late", label="Late in the week", digits=True, sort=True, hint="Of all that comes due, on average"),
    Column(name="needed", label="Needed a day", digits=True, sort=True, hint="People-hours"),
    Column(name="there", label="There a day", digits=True, sort=True, hint="People-hours, as in the last weeks or by shifts"),
)
STATE = Choice(name="state", label="Show", options=tuple((code, words) for code, words in STATES.items()))
EXPORTED = tuple(
    (name, name)
    for name in (
        "queue", "state", "waiting", "late", "expected", "low", "high", "chance", "share_late", "needed", "there", "made",
    )
)  # fmt: skip


@get("/workload", guard=may("workload.view"), place=Place("Insights", "Can we cope?", key="f", order=10), include_in_schema=False)
def overview(request: Page) -> Markup:
    """Every queue: what waits, what comes, who is needed and who is there, and how likely work begins too late."""
    asked, at = listing(request, COLUMNS, (STATE,), sort="state", size=100), now()
    with record_of(request).reading() as look:
        every = desk.overview(look, playbook_of(request), at)
    shown = [line for line in every if asked.chosen.get("state") in (None, line.state)]
    shown.sort(key=lambda line: _key(line, asked.sort), reverse=asked.descending)
    if request.query_params.get("format") == "csv":
        return csv_of([_row(line) for line in shown], EXPORTED, "can-we-cope")
    page = shown[asked.offset : asked.offset + asked.limit]
    return render(
        request, "workload/overview.html", list=asked, rows=page, every=every, total=len(shown), states=STATES,
        made=max((line.made for line in every if line.made), default=None), staffing=playbook_of(request).staffing,
    )  # fmt: skip


def _key(line: views.Line, sort: str) -> tuple[bool, object, str]:
    value = (
        _row(line)[sort]
        if sort in ("expected", "chance")
        else ORDER.index(line.state)
        if sort == "state"
        else getattr(line, sort)
    )
    return value is not None, 0 if value is None else value, line.name


def _row(line: views.Line) -> dict[str, object]:
    day = line.tomorrow
    figures = {"expected": day.expected, "low": day.low, "high": day.high, "chance": day.chance} if day else {}
    return {
        "queue": line.queue, "state": line.state, "waiting": line.waiting, "late": line.late, "share_late": line.share_late,
        "needed": line.needed, "there": line.there, "made": line.made,
        **dict.fromkeys(("expected", "low", "high", "chance")), **figures,
    }  # fmt: skip


@get("/workload/queues/{code:str}", guard=may("workload.view"), include_in_schema=False)
def queue(request: Page, code: FromPath[str]) -> Markup:
    """One queue, hour by hour and day by day, as it is and as it would be."""
    people = number_in(request, "people", 0.0, -50.0, 50.0)
    volume = number_in(request, "volume", 0.0, -90.0, 400.0)
    with record_of(request).reading() as look:
        found = desk.queue_of(playbook_of(request), code)
        line = next(each for each in desk.overview(look, playbook_of(request), now()) if each.queue == code)
        if line.tomorrow is None:
            return render(request, "workload/queue.html", seen=None, found=found, line=line, states=STATES)
        seen = desk.copes(look, playbook_of(request), code, now(), people=people, volume=1 + volume / 100)
    return render(
        request, "workload/queue.html", seen=seen, found=found, line=line, states=STATES, coming=drawing.coming(seen),
        people_=drawing.people(seen), waits=None if line.immediate else drawing.waits(seen), people=people, volume=volume,
        staffing=playbook_of(request).staffing,
    )  # fmt: skip


COPING = [overview, queue]
"""Can we cope."""
