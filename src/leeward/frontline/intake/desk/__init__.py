"""The desk of intake: one call takes in a batch of reports or activity; what it answers is on disk. Nothing here but names."""

from leeward.frontline.intake.desk.receiving import (
    NothingMissing,
    Progress,
    cure,
    hear_signals,
    import_progress,
    listeners,
    receive,
    refuse,
    remember_progress,
)
from leeward.frontline.intake.desk.remembering import wake
from leeward.frontline.intake.desk.taking import Intake, take_activity

__all__ = [
    "Intake",
    "NothingMissing",
    "Progress",
    "cure",
    "hear_signals",
    "import_progress",
    "listeners",
    "receive",
    "refuse",
    "remember_progress",
    "take_activity",
    "wake",
]
