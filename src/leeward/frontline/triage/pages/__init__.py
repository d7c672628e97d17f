"""The pages of triage: clocks, what is late, and where a job belongs. Parse, ask the desk, render."""

from leeward.frontline.triage import refusals
from leeward.frontline.triage.pages import api, clocks, late, moving
from leeward.web import faults

faults.STATUS.update(refusals.STATUS)

PAGES = (clocks, late, moving, api)
ROUTES = [route for each in PAGES for route in each.ROUTES]

__all__ = ["ROUTES"]
