"""The desk of reporters: everything that pages and the clockwork may ask for. Nothing here but names."""

from leeward.frontline.reporters.desk.contesting import contest, hear, lift, told_of
from leeward.frontline.reporters.desk.deciding import dismiss, suspend, warn
from leeward.frontline.reporters.desk.listening import listeners
from leeward.frontline.reporters.desk.looking import brigades, contact, figures, read_texts, reporter_view, standings
from leeward.frontline.reporters.desk.register import accounts, end, flaggers, pause, register, resume
from leeward.frontline.reporters.desk.waking import wake

__all__ = [
    "accounts",
    "brigades",
    "contact",
    "contest",
    "dismiss",
    "end",
    "figures",
    "flaggers",
    "hear",
    "lift",
    "listeners",
    "pause",
    "read_texts",
    "register",
    "reporter_view",
    "resume",
    "standings",
    "suspend",
    "told_of",
    "wake",
    "warn",
]
