"""The desk of measures: counting, closing, looking. Nothing here but names."""

from leeward.insights.measures.desk.closing import close_due, recount, redefined
from leeward.insights.measures.desk.counting import count, gauge_of, splits_of
from leeward.insights.measures.desk.looking import explanation, list_of, series_of
from leeward.insights.measures.desk.running import refresh

__all__ = [
    "close_due", "count", "explanation", "gauge_of", "list_of", "recount", "redefined", "refresh", "series_of", "splits_of",
]  # fmt: skip
