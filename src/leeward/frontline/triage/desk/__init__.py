"""The desk of triage: what listens, what wakes, what people do about clocks, and with where a job belongs. Nothing but names."""

from leeward.frontline.triage.desk.duties import SHOWN, begin, clocks, clocks_of, meet, requests_of
from leeward.frontline.triage.desk.listening import listeners, wake
from leeward.frontline.triage.desk.moving import merge, move_view, split, take_back, transfer
from leeward.frontline.triage.desk.waiting import late, load, wake_late
from leeward.frontline.triage.views import Moved

__all__ = [
    "SHOWN",
    "Moved",
    "begin",
    "clocks",
    "clocks_of",
    "late",
    "listeners",
    "load",
    "meet",
    "merge",
    "move_view",
    "requests_of",
    "split",
    "take_back",
    "transfer",
    "wake",
    "wake_late",
]
