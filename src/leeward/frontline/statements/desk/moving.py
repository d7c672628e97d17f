"""What people do with a statement: have it drafted and sent once more, or say that they submitted it themselves."""

import msgspec

from leeward.frontline.statements import views
from leeward.frontline.statements.desk.drafting import Q
from leeward.frontline.statements.refusals import NoSuchStatement, NotNow
from leeward.record.facts.statements import StatementAccepted, StatementReopened
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import PersonId, StatementId
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.statement import StatementState

OVER = frozenset({StatementState.BLOCKED, StatementState.REFUSED, StatementState.DEAD})


def reopen(record: Record, who: PersonId, statement: StatementId) -> None:
    """Have a statement drafted by the playbook in force, checked and sent once more. Raises NoSuchStatement or NotNow."""
    with record.writing() as tx:
        tx.take_pen()
        if (state := sheet_of(tx, statement).state) not in OVER:
            raise NotNow(f"It is {state}.", remedy="Only what is blocked, refused or dead is drafted once more.")
        tx.append([StatementReopened(subject=statement, actor=who, occurred=this_moment())])


def submitted(record: Record, who: PersonId, statement: StatementId) -> None:
    """Record that somebody submitted a statement themselves, from an export. Raises NoSuchStatement or NotNow."""
    with record.writing() as tx:
        tx.take_pen()
        sheet = sheet_of(tx, statement)
        if sheet.state is not StatementState.READY:
            raise NotNow(f"It is {sheet.state}.", remedy="Only what is ready can have been submitted.")
        made = StatementAccepted(
            subject=statement, actor=who, occurred=this_moment(), decision=sheet.decision, job=sheet.job, public=None
        )
        tx.append([made])


def sheet_of(look: Look, statement: StatementId) -> views.Sheet:
    """One statement. Raises NoSuchStatement."""
    row = look.one(Q.statement, {"statement": statement})
    if row is None:
        raise NoSuchStatement(f"There is no statement {statement}.")
    return msgspec.convert(row, views.Sheet)
