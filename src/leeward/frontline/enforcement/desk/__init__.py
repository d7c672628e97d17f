"""The desk of enforcement: what listens, what wakes, what is sent, and what administrators ask for. Nothing here but names."""

from leeward.frontline.enforcement.desk.acting import listeners, wake
from leeward.frontline.enforcement.desk.changing import confirm, decline, end, extend, hand_over, make_known, see
from leeward.frontline.enforcement.desk.courier import Courier
from leeward.frontline.enforcement.desk.delivering import deliver, replay, replay_dead, replay_since
from leeward.frontline.enforcement.desk.exporting import labels
from leeward.frontline.enforcement.desk.looking import (
    alert_lines,
    attempts,
    deliveries,
    delivery_line,
    endpoint_lines,
    held_lines,
    owners,
    quiet_lines,
    receiver_ids,
    state_counts,
)
from leeward.frontline.enforcement.desk.previewing import LADDER, candidate_of, preview_ladder
from leeward.frontline.enforcement.desk.receivers import (
    NewEndpoint,
    Wishes,
    add_endpoint,
    change_endpoint,
    change_secret,
    remove_endpoint,
)
from leeward.frontline.enforcement.desk.striking import forgive, totals
from leeward.frontline.enforcement.desk.subjects import MOST, names_of, subject_view

__all__ = [
    "LADDER",
    "MOST",
    "Courier",
    "NewEndpoint",
    "Wishes",
    "add_endpoint",
    "alert_lines",
    "attempts",
    "candidate_of",
    "change_endpoint",
    "change_secret",
    "confirm",
    "decline",
    "deliver",
    "deliveries",
    "delivery_line",
    "end",
    "endpoint_lines",
    "extend",
    "forgive",
    "hand_over",
    "held_lines",
    "labels",
    "listeners",
    "make_known",
    "names_of",
    "owners",
    "preview_ladder",
    "quiet_lines",
    "receiver_ids",
    "remove_endpoint",
    "replay",
    "replay_dead",
    "replay_since",
    "see",
    "state_counts",
    "subject_view",
    "totals",
    "wake",
]
