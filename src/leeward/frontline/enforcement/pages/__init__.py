"""The pages of enforcement: what was delivered, receivers, and what was done about one subject."""

from leeward.frontline.enforcement.pages import deliveries, subject

ROUTES = [*deliveries.ROUTES, *subject.ROUTES]

__all__ = ["ROUTES"]
