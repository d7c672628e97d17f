"""From a number on a board to where its moves are taken apart, where a series that can be asked about fits it."""

from urllib.parse import urlencode

SERIES = {
    "flow/intake": "reports",
    "flow/throughput": "decisions",
    "flow/sla_attainment": "in_time",
    "flow/handle_time": "handling",
    "flow/action_rate": "violating",
    "harm/proactive_rate": "proactive",
    "appeals/overturn_rate": "overturned",
    "harm/content_actioned": "actions",
}
"""Measure -> the series of ``/drivers`` that moves with it."""
QUEUED = frozenset({"decisions", "in_time", "handling", "violating", "overturned", "actions"})
"""Series that can be asked about for one queue."""


def why_href(measure: str, by: str, value: str, last: str) -> str:
    """The address that says why a measure moved until a day; empty where no series fits what the board is about."""
    series = SERIES.get(measure, "")
    if not series or (value and not (by == "queue" and series in QUEUED)):
        return ""
    where = [("where", f"queue:{value}")] if value else []
    return "/drivers?" + urlencode([("series", series), ("last", last), *where])
