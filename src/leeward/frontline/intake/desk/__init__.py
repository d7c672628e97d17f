"""The desk of intake: one call takes in a batch of reports or activity; what it answers is on disk. Nothing here but names."""

from leeward.frontline.intake.desk.receiving import (
    Progress,
    hear_signals,
    import_progress,
    listeners,
    receive,
    refuse,
    remember_progress,
)
from leeward.frontline.intake.desk.remembering import wake
from leeward.frontline.intake.desk.supplementing import NoSuchReport, supplement, unfit
from leeward.frontline.intake.desk.taking import Intake, take_activity

__all__ = [
    "Intake",
    "NoSuchReport",
    "Progress",
    "hear_signals",
    "import_progress",
    "listeners",
    "receive",
    "refuse",
    "remember_progress",
    "supplement",
    "take_activity",
    "unfit",
    "wake",
]
