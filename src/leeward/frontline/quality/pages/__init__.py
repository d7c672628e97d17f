"""The pages of quality."""

from leeward.frontline.quality.pages import calibration, checks, figures, policies
from leeward.frontline.quality.pages.checks import ribbon

ROUTES = [*checks.ROUTES, *figures.ROUTES, *calibration.ROUTES, *policies.ROUTES]

__all__ = ["ROUTES", "ribbon"]
