"""The API of intake, the public notice form, and the case pages."""

from leeward.frontline.intake.pages import api, case, notice
from leeward.frontline.intake.pages.public import unable

ROUTES = [*api.ROUTES, *notice.ROUTES, *case.ROUTES]

FACES = {"/report": unable, "/case": unable}
"""Who speaks where a page below these addresses cannot be had."""

__all__ = ["FACES", "ROUTES"]
