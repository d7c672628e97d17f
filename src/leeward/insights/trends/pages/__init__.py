"""The pages of trends. Nothing here but names."""

from leeward.insights.trends.pages.answering import ANSWERING
from leeward.insights.trends.pages.looking import LOOKING

ROUTES = [*LOOKING, *ANSWERING]
