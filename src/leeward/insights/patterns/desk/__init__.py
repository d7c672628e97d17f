"""The desk of patterns: who comes back, and what belongs together. Nothing here but names."""

from leeward.insights.patterns.desk.campaigns import campaign_view, campaigns
from leeward.insights.patterns.desk.finding import Found, find, find_when_due
from leeward.insights.patterns.desk.returning import recidivism

__all__ = ["Found", "campaign_view", "campaigns", "find", "find_when_due", "recidivism"]
