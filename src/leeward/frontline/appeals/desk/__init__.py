"""The desk of appeals: everything that pages, commands and the clockwork may ask for. Nothing here but names."""

from leeward.frontline.appeals.desk.deciding import Made, decide, undo
from leeward.frontline.appeals.desk.lodging import lodge, withdraw
from leeward.frontline.appeals.desk.looking import appeal_view, appeals, can_hear, in_my_hand, names_of, roles_of
from leeward.frontline.appeals.desk.revealing import reveal, told
from leeward.frontline.appeals.desk.taking import Taken, assign, claim, claim_next, listeners, release
from leeward.frontline.appeals.desk.waking import wake

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
