"""The console: operations home, queues, the job, one's own work, the report. Parse, ask the desk, render."""

from leeward.frontline.review.pages import assign, cluster, finding, home, job, media, neighbours, queue, report, work
from leeward.frontline.review.pages.work import ribbon

PAGES = (home, queue, job, media, work, report, finding, neighbours, cluster, assign)
ROUTES = [route for each in PAGES for route in each.ROUTES]

__all__ = ["ROUTES", "ribbon"]
