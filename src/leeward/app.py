"""The web application: every room's pages and endpoints behind one entrance."""

from types import ModuleType
from typing import Any

from litestar import Litestar

from leeward.administration.people import pages as people
from leeward.administration.wellness import pages as wellness
from leeward.exchanges import sources_of
from leeward.frontline.appeals import described as appeals_described
from leeward.frontline.appeals import pages as appeals
from leeward.frontline.enforcement import pages as enforcement
from leeward.frontline.intake import pages as intake
from leeward.frontline.labels import pages as labels
from leeward.frontline.quality import pages as quality
from leeward.frontline.reporters import described as reporters_described
from leeward.frontline.reporters import pages as reporters
from leeward.frontline.review import described as review_described
from leeward.frontline.review import pages as review
from leeward.frontline.review.media import adapter_of
from leeward.frontline.signals import pages as signals
from leeward.frontline.statements import pages as statements
from leeward.frontline.triage import described as triage_described
from leeward.frontline.triage import pages as triage
from leeward.house import House
from leeward.insights.boards import pages as boards
from leeward.insights.drivers import pages as drivers
from leeward.insights.explore import pages as explore
from leeward.insights.measures import pages as measures
from leeward.insights.patterns import pages as patterns
from leeward.insights.prevalence import pages as prevalence
from leeward.insights.published import pages as published
from leeward.insights.rules import pages as rules
from leeward.insights.trends import pages as trends
from leeward.insights.workload import pages as workload
from leeward.lakeside import lake_folder
from leeward.web.site import Site, build

ROOMS: tuple[ModuleType, ...] = (
    review,
    triage,
    intake,
    appeals,
    quality,
    enforcement,
    statements,
    reporters,
    signals,
    labels,
    measures,
    boards,
    rules,
    workload,
    prevalence,
    drivers,
    trends,
    published,
    patterns,
    explore,
    people,
    wellness,
)


def make_app(house: House, **more: Any) -> Litestar:
    """The application over an open house."""
    settings = house.settings
    media = adapter_of(settings.media_address, settings.media_key, house.record.digest("media", "placeholder"))
    handlers = [handler for room in ROOMS for handler in room.ROUTES]
    return build(
        handlers,
        record=house.record,
        playbook=house.playbook,
        site=Site(base_url=house.settings.reached_at, search="/find", media=media.origin if media else ""),
        ribbon=lambda request: [*review.ribbon(request), *appeals.ribbon(request), *quality.ribbon(request)],
        state={
            "settings": house.settings,
            "house": house,
            "media": media,
            "exchanges": frozenset(sources_of(house.settings)),
            "lake": lake_folder(house),
            "playbook_folder": house.folder,
            "faces": intake.FACES,
            "described": tuple(
                each.document for each in (appeals_described, reporters_described, review_described, triage_described)
            ),
        },
        openapi_config=None,
        **more,
    )
