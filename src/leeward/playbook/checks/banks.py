"""What is unconfirmed is no stronger a lead than what is confirmed."""

from collections.abc import Iterator

from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.draft import Draft


def a_confirmed_hash_is_the_stronger_lead(draft: Draft) -> Iterator[Diagnostic]:
    """``strength`` is at least ``unconfirmed``."""
    for bank in draft.banks:
        if bank.unconfirmed > bank.strength:
            message = f'"unconfirmed" ({bank.unconfirmed:g}) is stronger than "strength" ({bank.strength:g})'
            yield draft.at(bank, "unconfirmed").diagnostic(message, "what its sharers agree on is the stronger lead")
