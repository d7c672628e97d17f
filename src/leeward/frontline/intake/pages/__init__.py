"""The API of intake, the public notice form, and the case pages."""

from leeward.frontline.intake.pages import api, case, notice

ROUTES = [*api.ROUTES, *notice.ROUTES, *case.ROUTES]

__all__ = ["ROUTES"]
