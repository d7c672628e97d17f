"""The desk of review: everything that pages, commands and the clockwork may ask for. Nothing here but names."""

from leeward.frontline.review.desk.ahead import in_time, next_in
from leeward.frontline.review.desk.assigning import assign, can_take, given_to, take_back
from leeward.frontline.review.desk.claiming import Claim, claim, claim_next, release, renew, skip
from leeward.frontline.review.desk.cluster import decide_together, preview
from leeward.frontline.review.desk.deciding import Made, Undone, decide, reverse, undo
from leeward.frontline.review.desk.loading import roles_of
from leeward.frontline.review.desk.looking import (
    fresh_decision,
    head_of,
    in_my_hand,
    is_private,
    job_view,
    my_work,
    name_of,
    operations,
    place_of,
    queue_lines,
    queue_page,
    queue_view,
    report_view,
    timeline_of,
    values_read,
    waiting,
    warning,
)
from leeward.frontline.review.desk.neighbours import beside, neighbours
from leeward.frontline.review.desk.rehearing import listeners
from leeward.frontline.review.desk.revealing import reveal, reveal_media
from leeward.frontline.review.desk.waiting import escalate, hold, resume
from leeward.frontline.review.desk.waking import wake
from leeward.frontline.review.views import Given

__all__ = [
    "Claim",
    "Given",
    "Made",
    "Undone",
    "assign",
    "beside",
    "can_take",
    "claim",
    "claim_next",
    "decide",
    "decide_together",
    "escalate",
    "fresh_decision",
    "given_to",
    "head_of",
    "hold",
    "in_my_hand",
    "in_time",
    "is_private",
    "job_view",
    "listeners",
    "my_work",
    "name_of",
    "neighbours",
    "next_in",
    "operations",
    "place_of",
    "preview",
    "queue_lines",
    "queue_page",
    "queue_view",
    "release",
    "renew",
    "report_view",
    "resume",
    "reveal",
    "reveal_media",
    "reverse",
    "roles_of",
    "skip",
    "take_back",
    "timeline_of",
    "undo",
    "values_read",
    "waiting",
    "wake",
    "warning",
]
