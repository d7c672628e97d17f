"""The desk of enforcement: what listens, what wakes, what is sent, and what administrators ask for. Nothing here but names."""

from leeward.frontline.enforcement.desk.acting import listeners, wake
from leeward.frontline.enforcement.desk.delivering import deliver, replay, replay_dead
from leeward.frontline.enforcement.desk.looking import deliveries, endpoint_lines, state_counts
from leeward.frontline.enforcement.desk.receivers import NewEndpoint, add_endpoint, remove_endpoint
from leeward.frontline.enforcement.desk.striking import forgive, totals
from leeward.frontline.enforcement.desk.subjects import MOST, subject_view

__all__ = [
    "MOST",
    "NewEndpoint",
    "add_endpoint",
    "deliver",
    "deliveries",
    "endpoint_lines",
    "forgive",
    "listeners",
    "remove_endpoint",
    "replay",
    "replay_dead",
    "state_counts",
    "subject_view",
    "totals",
    "wake",
]
