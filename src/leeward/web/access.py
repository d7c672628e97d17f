"""Who may do what: one question, ``authorize``, asked by every door. What a role opens is in the playbook's access.toml."""

from collections.abc import Iterable, Mapping
from typing import NewType

from leeward.record.errors import LeewardError
from leeward.web.visit import Person

Action = NewType("Action", str)  # a permission of access.toml, e.g. ``queue.view``


class AccessRefused(LeewardError):
    """Your role does not open this."""

    def __init__(self, action: Action) -> None:
        super().__init__(remedy="Ask a lead or an admin if you need it for your work.")
        self.action = action


def permissions_of(roles: Iterable[str], access: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """All that these roles open together, by the playbook's ``access``. An unknown role opens nothing."""
    return frozenset(action for role in roles for action in access.get(role, ()))


def allows(actor: Person, action: Action | str) -> bool:
    """Whether ``actor`` may do ``action``."""
    return action in actor.permissions


def authorize(actor: Person, action: Action | str) -> None:
    """Let ``actor`` do ``action``, or raise AccessRefused."""
    if not allows(actor, action):
        raise AccessRefused(Action(action))
