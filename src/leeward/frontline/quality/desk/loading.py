"""What the desk loads before it does anything: the person, the check, the keys of golden items."""

from collections.abc import Iterable, Mapping

import msgspec

from leeward.frontline.quality.golden import Key
from leeward.frontline.quality.refusals import NoSuch, NotYours, PeopleOnly, TextNotTaken
from leeward.frontline.quality.seating import Candidate, Looker
from leeward.frontline.quality.views import Decided, Head, Look
from leeward.playbook.model import Playbook
from leeward.record.ledger.look import Look as Reading
from leeward.record.standing.queries import read_queries
from leeward.record.terms import media
from leeward.record.terms.ids import CheckId, DecisionId, PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import MACHINES

Q = read_queries("leeward.frontline.quality")


def looker(look: Reading, who: PersonId, moment: Moment) -> Looker:
    """Somebody who works here, with today's exposure. Raises PeopleOnly for a machine, NoSuch for a stranger."""
    if who in MACHINES:
        raise PeopleOnly()
    found = look.rows(Q.lookers, {"people": [who], "day": moment.date()})
    if not found:
        raise NoSuch(f"Nobody with the id {who} works here.")
    return msgspec.convert(found[0], Looker)


def everybody(look: Reading, moment: Moment) -> list[Looker]:
    """All who work here."""
    return msgspec.convert(look.rows(Q.lookers, {"people": None, "day": moment.date()}), list[Looker])


def candidate(look: Reading, check: CheckId) -> Candidate:
    """The check as assignment sees it. Raises NoSuch."""
    row = look.one(Q.candidate, {"look": check})
    if row is None:
        raise NoSuch(f"There is no second look {check}.")
    return msgspec.convert(row, Candidate)


def head(look: Reading, check: CheckId) -> Head:
    """Everything that stands of a check. Raises NoSuch."""
    row = look.one(Q.head, {"look": check})
    if row is None:
        raise NoSuch(f"There is no second look {check}.")
    return msgspec.convert(row, Head)


def in_hand(look: Reading, who: PersonId, check: CheckId) -> Head:
    """The check, which this person holds. Raises NoSuch or NotYours."""
    found = head(look, check)
    if found.claimed_by != who:
        raise NotYours(remedy="Take the next one.")
    return found


def looks(look: Reading, check: CheckId) -> tuple[Look, ...]:
    """Who looked and what each found, in order."""
    return tuple(msgspec.convert(look.rows(Q.looks_of, {"look": check}), list[Look]))


def decision(look: Reading, found: DecisionId) -> Decided:
    """The decision behind a check."""
    row = look.one(Q.decision, {"decision": found})
    assert row is not None, "a check is of a decision that there is"
    return msgspec.convert(row, Decided)


def keys(look: Reading) -> Mapping[str, Key]:
    """Answer keys that hold in the place of the files', by ``set/item``."""
    return {f"{row['golden_set']}/{row['item']}": msgspec.convert(row, Key) for row in look.rows(Q.keys)}


def names(look: Reading, people: Iterable[PersonId | None]) -> dict[PersonId, str]:
    """The names of people and machines."""
    asked = list({person for person in people if person is not None and person not in MACHINES})
    found = {row["person"]: row["name"] for row in look.rows(Q.names, {"people": asked})} if asked else {}
    return {**MACHINES, **found}


def check_text(text: str | None, playbook: Playbook) -> str | None:
    """A text that may go to the vault; None for an empty one. Raises TextNotTaken (Q01)."""
    if text is None or not text.strip():
        return None
    if (why := media.refusal(text, most=playbook.limits.text_characters)) is not None:
        raise TextNotTaken(media.WHY[why])
    return text
