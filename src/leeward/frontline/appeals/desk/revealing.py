"""Lifting the veil: what whoever appealed wrote, and what was decided about; each time is a fact with its purpose."""

from leeward.frontline.appeals.desk import loading
from leeward.frontline.appeals.desk.looking import refuse_unless_seen, veiled_of
from leeward.frontline.appeals.refusals import NotYours
from leeward.frontline.appeals.views import Head
from leeward.playbook.model import Playbook
from leeward.record.errors import TextErased
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import PurposeCode
from leeward.record.terms.ids import AppealId, PersonId, VaultRef
from leeward.record.terms.moment import now as this_moment

HEARING = PurposeCode("appeal")
TELLING = PurposeCode("tell_appellant")


def reveal(record: Record, playbook: Playbook, who: PersonId, appeal: AppealId) -> tuple[tuple[str, str | None], ...]:
    """(what it is, the text) for whoever holds the appeal, or a lead; None for a text that was erased.

    Raises NoSuch, NotYours, or LeadsOnly for what may concern a minor.
    """
    with record.writing() as tx:
        tx.take_pen()
        person, found = loading.hearer(tx, who, this_moment()), loading.head(tx, appeal)
        first = loading.decision_of(tx, found)
        refuse_unless_seen(person, found, first, playbook)
        if found.claimed_by != who and not person.lead:
            raise NotYours("Texts are for whoever hears the appeal.", remedy="Take the appeal first.")
        return tuple((each.what, _read(tx, each.ref, who, HEARING)) for each in veiled_of(tx, found, first))


def told(record: Record, who: PersonId, appeal: AppealId) -> tuple[Head, str | None]:
    """How an appeal stands, and the reasons to pass on once it has taken effect (None before, or when they were erased).

    Raises NoSuch.
    """
    with record.writing() as tx:
        found = loading.head(tx, appeal)
        if found.took_effect is None or found.told is None:
            return found, None
        return found, _read(tx, found.told, who, TELLING)


def _read(tx: Transaction, ref: VaultRef, who: PersonId, purpose: PurposeCode) -> str | None:
    try:
        return tx.vault.read([ref], actor=who, purpose=purpose)[ref]
    except TextErased:
        return None
