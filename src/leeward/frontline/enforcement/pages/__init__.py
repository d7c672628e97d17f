"""The pages of enforcement: what was delivered, receivers, what waits for a second person or is quiet, and one subject."""

from leeward.frontline.enforcement.pages import deliveries, endpoints, ladder, subject, waiting

ROUTES = [*deliveries.ROUTES, *endpoints.ROUTES, *subject.ROUTES, *waiting.ROUTES, *ladder.ROUTES]

__all__ = ["ROUTES"]
