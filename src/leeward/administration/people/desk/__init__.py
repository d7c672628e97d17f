"""The desk of people: at the door (``door``), in the team (``team``), and the keys of programs (``keys``)."""

from leeward.administration.people.desk.door import (
    Entered,
    NotIn,
    accept,
    change_password,
    end_one,
    first_link,
    opened,
    sign_in,
    sign_out,
    sign_out_everywhere,
    wake,
)
from leeward.administration.people.desk.keys import issue_key, revoke_key
from leeward.administration.people.desk.team import add, change, invite, leave, prefer

__all__ = [
    "Entered",
    "NotIn",
    "accept",
    "add",
    "change",
    "change_password",
    "end_one",
    "first_link",
    "invite",
    "issue_key",
    "leave",
    "opened",
    "prefer",
    "revoke_key",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "wake",
]
