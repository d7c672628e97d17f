"""The house of these tests: listings that nobody reported, a sample of them, and people who label what was drawn."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from frontline.appeals.court import somebody
from insights.rules.place import Place
from leeward.frontline.quality import desk as quality
from leeward.insights.prevalence import desk
from leeward.insights.prevalence.wanted import Wanted
from leeward.lakeside import lake_folder, write_lake
from leeward.playbook.tree import steps_of
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.code import ClauseCode
from leeward.record.terms.ids import PersonId, SampleId
from leeward.record.terms.moment import now
from leeward.record.terms.prevalence import Design

CLAUSE, HARM = ClauseCode("HE-LEX-2"), "labour_exploitation.fees"
PAYS = "Harvest work. Each worker hands over an amount on arrival."
FREE = "Harvest work. The employer bears every cost."
VIOLATES, FINE = "gate:neither,pays:yes,who:before", "gate:neither,pays:none"


def wanted(**more: Any) -> Wanted:
    """A sample of everything that went public just now."""
    asked: dict[str, Any] = {
        "kind": "listing_posted", "since": now() - timedelta(hours=2), "until": now() + timedelta(hours=2), "labels": 6,
        "design": Design.SIMPLE, "harm": HARM, "looks": 2, "verified": 0.0, "expected": 0.05,
    }  # fmt: skip
    return Wanted(**(asked | more))


def post(place: Place, paying: Sequence[int], free: Sequence[int]) -> None:
    """Listings go public and come to the lake."""
    place.see(*paying, description=PAYS, category="job", account_age_days=3)
    place.see(*free, description=FREE, category="housing", account_age_days=300)
    to_lake(place)


def to_lake(place: Place) -> None:
    """What happened is sealed and written."""
    seal_pending(place.record)
    write_lake(place.house)


def drawn(place: Place, who: PersonId, **more: Any) -> SampleId:
    """A sample."""
    return desk.draw(place.record, place.house.playbook(), who, wanted(**more), lake_folder(place.house))


def label_all(place: Place, people: int = 3, *, wrong: Sequence[PersonId] = ()) -> list[PersonId]:
    """People take second looks until there is none for any of them, and answer by what the text says; ``wrong`` say no."""
    hands = [*wrong, *(somebody(place.record) for _ in range(people))]
    left = True
    while left:
        left = sum(label_one(place, who, wrong=who in wrong) for who in hands) > 0
    return hands


def label_one(place: Place, who: PersonId, *, wrong: bool = False) -> bool:
    """One look of somebody; false when there is none for them."""
    playbook = place.house.playbook()
    taken = quality.claim_next(place.record, playbook, who)
    if taken is None:
        return False
    texts = dict(quality.reveal(place.record, playbook, who, taken.check))
    said = VIOLATES if texts["What the subject says"] == PAYS and not wrong else FINE
    quality.take_look(place.record, playbook, who, taken.check, clause=CLAUSE, path=steps_of(said))
    return True
