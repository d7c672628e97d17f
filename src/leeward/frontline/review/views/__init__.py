"""What the pages of review show, as structs, a file for each sort of page. No behaviour."""

from leeward.frontline.review.views.ahead import Ahead, AheadLine, InTime
from leeward.frontline.review.views.cluster import Became, Consequences, Preview
from leeward.frontline.review.views.jobs import JobHead, JobView, Place, ReportView
from leeward.frontline.review.views.lines import (
    ActionLine,
    AppealLine,
    ClockLine,
    DecisionLine,
    Entry,
    Offer,
    ReasonLine,
    ReportLine,
    SubjectCard,
    Veiled,
)
from leeward.frontline.review.views.mine import ExposureLine, Given, InHand, MyDecision, MyWork, Taker
from leeward.frontline.review.views.neighbours import Beside, Concerted, Likeness, Near, Neighbours, Voice
from leeward.frontline.review.views.operations import ClockDue, ClocksAhead, Hour, Operations, VerdictCount
from leeward.frontline.review.views.queues import Count, Cursor, JobLine, QueueLine, QueuePage, QueueView, Waits

__all__ = [
    "ActionLine",
    "Ahead",
    "AheadLine",
    "AppealLine",
    "Became",
    "Beside",
    "ClockDue",
    "ClockLine",
    "ClocksAhead",
    "Concerted",
    "Consequences",
    "Count",
    "Cursor",
    "DecisionLine",
    "Entry",
    "ExposureLine",
    "Given",
    "Hour",
    "InHand",
    "InTime",
    "JobHead",
    "JobLine",
    "JobView",
    "Likeness",
    "MyDecision",
    "MyWork",
    "Near",
    "Neighbours",
    "Offer",
    "Operations",
    "Place",
    "Preview",
    "QueueLine",
    "QueuePage",
    "QueueView",
    "ReasonLine",
    "ReportLine",
    "ReportView",
    "SubjectCard",
    "Taker",
    "Veiled",
    "VerdictCount",
    "Voice",
    "Waits",
]
