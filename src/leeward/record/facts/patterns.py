"""What belongs together, as it was found. ``subject`` is the campaign."""

from leeward.record.facts.fact import Fact
from leeward.record.terms.ids import CampaignId, ReportId
from leeward.record.terms.tie import Tie


class CampaignFound(Fact, frozen=True, kw_only=True):
    """Reports on several subjects are about copies of one thing. Nothing is decided by it."""

    campaign: CampaignId
    tie: Tie
    reports: tuple[ReportId, ...]
    """At most five hundred; further ones follow at once as growth."""


class CampaignGrew(Fact, frozen=True, kw_only=True):
    """More reports belong to a campaign than were known to."""

    campaign: CampaignId
    reports: tuple[ReportId, ...]
