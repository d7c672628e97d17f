"""The pages of prevalence."""

from leeward.insights.prevalence.pages import api, drawing, looking, planning

ROUTES = [*looking.ROUTES, *planning.ROUTES, *drawing.ROUTES, *api.ROUTES]

__all__ = ["ROUTES"]
