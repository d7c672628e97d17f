"""The pages and the API of appeals."""

from leeward.frontline.appeals.pages import api, hearing, lodging, waiting
from leeward.frontline.appeals.pages.waiting import ribbon

ROUTES = [*waiting.ROUTES, *lodging.ROUTES, *hearing.ROUTES, *api.ROUTES]

__all__ = ["ROUTES", "ribbon"]
