"""What the desk of patterns refuses."""

from leeward.record.errors import LeewardError


class NoSuchCampaign(LeewardError):
    """There is no campaign with this number."""


STATUS: dict[type[LeewardError], int] = {NoSuchCampaign: 404}
"""How the web says it."""
