"""Listings that the made-up platform sends as activity: neutral offers of work, some of which a rule points at."""

from datetime import timedelta
from random import Random

from leeward.frontline.intake.activity import EventIn
from leeward.record.terms.moment import Moment

_TITLES = ("Warehouse packer", "Kitchen help", "Harvest helper", "Data entry", "Care assistant", "Driver", "Shop assistant")
_PLAIN = (
    "Part-time work in a team. Training on the job. Apply with a letter.",
    "Full-time, fixed hours, paid monthly. Interviews take place at our office.",
    "Seasonal work with a written contract before you start.",
)
_ODD = (
    "Work abroad. A placement fee of 300 is due before departure.",
    "Travel and housing arranged. Processing fee applies; write to us at once.",
    "Work from home, weekly pay, no experience needed, a registration fee is returned later.",
)
ODD = 0.06


def listings(random: Random, count: int, until: Moment, days: float, first: int = 0) -> list[EventIn]:
    """``count`` listings of the ``days`` before ``until``, in order; every sixteenth or so asks for a fee."""
    moments = sorted(until - timedelta(days=days) * random.random() for _ in range(count))
    return [_listing(random, number, moment) for number, moment in enumerate(moments, first)]


def _listing(random: Random, number: int, moment: Moment) -> EventIn:
    odd = random.random() < ODD
    account = f"odd-{random.randrange(40)}" if odd else f"account-{random.randrange(5_000)}"
    return EventIn(
        kind="listing_posted",
        id=f"demo-listing-{number:07}",
        occurred=moment,
        platform="jobs",
        fields={
            "listing_id": f"demo-{number:07}",
            "account_id": account,
            "title": random.choice(_TITLES),
            "description": random.choice(_ODD if odd else _PLAIN),
            "category": "job",
            "has_company_logo": not odd and random.random() < 0.8,
            "has_questions": random.random() < 0.5,
            "telecommuting": random.random() < 0.1,
            "account_age_days": random.randrange(20) if odd else random.randrange(30, 2_000),
        },
    )
