"""The desk of intake: one call takes in a batch of reports or activity; what it answers is on disk. Little here but names."""

from collections.abc import Callable

from leeward.frontline.intake.desk.following import NotOpenAnyMore, add, ask_again, case_view, withdraw
from leeward.frontline.intake.desk.receiving import (
    Progress,
    hear_signals,
    import_progress,
    listeners,
    receive,
    refuse,
    remember_progress,
)
from leeward.frontline.intake.desk.remembering import prepare
from leeward.frontline.intake.desk.remembering import wake as remember_windows
from leeward.frontline.intake.desk.sending import FORM, NothingToSend, lacks, send, unfit_answers
from leeward.frontline.intake.desk.supplementing import NoSuchReport, missing_of, sender_of, supplement, unfit
from leeward.frontline.intake.desk.taking import Intake, take_activity
from leeward.frontline.intake.desk.visiting import (
    NotOpened,
    Visit,
    answers_of,
    begin,
    enter,
    give_pin,
    leave,
    save,
    stay,
    sweep,
    visited,
)
from leeward.playbook.model import Playbook
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import Moment


def wake(record: Record, current: Callable[[], Playbook], moment: Moment) -> int:
    """What came due at the door: snapshots of windows, and drafts that nobody came back to."""
    return remember_windows(record, current, moment) + sweep(record, moment)


__all__ = [
    "FORM",
    "Intake",
    "NoSuchReport",
    "NotOpenAnyMore",
    "NotOpened",
    "NothingToSend",
    "Progress",
    "Visit",
    "add",
    "answers_of",
    "ask_again",
    "begin",
    "case_view",
    "enter",
    "give_pin",
    "hear_signals",
    "import_progress",
    "lacks",
    "leave",
    "listeners",
    "missing_of",
    "prepare",
    "receive",
    "refuse",
    "remember_progress",
    "save",
    "send",
    "sender_of",
    "stay",
    "supplement",
    "sweep",
    "take_activity",
    "unfit",
    "unfit_answers",
    "visited",
    "wake",
    "withdraw",
]
