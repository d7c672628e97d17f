"""How the team works changed."""

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import Digest


class PlaybookApplied(Fact, frozen=True, kw_only=True):
    """From now on the playbook with this digest is in force. ``subject`` is a fresh id."""

    playbook: Digest
    before: Digest | None
    rules: int
    policies: int
