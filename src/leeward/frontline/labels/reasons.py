"""Why somebody puts a label or takes it away: closed vocabularies that can be counted.

Code -> what it means to the person who chooses it.
"""

from collections.abc import Mapping

from leeward.frontline.labels.refusals import NotAReason
from leeward.record.terms.code import ReasonCode

PUT: Mapping[str, str] = {
    "seen": "I saw it myself, in review or research",
    "told": "A partner or an authority told us",
    "linked": "It belongs to somebody who has the label",
    "restored": "It was taken away by mistake",
}
TAKE: Mapping[str, str] = {
    "wrong": "It was never true",
    "over": "It was true and is over",
    "appeal": "Somebody appealed and was right",
    "rule_wrong": "The rule that put it is wrong",
    "mistake": "It was put by mistake",
}


def reason_in(vocabulary: Mapping[str, str], code: str) -> ReasonCode:
    """The code, when it is one of these. Raises NotAReason."""
    if code not in vocabulary:
        raise NotAReason(f'"{code[:80]}" is not a reason here.', remedy=f"One of: {', '.join(vocabulary)}.")
    return ReasonCode(code)
