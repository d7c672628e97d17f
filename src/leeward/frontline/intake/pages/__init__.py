"""The API of intake, the public notice form, the case pages, and what arrives for a notice another way."""

from leeward.frontline.intake.pages import api, arrived, case, notice
from leeward.frontline.intake.pages.public import unable

ROUTES = [*api.ROUTES, *arrived.ROUTES, *notice.ROUTES, *case.ROUTES]

FACES = {"/report": unable, "/case": unable}
"""Who speaks where a page below these addresses cannot be had."""

__all__ = ["FACES", "ROUTES"]
