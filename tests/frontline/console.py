"""The console over the office of the tests: review's pages with the rights of the starter playbook, and no other room."""

import tomllib

import msgspec
from litestar import Litestar

from frontline.office import PLAY
from leeward.frontline.review.pages import ROUTES, ribbon
from leeward.playbook.model import Playbook
from leeward.playbook.reader import starter
from leeward.record.ledger.record import Record
from leeward.web.site import Site, build
from visitor import HOST

_ACCESS = tomllib.loads((starter() / "access.toml").read_text("utf-8"))
RIGHTS = {role: frozenset(entry["may"]) for role, entry in _ACCESS["role"].items()}


def with_rights(playbook: Playbook = PLAY) -> Playbook:
    """The playbook with the starter's roles: the office's own gives nobody anything."""
    return msgspec.structs.replace(playbook, access=RIGHTS)


def console(record: Record, base_url: str = HOST, playbook: Playbook = PLAY) -> Litestar:
    """The site of the room."""
    rights = with_rights(playbook)
    site = Site(base_url=base_url, search="/find")
    return build([*ROUTES], record=record, playbook=lambda: rights, site=site, ribbon=ribbon, openapi_config=None)
