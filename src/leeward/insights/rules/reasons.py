"""Why a rule is switched, and what an alarm was: closed vocabularies that can be counted.

Code -> what it means to the person who chooses it.
"""

from collections.abc import Mapping

from leeward.insights.rules.refusals import NotAReason
from leeward.record.terms.code import ReasonCode

OFF: Mapping[str, str] = {
    "wrong_matches": "It matches what it should not",
    "flood": "It brings more work than can be done",
    "raises": "It raises errors",
    "abused": "Somebody plays with it",
    "replaced": "Another rule does its work",
    "other": "Something else; it stands in our own notes",
}
ON: Mapping[str, str] = {
    "mended": "Its text was changed, and it was tested",
    "passed": "What was wrong is over",
    "mistake": "It was switched off by mistake",
}
ALARM: Mapping[str, str] = {
    "real": "More of it happens, and it is what the rule is for",
    "campaign": "One campaign, or one sender",
    "rule_changed": "The rule was changed",
    "platform_changed": "The platform changed something",
    "false_alarm": "Nothing is behind it",
}


def reason_in(vocabulary: Mapping[str, str], code: str) -> ReasonCode:
    """The code, when it is one of these. Raises NotAReason."""
    if code not in vocabulary:
        raise NotAReason(f'"{code[:80]}" is not a reason here.', remedy=f"One of: {', '.join(vocabulary)}.")
    return ReasonCode(code)
