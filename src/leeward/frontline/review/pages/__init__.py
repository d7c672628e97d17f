"""The console: operations home, queues, the job, one's own work, the report. Parse, ask the desk, render."""

from leeward.frontline.review.pages import finding, home, job, queue, report, work
from leeward.frontline.review.pages.work import ribbon

ROUTES = [*home.ROUTES, *queue.ROUTES, *job.ROUTES, *work.ROUTES, *report.ROUTES, *finding.ROUTES]

__all__ = ["ROUTES", "ribbon"]
