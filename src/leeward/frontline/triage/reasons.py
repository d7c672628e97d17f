"""Why somebody moves, splits or merges jobs: closed vocabularies that can be counted. Code -> what it means to who chooses it."""

from collections.abc import Mapping

from leeward.frontline.triage.refusals import NotAReason
from leeward.record.terms.code import ReasonCode

TRANSFER: Mapping[str, str] = {
    "wrong_queue": "It is about something else than this queue is for",
    "expertise": "People of the other queue know more about it",
    "load": "This queue cannot do it in time",
    "related": "The other queue works on something related",
}
SPLIT: Mapping[str, str] = {
    "different_harm": "Its reports are of different harm",
    "different_acts": "Its reports are of different acts",
    "different_urgency": "A part of it cannot wait for the rest",
}
MERGE: Mapping[str, str] = {
    "same_thing": "They are about the same thing, under several addresses",
    "same_act": "They are about one act, reported in parts",
    "same_people": "The same people are behind them, and one decision fits all",
}
UNDONE = ReasonCode("undone")


def known(reason: str, vocabulary: Mapping[str, str]) -> ReasonCode:
    """The reason as a code of this vocabulary. Raises NotAReason."""
    if reason not in vocabulary:
        raise NotAReason(f'"{reason}" is none.', remedy=f"There are: {', '.join(vocabulary)}.")
    return ReasonCode(reason)
