"""The desk of Explore: runs queries and writes down that they ran, keeps them, opens them again."""

from leeward.insights.explore.desk.answers import Answers, Standing
from leeward.insights.explore.desk.keeping import drop, save, take
from leeward.insights.explore.desk.looking import Line, Saved, Table, history, opened_query, opened_run, saved, tables
from leeward.insights.explore.desk.running import Asker, Asking, ask_now, begin

__all__ = [
    "Answers",
    "Asker",
    "Asking",
    "Line",
    "Saved",
    "Standing",
    "Table",
    "ask_now",
    "begin",
    "drop",
    "history",
    "opened_query",
    "opened_run",
    "save",
    "saved",
    "tables",
    "take",
]
