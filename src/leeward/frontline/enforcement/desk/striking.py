"""Strikes of one subject: how many count, which, and a lead's forgiveness. Totals come from facts only (Q42)."""

from leeward.frontline.enforcement import reasons
from leeward.frontline.enforcement.desk.queries import Q
from leeward.frontline.enforcement.refusals import NoSuch, NothingToForgive
from leeward.record.facts.enforcement import StrikesForgiven
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ScopeCode
from leeward.record.terms.ids import ActionId, PersonId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment


def totals(look: Look, about: SubjectId, moment: Moment) -> dict[ScopeCode | None, int]:
    """How many strikes counted on a subject at a moment, by scope; None are those of no scope. Any moment, past ones too."""
    rows = look.rows(Q.strike_totals, {"subject": about, "moment": moment})
    return {row["scope"]: row["strikes"] for row in rows}


def forgive(record: Record, who: PersonId, action: ActionId, reason: str) -> SubjectId:
    """Let the strikes of an action count no longer, while the action stands; whose they were.

    Harmless when done twice. Raises NotAReason, NoSuch, or NothingToForgive when the action gave none or was taken back.
    """
    why = reasons.known(reason, reasons.FORGIVE)
    with record.writing() as tx:
        tx.take_pen()
        row = tx.one(Q.action, {"action": action})
        if row is None:
            raise NoSuch(f"There is no action {action}.")
        if row["strikes"] == 0 or row["state"] in ("undone", "reversed"):
            raise NothingToForgive()
        if row["forgiven"] is None:
            tx.append([StrikesForgiven(subject=action, actor=who, occurred=this_moment(), reason=why)])
        return SubjectId(row["about"])
