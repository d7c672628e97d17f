"""The desk of hash signals: what is taken in, asked for, judged and looked at. Nothing here but names."""

from leeward.frontline.signals.desk.judging import hand_over, judge, sayable, unsaid
from leeward.frontline.signals.desk.looking import bank, banks, matches
from leeward.frontline.signals.desk.matching import listeners, look_up, wake
from leeward.frontline.signals.desk.pulling import pull, pull_due
from leeward.frontline.signals.desk.searching import record_search, search, search_of, searches, tasks
from leeward.frontline.signals.desk.taking import take_file

__all__ = [
    "bank",
    "banks",
    "hand_over",
    "judge",
    "listeners",
    "look_up",
    "matches",
    "pull",
    "pull_due",
    "record_search",
    "sayable",
    "search",
    "search_of",
    "searches",
    "take_file",
    "tasks",
    "unsaid",
    "wake",
]
