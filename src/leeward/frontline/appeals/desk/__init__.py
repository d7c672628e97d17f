"""The desk of appeals: everything that pages, commands and the clockwork may ask for. Little here but names."""

from collections.abc import Callable
from functools import partial

from leeward.frontline.appeals.desk.deciding import Made, decide, undo
from leeward.frontline.appeals.desk.lodging import hear_requests, lodge, withdraw
from leeward.frontline.appeals.desk.looking import appeal_view, appeals, can_hear, in_my_hand, names_of, roles_of
from leeward.frontline.appeals.desk.revealing import reveal, told
from leeward.frontline.appeals.desk.taking import Taken, assign, claim, claim_next, give_back, release
from leeward.frontline.appeals.desk.waking import wake
from leeward.playbook.model import Playbook
from leeward.record.facts.intake import AppealRequested
from leeward.record.facts.wellness import BreakBegan
from leeward.record.ledger.record import Listeners


def listeners(current: Callable[[], Playbook]) -> Listeners:
    """What this room hears: notifiers who ask on their case page; who takes a break, and gives back what they hear."""
    return {AppealRequested: (partial(hear_requests, current),), BreakBegan: (give_back,)}


__all__ = [
    "Made",
    "Taken",
    "appeal_view",
    "appeals",
    "assign",
    "can_hear",
    "claim",
    "claim_next",
    "decide",
    "in_my_hand",
    "listeners",
    "lodge",
    "names_of",
    "release",
    "reveal",
    "roles_of",
    "told",
    "undo",
    "wake",
    "withdraw",
]
