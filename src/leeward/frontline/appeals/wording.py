"""What is told: states and outcomes in words, and a first draft of the reasons for whoever appealed.

The draft says what was looked at, by whom and how it ended, in everyday words; the person who hears the appeal makes it theirs.
"""

from collections.abc import Sequence

from leeward.playbook.model import Policy
from leeward.record.terms.appeal import AppealOutcome, Appellant

APPELLANTS = {Appellant.RECIPIENT: "whom it restricts", Appellant.NOTIFIER: "who reported it"}
STATES = {"open": "waits", "claimed": "is being heard", "decided": "decided", "withdrawn": "withdrawn"}
OUTCOMES = {
    AppealOutcome.UPHELD: "upheld: the decision stands",
    AppealOutcome.OVERTURNED: "overturned: the decision falls",
    AppealOutcome.PARTLY: "partly: less is done about it",
}
REDRESS = "You can also turn to a certified out-of-court dispute settlement body, or to a court."

_RESULTS = {
    (AppealOutcome.UPHELD, Appellant.RECIPIENT): "The decision stays as it is.",
    (AppealOutcome.UPHELD, Appellant.NOTIFIER): "We come to the same end: what you reported stays up.",
    (AppealOutcome.PARTLY, Appellant.RECIPIENT): "It is a violation all the same, but we take back a part of what we did.",
    (
        AppealOutcome.OVERTURNED,
        Appellant.RECIPIENT,
    ): "The decision was wrong. We take it back, and all that followed.",
    (AppealOutcome.OVERTURNED, Appellant.NOTIFIER): "You were right. We act on what you reported.",
}


def draft(outcome: AppealOutcome, appellant: Appellant, policy: Policy, said: Sequence[tuple[str, str]], *, redress: bool) -> str:
    """The reasons to begin from: who looked, at what, what they found, where it ends, and where else one can go."""
    found = "; ".join(f"{ask} {answer}" for ask, answer in said)
    parts = [
        "You asked us to look again. Somebody who did not take part in the first decision did.",
        f'They read it under our policy "{policy.title}" ({policy.id}), version {policy.version}. {found}.',
        _RESULTS[outcome, appellant],
    ]
    if redress and outcome is not AppealOutcome.OVERTURNED:
        parts.append(REDRESS)
    return "\n\n".join(parts)
