"""Why a second look is given back: closed vocabularies that can be counted. Code -> what it means to who chooses it."""

from collections.abc import Mapping

from leeward.frontline.quality.refusals import NotAReason
from leeward.record.terms.code import ReasonCode

RELEASE: Mapping[str, str] = {
    "break": "I take a break",
    "shift_end": "My shift ends",
    "mistaken": "I took it by mistake",
}
RECUSE: Mapping[str, str] = {
    "conflict": "I know somebody in this, or know how it was decided",
    "language": "I do not read its languages well enough",
    "escalates": "The questions lead to a lead; I cannot decide it",
}
"""For one of these it never comes back to the same person."""
LEASE_ENDED = ReasonCode("lease_ended")
CHECK = ReasonCode("quality_check")
"""Why a decision was reversed: an expert found it wrong."""


def known(reason: str) -> ReasonCode:
    """The reason as a code. Raises NotAReason."""
    vocabulary = {**RELEASE, **RECUSE}
    if reason not in vocabulary:
        raise NotAReason(f'"{reason}" is none.', remedy=f"There are: {', '.join(vocabulary)}.")
    return ReasonCode(reason)
