"""The pages of rules, and what programs ask of them. Nothing here but names."""

from leeward.insights.rules.pages.api import API
from leeward.insights.rules.pages.drafting import DRAFTING
from leeward.insights.rules.pages.looking import LOOKING

ROUTES = [*LOOKING, *DRAFTING, *API]
