"""The pages of triage: clocks, and where a job belongs. Parse, ask the desk, render."""

from leeward.frontline.triage import refusals
from leeward.frontline.triage.pages import api, clocks, moving
from leeward.web import faults

faults.STATUS.update(refusals.STATUS)

PAGES = (clocks, moving, api)
ROUTES = [route for each in PAGES for route in each.ROUTES]

__all__ = ["ROUTES"]
