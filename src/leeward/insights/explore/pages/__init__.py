"""The pages of Explore."""

from leeward.insights.explore.pages.keeping import KEEPING
from leeward.insights.explore.pages.taking import TAKING
from leeward.insights.explore.pages.working import WORKING

ROUTES = [*WORKING, *KEEPING, *TAKING]
