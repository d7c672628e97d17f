"""The desk of triage: what listens, what wakes, and what people do about clocks. Nothing here but names."""

from leeward.frontline.triage.desk.duties import SHOWN, begin, clocks, clocks_of, meet, requests_of
from leeward.frontline.triage.desk.listening import listeners, wake

__all__ = ["SHOWN", "begin", "clocks", "clocks_of", "listeners", "meet", "requests_of", "wake"]
