"""What comes, and how long it takes."""

from leeward.insights.workload import desk
from leeward.insights.workload.backtest import WAYS
from leeward.insights.workload.handling import Cell, finite
from leeward.insights.workload.pages import drawing
from leeward.insights.workload.pages.asking import lake_of, playbook_of, record_of
from leeward.record.terms.moment import now
from leeward.web.kit import Markup, Page, csv_of, get, may, render

HIDDEN = {
    "few_people": "hidden: too few people",
    "few_times": "too few decisions",
    "with_another": "hidden, so that the other cannot be calculated",
}
GROUPS = {"leads": "leads", "reviewers": "reviewers", "others": "others", "everybody": "everybody"}
SPANS = (30, 90, 180)


@get("/workload/arrivals", guard=may("workload.view"), include_in_schema=False)
def arrivals(request: Page) -> Markup:
    """What came by day, what is expected, the usual week, and how good the forecast was."""
    playbook = playbook_of(request)
    code = str(request.query_params.get("queue", "")) or None
    language = str(request.query_params.get("language", "")) or None
    seen = desk.arrivals(record_of(request), lake_of(request), playbook, now(), queue=code, language=language)
    if request.query_params.get("format") == "csv":
        rows = [{"day": begins, "came": came} for begins, came in seen.days]
        rows += [{"day": day.begins, "expected": day.expected, "low": day.low, "high": day.high} for day in seen.ahead]
        fields = ("day", "came", "expected", "low", "high")
        return csv_of([dict.fromkeys(fields) | row for row in rows], tuple((name, name) for name in fields), "arrivals")
    return render(
        request, "workload/arrivals.html", seen=seen, queues=playbook.queues, days=drawing.by_day(seen) if seen.days else None,
        week=drawing.usual_week(seen.week) if seen.week else None, ways_of=WAYS,
    )  # fmt: skip


@get(
    "/workload/handling",
    guard=may("workload.view"),
    include_in_schema=False,
)
def handling(request: Page) -> Markup:
    """Handling times by clause or queue, and by group of people; never of one person."""
    playbook = playbook_of(request)
    by = "queue" if request.query_params.get("by") == "queue" else "clause"
    given = str(request.query_params.get("days", ""))
    days = int(given) if given in {str(each) for each in SPANS} else 90
    seen = desk.handling(record_of(request), lake_of(request), playbook, now(), by=by, days=days)
    if request.query_params.get("format") == "csv":
        fields = ("row", "group", "n", "people", "mean", "mean_low", "mean_high", "median", "p90", "law", "hidden")
        return csv_of([_row(cell) for cell in seen.rows], tuple((name, name) for name in fields), "handling-times")
    names = {str(each.code): each.name for each in playbook.queues} | {
        str(each.id): each.title for each in playbook.policies.values()
    }
    return render(
        request, "workload/handling.html", seen=seen, by=by, names=names, hidden=HIDDEN, groups=GROUPS, spans=SPANS, finite=finite
    )


def _row(cell: Cell) -> dict[str, object]:
    times = cell.times
    figures: dict[str, object] = dict.fromkeys(("n", "people", "mean", "mean_low", "mean_high", "median", "p90", "law"))
    if times:
        figures = {
            "n": times.n, "people": times.people, "mean": times.mean, "mean_low": times.low, "mean_high": times.high,
            "median": times.quantiles[1].seconds, "p90": times.quantiles[3].seconds, "law": times.law.value,
        }  # fmt: skip
    return {"row": cell.row, "group": cell.column, "hidden": cell.hidden, **figures}


PAST = [arrivals, handling]
"""What was."""
