"""What leads look at: statements by state, one in full, and what waits to be sent, as it is sent."""

from typing import Any

import msgspec

from leeward.frontline.statements import views
from leeward.frontline.statements.desk.drafting import Q
from leeward.frontline.statements.desk.moving import sheet_of
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import PurposeCode
from leeward.record.terms.ids import PersonId, StatementId
from leeward.record.terms.statement import StatementState

STATEMENTS = PurposeCode("statements")
EXPORTED = 5_000
"""So many statements leave with one export; the next export has those that are ready then."""


def lines(look: Look, state: StatementState, *, limit: int = 50, offset: int = 0) -> tuple[views.Line, ...]:
    """Statements in a state, the newest first."""
    asked = {"state": state, "limit": limit, "offset": offset}
    return tuple(msgspec.convert(row, views.Line) for row in look.rows(Q.lines, asked))


def counts(look: Look) -> dict[StatementState, int]:
    """How many statements stand where, each counted up to 10,001, which stands for more."""
    rows = look.rows(Q.states, {"states": [state.value for state in StatementState]})
    return {StatementState(row["state"]): int(row["statements"]) for row in rows}


def statement(record: Record, who: PersonId, asked: StatementId) -> views.Whole:
    """One statement with what it says; that ``who`` read it is a fact. Raises NoSuchStatement."""
    with record.writing() as tx:
        sheet = sheet_of(tx, asked)
        refs = [ref for ref in (sheet.text, sheet.answer) if ref is not None]
        texts = tx.vault.read(refs, actor=who, purpose=STATEMENTS) if refs else {}
    fields = msgspec.json.decode(texts[sheet.text]) if sheet.text else None
    return views.Whole(sheet=sheet, fields=fields, answer=texts[sheet.answer] if sheet.answer else None)


def ready(record: Record, who: PersonId, limit: int = EXPORTED) -> list[dict[str, Any]]:
    """What waits to be sent, field by field, the oldest first; that ``who`` took it out is a fact."""
    with record.writing() as tx:
        refs = [row["text"] for row in tx.rows(Q.ready_texts, {"limit": limit})]
        texts = tx.vault.read(refs, actor=who, purpose=STATEMENTS) if refs else {}
    return [msgspec.json.decode(texts[ref]) for ref in refs]
