"""What people look at: one second look, blind; what it holds, unveiled; and a finding with everything that led to it."""

from leeward.frontline.quality.desk import loading
from leeward.frontline.quality.desk.disputing import undisputable
from leeward.frontline.quality.desk.loading import Q
from leeward.frontline.quality.golden import Golden, golden
from leeward.frontline.quality.refusals import NoSuch
from leeward.frontline.quality.views import Blind, Finding, Head, InHand
from leeward.playbook.model import Playbook
from leeward.record.errors import TextErased
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import PurposeCode, SourceCode
from leeward.record.terms.ids import CheckId, PersonId, VaultRef
from leeward.record.terms.moment import now as this_moment

CHECK = PurposeCode("quality_check")
DISPUTE = PurposeCode("quality_dispute")
_SAID, _TOLD, _NAME = "What the subject says", "What was reported", "The platform's identifier"


def blind(look: Look, playbook: Playbook, who: PersonId, check: CheckId) -> Blind:
    """The second look in somebody's hand, without anything that was decided. A golden item looks the same.

    Raises NoSuch or NotYours.
    """
    found = loading.in_hand(look, who, check)
    assert found.lease_until is not None, "it is in a hand"
    if (item := _golden(look, playbook, found)) is not None:
        kind, held_by, leads = item.item.kind, SourceCode("platform"), [item.set.clause]
        texts = 2 + bool(item.item.told)
    elif found.item is not None and found.kind is not None:
        row = look.one(Q.identifier, {"about": found.about})
        kind, held_by = found.kind, SourceCode(row["held_by"] if row else "platform")
        leads = [clause for clause in found.clauses or () if clause in playbook.policies]
        texts = len(_refs(look, found))
    else:
        row = look.one(Q.blind, {"job": found.job})
        assert row is not None, "a check is of a job that there is"
        kind, held_by = row["kind"], row["held_by"]
        leads = [clause for clause in row["clauses"] if clause in playbook.policies]
        texts = len(_refs(look, found))
    order = sorted(playbook.policies, key=lambda code: (code not in leads, leads.index(code) if code in leads else 0, code))
    return Blind(
        id=check, kind=kind, held_by=held_by, queue=found.queue, language=found.language, texts=texts, leads=len(leads),
        policies=tuple(playbook.policies[code] for code in order), lease_until=found.lease_until,
    )  # fmt: skip


def reveal(record: Record, playbook: Playbook, who: PersonId, check: CheckId) -> tuple[tuple[str, str | None], ...]:
    """(what it is, the text) for whoever holds it; None for a text that was erased. Raises NoSuch or NotYours."""
    with record.writing() as tx:
        tx.take_pen()
        found = loading.in_hand(tx, who, check)
        if (item := _golden(tx, playbook, found)) is not None:
            told = [(_TOLD, item.item.told)] if item.item.told else []
            return ((_SAID, item.item.content), *told, (_NAME, f"placeholder-{str(check)[-8:]}"))
        return tuple((what, _read(tx, ref, who, CHECK)) for what, ref in _refs(tx, found))


def finding(look: Look, playbook: Playbook, who: PersonId, check: CheckId, *, everybody: bool) -> Finding:
    """A settled check, for who may see all findings (``everybody``) or whose own decision it was. Raises NoSuch."""
    found = loading.head(look, check)
    mine = found.decider == who
    if found.settled is None or found.golden_item is not None or not (everybody or mine):
        raise NoSuch(f"There is no finding {check}.")
    looks = loading.looks(look, check)
    people = [found.decider, *(each.person for each in looks)] if everybody else []
    return Finding(
        check=found, decision=loading.decision(look, found.decision) if found.decision else None, looks=looks,
        names=loading.names(look, people), mine=mine,
        dispute=undisputable(found, playbook, who, this_moment()) is None,
    )  # fmt: skip


def objection(record: Record, who: PersonId, check: CheckId) -> str | None:
    """What whoever decided wrote against a finding; read under a recorded purpose. None when it was erased. Raises NoSuch."""
    with record.writing() as tx:
        found = loading.head(tx, check)
        if found.dispute_note is None:
            raise NoSuch("Nobody disagreed with it.")
        return _read(tx, found.dispute_note, who, DISPUTE)


def in_my_hand(look: Look, who: PersonId) -> InHand | None:
    """The second look in somebody's hand, for the ribbon."""
    return look.one(Q.in_hand, {"who": who}, into=InHand)


def waiting(look: Look) -> dict[str, int]:
    """How many second looks wait, by seat."""
    return {row["seat"]: row["checks"] for row in look.rows(Q.waiting)}


def _golden(look: Look, playbook: Playbook, found: Head) -> Golden | None:
    if found.golden_set is None or found.golden_item is None:
        return None
    return golden(playbook, loading.keys(look), found.golden_set, found.golden_item)


def _refs(look: Look, found: Head) -> list[tuple[str, VaultRef]]:
    """The texts a decision was made on; no note of who decided is among them."""
    if found.item is not None:
        row = look.one(Q.identifier, {"about": found.about})
        said = [(_SAID, ref) for ref in found.texts or ()]
        return [*said, (_NAME, row["identifier"])] if row else said
    texts = [pair for row in look.rows(Q.texts, {"job": found.job}) for pair in ((_SAID, row["content"]), (_TOLD, row["text"]))]
    row = look.one(Q.blind, {"job": found.job})
    return [(what, ref) for what, ref in [*texts, (_NAME, row["identifier"] if row else None)] if ref is not None]


def _read(tx: Transaction, ref: VaultRef, who: PersonId, purpose: PurposeCode) -> str | None:
    try:
        return tx.vault.read([ref], actor=who, purpose=purpose)[ref]
    except TextErased:
        return None
