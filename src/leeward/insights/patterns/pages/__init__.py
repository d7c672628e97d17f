"""The pages of patterns: who comes back, and campaigns."""

from leeward.insights.patterns.pages import campaigns, returning

ROUTES = [*returning.ROUTES, *campaigns.ROUTES]
