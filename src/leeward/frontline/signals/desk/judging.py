"""What we think of a hash, and writing it out for its exchange."""

from uuid import uuid4

from leeward.frontline.signals.desk.taking import Q, bank_of
from leeward.frontline.signals.forms import SAYABLE, Judged, feedback_file
from leeward.frontline.signals.refusals import NoSuchHash, NoSuchWord
from leeward.playbook.model import Bank, Playbook
from leeward.record.facts.signals import FeedbackHandedOver, HashJudged
from leeward.record.ledger.look import Look, Row
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import HashId, PersonId
from leeward.record.terms.moment import now
from leeward.record.terms.signal import Feedback
from leeward.record.terms.subject import HashKind


def judge(record: Record, playbook: Playbook, who: PersonId, code: str, number: HashId, feedback: Feedback) -> None:
    """Say what a hash of a bank is worth. Raises NoSuchBank, NoSuchHash, or NoSuchWord where its exchange cannot be told that."""
    bank = bank_of(playbook, code)
    if feedback not in SAYABLE[bank.exchange]:
        words = ", ".join(SAYABLE[bank.exchange])
        raise NoSuchWord(f"{bank.exchange} cannot be told {feedback}.", remedy=f"It can be told: {words}.")
    with record.writing() as tx:
        tx.take_pen()
        if not tx.value(Q.hash_live, {"bank": bank.code, "hash": number, "now": now()}):
            raise NoSuchHash(f"{number} is none.", remedy="It may have been withdrawn meanwhile.")
        tx.append([HashJudged(subject=number, actor=who, occurred=now(), bank=bank.code, feedback=feedback)])


def hand_over(record: Record, playbook: Playbook, who: PersonId, code: str, *, again: bool = False, reason: str = "") -> bytes:
    """What we think of hashes of a bank and have not said yet, in the form of its exchange; it counts as said from then on.

    ``again``: also what was said before. Raises NoSuchBank.
    """
    bank = bank_of(playbook, code)
    with record.writing() as tx:
        tx.take_pen()
        rows = _rows(tx, bank, again=again)
        if rows:
            hashes = tuple(HashId(row["hash"]) for row in rows)
            told = FeedbackHandedOver(
                subject=uuid4(), actor=who, occurred=now(), bank=bank.code, exchange=bank.exchange, hashes=hashes
            )
            tx.append([told])
    return _file(bank, rows, reason)


def unsaid(record: Record, playbook: Playbook, code: str) -> bytes:
    """The same without counting it as said. Raises NoSuchBank."""
    bank = bank_of(playbook, code)
    with record.reading() as look:
        return _file(bank, _rows(look, bank, again=False), "")


def sayable(bank: Bank) -> tuple[Feedback, ...]:
    """What the exchange of a bank can be told."""
    return tuple(SAYABLE[bank.exchange])


def _rows(look: Look, bank: Bank, *, again: bool) -> list[Row]:
    rows = look.rows(Q.judged, {"bank": bank.code, "again": again})
    return [row for row in rows if row["feedback"] in SAYABLE[bank.exchange]]


def _file(bank: Bank, rows: list[Row], reason: str) -> bytes:
    said = [
        Judged(kind=HashKind(row["kind"]), digits=row["digits"], feedback=Feedback(row["feedback"]), record=row["record"])
        for row in rows
    ]
    return feedback_file(bank.exchange, said, reason=reason)
