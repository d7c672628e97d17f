"""What is restricted, as labels of the AT Protocol for other tools (Q66); reading the platform's identifiers for it is a fact."""

from typing import Any

from leeward.frontline.enforcement.desk.queries import Q
from leeward.frontline.enforcement.labelled import Restricted, label_of
from leeward.playbook.model import MeasureKind, Playbook
from leeward.record.errors import TextErased
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import PurposeCode
from leeward.record.terms.ids import PersonId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import ActionState

EXPORT = PurposeCode("export")


def labels(record: Record, playbook: Playbook, who: PersonId, source: str, since: Moment) -> list[dict[str, Any]]:
    """The labels of restrictions that came into force or were lifted since a moment.

    ``source`` is the labeller's DID. What the person is not told stays out, and so does a subject whose identifier was erased.
    """
    measures = [code for code, each in playbook.measures.items() if each.kind is not MeasureKind.NONE]
    with record.writing() as tx:
        rows = tx.rows(Q.to_label, {"measures": measures, "since": since})
        names = _identifiers(tx, list(dict.fromkeys(row["identifier"] for row in rows)), who)
    found = [
        Restricted(
            clause=row["clause"], state=ActionState(row["state"]), effective=row["effective"], until=row["until"],
            ended=row["ended"], uri=names[row["identifier"]],
        )
        for row in rows
        if row["identifier"] in names
    ]  # fmt: skip
    return [label for each in found if (label := label_of(playbook, source, each)) is not None]


def _identifiers(tx: Transaction, refs: list[VaultRef], who: PersonId) -> dict[VaultRef, str]:
    if not refs:
        return {}
    try:
        return dict(tx.vault.read(refs, actor=who, purpose=EXPORT))
    except TextErased:
        return {ref: text for ref in refs for text in [_identifier(tx, ref, who)] if text is not None}


def _identifier(tx: Transaction, ref: VaultRef, who: PersonId) -> str | None:
    try:
        return tx.vault.read([ref], actor=who, purpose=EXPORT)[ref]
    except TextErased:
        return None
