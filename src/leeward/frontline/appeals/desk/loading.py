"""What the desk loads before it does anything: the person, the appeal, the decision it is against."""

from collections.abc import Iterable

import msgspec

from leeward.frontline.appeals.hearing import Candidate, Hearer
from leeward.frontline.appeals.refusals import NoSuch, NotYours, PeopleOnly, TextNotTaken
from leeward.frontline.appeals.verdict import First
from leeward.frontline.appeals.views import ActionLine, FirstDecision, Head
from leeward.playbook.ladder import Strikes
from leeward.playbook.model import Playbook
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms import media
from leeward.record.terms.appeal import AppealState
from leeward.record.terms.ids import AppealId, OwnerId, PersonId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import MACHINES
from leeward.record.terms.report import TAKEN_BACK, Verdict

Q = read_queries("leeward.frontline.appeals")


def hearer(look: Look, who: PersonId, moment: Moment) -> Hearer:
    """Somebody who works here, with today's exposure. Raises PeopleOnly for a machine, NoSuch for a stranger."""
    if who in MACHINES:
        raise PeopleOnly()
    found = look.rows(Q.hearers, {"people": [who], "day": moment.date()})
    if not found:
        raise NoSuch(f"Nobody with the id {who} works here.")
    return msgspec.convert(found[0], Hearer)


def everybody(look: Look, moment: Moment) -> list[Hearer]:
    """All who work here, with today's exposure."""
    return msgspec.convert(look.rows(Q.hearers, {"people": None, "day": moment.date()}), list[Hearer])


def candidate(look: Look, appeal: AppealId) -> Candidate:
    """The appeal as it stands. Raises NoSuch."""
    row = look.one(Q.candidate, {"appeal": appeal})
    if row is None:
        raise NoSuch(f"There is no appeal {appeal}.")
    return msgspec.convert(row, Candidate)


def in_hand(look: Look, who: PersonId, appeal: AppealId) -> Candidate:
    """The appeal, which this person holds. Raises NotYours."""
    found = candidate(look, appeal)
    if found.state is not AppealState.CLAIMED or found.claimed_by != who:
        whose = "Somebody else does." if found.state is AppealState.CLAIMED else f"It is {found.state.value}."
        raise NotYours(whose, remedy="Open it again to see how it stands.")
    return found


def head(look: Look, appeal: AppealId) -> Head:
    """Everything that stands of an appeal. Raises NoSuch."""
    row = look.one(Q.head, {"appeal": appeal})
    if row is None:
        raise NoSuch(f"There is no appeal {appeal}.")
    return msgspec.convert(row, Head)


def decision_of(look: Look, found: Head) -> FirstDecision:
    """The decision that an appeal is against, with what it did."""
    row = look.one(Q.first, {"decision": found.decision})
    assert row is not None, "an appeal is against a decision that there is"
    actions = look.rows(Q.actions, {"decision": found.decision})
    return msgspec.convert({**row, "actions": msgspec.convert(actions, list[ActionLine])}, FirstDecision)


def first(look: Look, found: Head) -> First:
    """What a second decision draws on."""
    made = decision_of(look, found)
    standing = {each.measure for each in made.actions if each.state not in TAKEN_BACK}
    strikes = look.rows(Q.strikes, {"about": found.about, "decision": found.decision}, into=Strikes)
    return First(
        decision=found.decision,
        appellant=found.appellant,
        verdict=made.verdict,
        clause=made.clause,
        clause_version=made.clause_version,
        severity=made.severity,
        measures=tuple(code for code in made.measures if code in standing) if made.verdict is Verdict.VIOLATES else (),
        kind=made.kind,
        strikes=tuple(strikes),
    )


def check_text(text: str | None, playbook: Playbook) -> str | None:
    """A text that may go to the vault; None for an empty one. Raises TextNotTaken (Q01)."""
    if text is None or not text.strip():
        return None
    if (why := media.refusal(text, most=playbook.limits.text_characters)) is not None:
        raise TextNotTaken(media.WHY[why])
    return text


def write_texts(tx: Transaction, owner: OwnerId, texts: Iterable[str | None]) -> list[VaultRef | None]:
    """Texts into the vault, in order; None stays None."""
    asked = list(texts)
    refs = iter(tx.vault.write(owner, [text for text in asked if text is not None]))
    return [None if text is None else next(refs) for text in asked]
