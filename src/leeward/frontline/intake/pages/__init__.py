"""The API of intake."""

from leeward.frontline.intake.pages import api

ROUTES = [*api.ROUTES]

__all__ = ["ROUTES"]
