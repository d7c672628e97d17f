"""When an action waits for a second person: it cannot be taken back, nobody is told, or many people look at whom it is about."""

from uuid import UUID

import msgspec

from leeward.playbook.model import Measure, SecondPerson
from leeward.record.terms.code import LabelCode, ReasonCode
from leeward.record.terms.people import MACHINES

IRREVERSIBLE = ReasonCode("irreversible")
QUIET = ReasonCode("quiet")
HIGH_PROFILE = ReasonCode("high_profile")
WHY = {
    IRREVERSIBLE: "It cannot be taken back",
    QUIET: "The person would not be told",
    HIGH_PROFILE: "Many people look at this subject",
}


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """What decides whether somebody else has to agree."""

    decider: UUID
    escalated_by: UUID | None
    """Who passed the job up, if anybody did: then two people looked already."""
    reach: int
    labels: frozenset[LabelCode] = frozenset()
    """Those that stand on the subject."""

    @property
    def by_two(self) -> bool:
        """Whether another person looked at it before the decider did."""
        return self.escalated_by is not None and self.escalated_by != self.decider and self.escalated_by not in MACHINES


def waits(measure: Measure | None, weighed: Weighed, rules: SecondPerson) -> ReasonCode | None:
    """Why an action with this measure waits for a second person; None when it does not."""
    if measure is None or weighed.by_two:
        return None
    if measure.irreversible:
        return IRREVERSIBLE
    if measure.quiet is not None:
        return QUIET
    return HIGH_PROFILE if measure.kind in rules.kinds and _high_profile(weighed, rules) else None


def _high_profile(weighed: Weighed, rules: SecondPerson) -> bool:
    by_label = rules.label is not None and rules.label in weighed.labels
    return by_label or (rules.reach_from is not None and weighed.reach >= rules.reach_from)
