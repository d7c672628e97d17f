"""What stands in the other rooms of the made-up house: a bank of hashes, two trusted flaggers, labels, and a rule gone wrong."""

from collections.abc import Sequence
from datetime import timedelta

from leeward.drills.arrivals import FLAGGER, KNOWN_IMAGES, known_hash
from leeward.drills.team import Member
from leeward.drills.words import HARMS
from leeward.frontline.reporters import desk as reporters
from leeward.frontline.reporters.desk.register import Entry
from leeward.frontline.signals import desk as signals
from leeward.house import House
from leeward.insights.rules import desk as rules
from leeward.record.terms.code import PlaceCode
from leeward.record.terms.moment import now
from leeward.record.terms.reporter import reporter_of

FLAGGERS = (("PT", 400), ("FR", 90))
"""Coordinator, and how many days ago the status was awarded."""
WRONG = "recruitment/easy_money"
"""A rule that matched what it should not: a lead switched it off."""


def known_images(house: House, who: Member) -> None:
    """The house's own bank holds what was decided before; some of it is in doubt."""
    lines = ["entry,kind,opinion,reference"]
    lines += [f"{known_hash(each)},pdq,{'' if each % 9 else 'disputed'},demo-{each}" for each in range(KNOWN_IMAGES)]
    signals.take_file(house.record, house.playbook(), who.id, "own", "\n".join(lines).encode())


def trusted_flaggers(house: House, team: Sequence[Member]) -> None:
    """The register, before anything comes in: the first one's notices are passed on by every platform under one name."""
    platforms = sorted({row[3] for row in HARMS})
    known = tuple(reporter_of(house.record.digest, platform, FLAGGER) for platform in platforms)
    for number, (place, ago) in enumerate(FLAGGERS):
        entry = Entry(
            account=team[-1 - number].id, coordinator=PlaceCode(place), awarded=now() - timedelta(days=ago),
            known_as=() if number else known,
        )  # fmt: skip
        reporters.register(house.record, house.playbook(), team[1].id, entry)


def furnish(house: House, team: Sequence[Member]) -> None:
    """The rule that a lead stopped."""
    lead = team[1]
    rules.switch(house.record, house.playbook(), lead.id, WRONG, off=True, reason="wrong_matches")
