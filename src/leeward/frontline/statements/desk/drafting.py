"""A statement is owed for each decision that restricts, and drafted when all its measures are in force."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import msgspec

from leeward.frontline.statements.drafting import Owed, blocking, drafted
from leeward.playbook.dsa import restricts
from leeward.playbook.model import Playbook
from leeward.playbook.quiet import LAWFUL
from leeward.record.errors import TextErased
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.enforcement import ActionCameIntoForce, ActionMadeKnown
from leeward.record.facts.statements import Problem, StatementBlocked, StatementDrafted, StatementOwed, StatementWithheld
from leeward.record.ledger.record import Hearing, Listeners, Record, Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import Digest, FieldCode, ReasonCode
from leeward.record.terms.ids import OwnerId, StatementId, VaultRef, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK, PLAYBOOK

Q = read_queries("leeward.frontline.statements")
Current = Callable[[], Playbook]
GONE = (Problem(field=FieldCode("clause"), rule=ReasonCode("gone")),)
"""The playbook has neither the clause nor a restricting measure of it any more."""


def listeners(current: Current) -> Listeners:
    """What this room hears. ``current`` gives the playbook in force."""
    return {
        ActionCameIntoForce: (partial(owe, current), partial(withhold, current)),
        ActionMadeKnown: (partial(owe, current),),
    }


def owe(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``StatementOwed`` for each decision that restricts and owes none yet; none where the playbook makes no statements."""
    playbook = current()
    if playbook.statements is None:
        return []
    measures = [code for code, measure in playbook.measures.items() if restricts(measure)]
    rows = hearing.look.rows(Q.restricted, {"actions": [one.fact.subject for one in heard], "measures": measures})
    return [
        StatementOwed(
            subject=StatementId(new_id()), actor=PLAYBOOK, occurred=hearing.now, decision=row["decision"], job=row["job"]
        )
        for row in rows
    ]


def withhold(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``StatementWithheld`` for each decision of whose restrictions, all in force now, the person is lawfully not told."""
    playbook = current()
    if playbook.statements is None:
        return []
    measures = [code for code, measure in playbook.measures.items() if restricts(measure)]
    asked = {"actions": [one.fact.subject for one in heard], "measures": measures, "lawful": sorted(LAWFUL)}
    return [
        StatementWithheld(
            subject=row["job"], actor=PLAYBOOK, occurred=hearing.now, decision=row["decision"], grounds=tuple(row["grounds"])
        )
        for row in hearing.look.rows(Q.withheld, asked)
    ]


def wake(record: Record, current: Current, moment: Moment, limit: int = 200) -> int:
    """Draft what is owed; how many statements."""
    playbook = current()
    if playbook.statements is None:
        return 0
    with record.reading() as look:
        if not look.rows(Q.any_owed):
            return 0
    with record.writing() as tx:
        tx.take_pen()
        owed = [msgspec.convert(row, Owed) for row in tx.rows(Q.owed, {"limit": limit})]
        tx.append(_drafts(tx, playbook, owed, moment))
    return len(owed)


def _drafts(tx: Transaction, playbook: Playbook, owed: Sequence[Owed], moment: Moment) -> list[Fact]:
    """Those that may leave the house with their text in the vault, and those that may not; each kind together."""
    names = _identifiers(tx, [each.identifier for each in owed])
    strict = playbook.statements is None or playbook.statements.strict
    sound: list[tuple[Owed, str]] = []
    blocked: list[Fact] = []
    for each in owed:
        statement = drafted(playbook, each)
        ours = [names[each.identifier], each.decision.hex, each.job.hex]
        problems = GONE if statement is None else blocking(statement, ours, strict=strict)
        if statement is None or problems:
            blocked.append(_blocked(playbook, each, problems, moment))
        else:
            sound.append((each, msgspec.json.encode(statement).decode()))
    refs = tx.vault.write_many([(OwnerId(each.id), text) for each, text in sound])
    return [*(_sound(playbook, *pair, ref, moment) for pair, ref in zip(sound, refs, strict=True)), *blocked]


def _identifiers(tx: Transaction, refs: Iterable[VaultRef]) -> dict[VaultRef, str]:
    """The platform's identifiers of the subjects, so that none slips into a text; one that was erased can stand nowhere."""
    wanted = list(dict.fromkeys(refs))
    try:
        return tx.vault.pass_through(wanted)
    except TextErased:
        return {ref: _identifier(tx, ref) for ref in wanted}


def _identifier(tx: Transaction, ref: VaultRef) -> str:
    try:
        return tx.vault.pass_through([ref])[ref]
    except TextErased:
        return ""


def _sound(playbook: Playbook, each: Owed, text: str, ref: VaultRef, moment: Moment) -> Fact:
    payload = Digest(hashlib.sha256(text.encode()).hexdigest())
    return StatementDrafted(
        subject=each.id, actor=CLOCKWORK, occurred=moment, text=ref, payload=payload, playbook=playbook.digest
    )


def _blocked(playbook: Playbook, each: Owed, problems: tuple[Problem, ...], moment: Moment) -> Fact:
    return StatementBlocked(subject=each.id, actor=CLOCKWORK, occurred=moment, playbook=playbook.digest, problems=problems)
