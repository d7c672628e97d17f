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


def known(reason: str, vocabulary: Mapping[str, str]) -> ReasonCode:
    """The reason as a code of this vocabulary. Raises NotAReason."""
    if reason not in vocabulary:
        raise NotAReason(f'"{reason}" is none.', remedy=f"There are: {', '.join(vocabulary)}.")
    return ReasonCode(reason)
