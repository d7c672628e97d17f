"""What stands in the other rooms of the made-up house: a bank of hashes, two trusted flaggers, labels, and a rule gone wrong."""

from collections.abc import Sequence
from datetime import timedelta

from leeward.drills.arrivals import KNOWN_IMAGES, known_hash
from leeward.drills.team import Member
from leeward.frontline.reporters import desk as reporters
from leeward.frontline.reporters.desk.register import Entry
from leeward.frontline.signals import desk as signals
from leeward.house import House
from leeward.insights.rules import desk as rules
from leeward.record.terms.code import PlaceCode
from leeward.record.terms.moment import now

FLAGGERS = (("PT", 400), ("FR", 90))
"""Coordinator, and how many days ago the status was awarded."""
WRONG = "recruitment/easy_money"
"""A rule that matched what it should not: a lead switched it off."""


def known_images(house: House, who: Member) -> None:
    """The house's own bank holds what was decided before; some of it is in doubt."""
    lines = ["entry,kind,opinion,reference"]
    lines += [f"{known_hash(each)},pdq,{'' if each % 9 else 'disputed'},demo-{each}" for each in range(KNOWN_IMAGES)]
    signals.take_file(house.record, house.playbook(), who.id, "own", "\n".join(lines).encode())


def furnish(house: House, team: Sequence[Member]) -> None:
    """The register of trusted flaggers, and the rule that a lead stopped."""
    lead = team[1]
    for number, (place, ago) in enumerate(FLAGGERS):
        entry = Entry(
            account=team[-1 - number].id, coordinator=PlaceCode(place), awarded=now() - timedelta(days=ago)
        )  # fmt: skip
        reporters.register(house.record, house.playbook(), lead.id, entry)
    rules.switch(house.record, house.playbook(), lead.id, WRONG, off=True, reason="wrong_matches")
