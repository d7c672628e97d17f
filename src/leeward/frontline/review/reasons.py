"""Why a job is skipped, held, escalated, released or resumed, or a decision reversed: closed vocabularies that can be counted.

Code -> what it means to the person who chooses it. A policy's tree may name further reasons to escalate.
"""

from collections.abc import Mapping

from leeward.frontline.review.refusals import NotAReason
from leeward.record.terms.code import ReasonCode

SKIP: Mapping[str, str] = {
    "conflict": "I know somebody in this, or have a stake in it",
    "language": "I do not read this language well enough",
    "expertise": "Somebody with other experience should look",
    "not_now": "I cannot look at this now",
}
"""``not_now`` needs no explanation, and none is asked for."""

FOREVER = ("conflict",)
"""Skipped for one of these, a job never comes back to the same person."""

HOLD: Mapping[str, str] = {
    "reporter": "Waits for an answer of the person who reported",
    "platform": "Waits for something the platform has to look up",
    "authority": "Waits for an authority",
    "partner": "Waits for a partner",
    "translation": "Waits for a translation",
    "related": "Waits for a decision on something related",
}

ESCALATE: Mapping[str, str] = {
    "imminent_threat": "Life or safety may be at risk now",
    "minor_gate": "Somebody concerned may be a minor",
    "law_enforcement": "An authority asks, or has to be told",
    "policy_unclear": "The policy does not say, or says two things",
    "second_opinion": "I am not sure",
    "irreversible": "What should be done cannot be taken back",
    "lease_ended": "Nobody finished it in time",
    "late": "Nobody began it in time",
}

ASSIGN: Mapping[str, str] = {
    "expertise": "They know this kind of case",
    "continuity": "They worked on something related",
    "urgent": "Somebody has to look at it now",
    "load": "They have time",
    "training": "They learn by it",
}
TAKE_BACK: Mapping[str, str] = {
    "mistaken": "It was given to the wrong person",
    "not_needed": "It can wait its turn",
    "urgent": "It cannot wait for them",
}
"""Why a lead takes back what was given and not yet taken."""

BY_ITSELF = ("lease_ended", "late")
"""Reasons to escalate that nobody chooses."""

RELEASE: Mapping[str, str] = {
    "break": "I take a break",
    "shift_end": "My shift ends",
    "mistaken": "I took it by mistake",
    "undo": "I went back to the job before",
}
RESUME: Mapping[str, str] = {
    "answered": "What it waited for is there",
    "not_needed": "It need not wait any longer",
    "hold_ended": "The hold is over",
    "returned": "Back to its queue: a lead need not decide it",
    "downgraded": "Back to its queue: less grave than it looked",
}
REVERSE: Mapping[str, str] = {
    "appeal": "An appeal was upheld",
    "mistake": "The decision was wrong",
    "new_information": "Something came to light",
    "quality": "A second look came to another end",
    "policy_changed": "The policy was changed with effect for the past",
}

LEASE_ENDED = ReasonCode("lease_ended")
HOLD_ENDED = ReasonCode("hold_ended")
DECIDED = ReasonCode("decided")
MOVED = ReasonCode("moved")
NOT_TAKEN = ReasonCode("not_taken")
GIVEN_BACK = ReasonCode("given_back")


def known(reason: str, vocabulary: Mapping[str, str]) -> ReasonCode:
    """The reason as a code of this vocabulary. Raises NotAReason."""
    if reason not in vocabulary:
        raise NotAReason(f'"{reason}" is none.', remedy=f"There are: {', '.join(vocabulary)}.")
    return ReasonCode(reason)
