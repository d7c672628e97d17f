"""Why something that was done is changed: closed vocabularies that can be counted, with what each means."""

from collections.abc import Mapping

from leeward.frontline.enforcement.refusals import NotAReason
from leeward.record.terms.code import ReasonCode

FORGIVE: Mapping[str, str] = {
    "goodwill": "They understood the rule; a warning is enough",
    "duplicate": "The same conduct was counted already",
    "unclear_rule": "The rule was not clear enough then",
    "circumstances": "They acted under pressure or control of others",
    "policy_changed": "The policy no longer asks for it",
}

DECLINE: Mapping[str, str] = {
    "too_much": "Something milder is enough",
    "not_proven": "What is there does not carry it",
    "wrong_subject": "It would meet somebody else",
    "not_now": "It would do harm now, or stand in the way of somebody",
}
EXTEND: Mapping[str, str] = {
    "ongoing": "What it is about goes on",
    "awaiting_authority": "An authority has asked for it, or has yet to answer",
    "awaiting_decision": "A decision on something related is still open",
}
END: Mapping[str, str] = {
    "purpose_met": "It has done what it was for",
    "no_longer_needed": "What it was about is over",
    "harm_elsewhere": "It harms somebody it was not meant for",
    "order_ended": "The order that it rests on ended",
}
MAKE_KNOWN: Mapping[str, str] = {
    "ground_ended": "The ground for telling nobody is gone",
    "mistaken": "There was no such ground",
    "safer": "It is safer when they know",
}


def known(reason: str, vocabulary: Mapping[str, str]) -> ReasonCode:
    """The reason as a code of this vocabulary. Raises NotAReason."""
    if reason not in vocabulary:
        raise NotAReason(f'"{reason}" is none.', remedy=f"There are: {', '.join(vocabulary)}.")
    return ReasonCode(reason)
