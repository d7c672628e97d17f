"""People and the machines that act in their place. Every fact has an actor; these are the ones that are not a person."""

from enum import StrEnum
from uuid import UUID

from leeward.record.terms.ids import PersonId

PLAYBOOK = PersonId(UUID("00000000-0000-7000-8000-000000000001"))  # rules, routing, ladder: what the files say
CLOCKWORK = PersonId(UUID("00000000-0000-7000-8000-000000000002"))  # timers that came due
DOOR = PersonId(UUID("00000000-0000-7000-8000-000000000003"))  # the API and imports, for those outside
MACHINES = {PLAYBOOK: "playbook", CLOCKWORK: "clockwork", DOOR: "door"}


class Role(StrEnum):
    """What somebody may do. What each role opens is in playbook/access.toml."""

    REVIEWER = "reviewer"
    LEAD = "lead"
    ANALYST = "analyst"
    POLICY = "policy"
    ADMIN = "admin"
    WELLNESS = "wellness"
    FLAGGER = "flagger"  # an organisation outside that gives notice: a trusted flagger (DSA Art. 22)
