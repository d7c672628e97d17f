"""Why an appeal is handed back or withdrawn: closed vocabularies that can be counted. Code -> what it means to who chooses it."""

from collections.abc import Mapping

from leeward.frontline.appeals.refusals import NotAReason
from leeward.record.terms.code import ReasonCode

RELEASE: Mapping[str, str] = {
    "break": "I take a break",
    "shift_end": "My shift ends",
    "mistaken": "I took it by mistake",
    "reassigned": "Somebody else should hear it",
}
RECUSE: Mapping[str, str] = {
    "conflict": "I know somebody in this, or have a stake in it",
    "language": "I do not read its languages well enough",
    "expertise": "Somebody with other experience should hear it",
}
"""For one of these it never comes back to the same person."""
WITHDRAW: Mapping[str, str] = {
    "asked": "Who appealed asks no longer",
    "settled": "It was settled another way",
    "mistaken": "It was entered by mistake",
}

LEASE_ENDED = ReasonCode("lease_ended")
APPEAL = ReasonCode("appeal")


def known(reason: str, vocabulary: Mapping[str, str]) -> ReasonCode:
    """The reason as a code of this vocabulary. Raises NotAReason."""
    if reason not in vocabulary:
        raise NotAReason(f'"{reason}" is none.', remedy=f"There are: {', '.join(vocabulary)}.")
    return ReasonCode(reason)
