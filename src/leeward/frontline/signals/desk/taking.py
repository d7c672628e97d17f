"""Records of an exchange go into a bank: what changed as facts, the hashes beside them, and nothing that is withdrawn stays."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from leeward.frontline.signals.entries import Batch, Entry
from leeward.frontline.signals.forms import READERS
from leeward.frontline.signals.refusals import NoSuchBank
from leeward.frontline.signals.views import Took
from leeward.playbook.diagnostics import suggestion
from leeward.playbook.model import Bank, Playbook
from leeward.record.facts.signals import BankedHash, BankUpdated, RecordChange
from leeward.record.ledger.record import Record, Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import BankCode
from leeward.record.terms.ids import HashId, HashRecordId, PersonId
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.signal import Opinion
from leeward.record.terms.subject import HashKind

Q = read_queries("leeward.frontline.signals")
TOLD = 20
"""So many faults of one file are told in words; the others are counted."""
AT_ONCE = 2_000
"""So many records go into one transaction, so that reports do not wait long behind a bank of a million."""


def bank_of(playbook: Playbook, code: str) -> Bank:
    """A bank of the playbook. Raises NoSuchBank."""
    bank = playbook.banks.get(BankCode(code))
    if bank is None:
        raise NoSuchBank(f"{code} is none.", remedy=suggestion(code, playbook.banks) or "Banks stand in banks.toml.")
    return bank


def hash_id(record: Record, kind: HashKind, digits: str) -> HashId:
    """The id under which the ledger knows a hash: made with the house's key, the same always."""
    return HashId(UUID(record.digest(f"hash:{kind}", digits)[:32]))


def take_file(record: Record, playbook: Playbook, who: PersonId, code: str, body: bytes, *, whole: bool = False) -> Took:
    """Take a file in the form of the bank's exchange. ``whole``: what it does not name is withdrawn.

    Raises NoSuchBank, and Unreadable where the file is none of its exchange.
    """
    bank = bank_of(playbook, code)
    batch = READERS[bank.exchange](body)
    took = Took()
    with record.reading() as look:
        before = int(look.value(Q.end_of_ledger)) + 1
    take(record, bank, who, batch, took, whole=whole and not batch.faults)
    if whole and not batch.faults:
        withdraw_older(record, bank, who, before, took)
    return took


def take(record: Record, bank: Bank, who: PersonId, batch: Batch, took: Took, *, whole: bool = False) -> None:
    """Take the records of one answer in, and count them. ``whole``: unchanged ones are written, too."""
    entries = {each.name: each for each in batch.entries}  # of a record that is named twice the last word counts
    took.passed_over += batch.passed_over
    took.unreadable += len(batch.faults)
    took.faults = [*took.faults, *batch.faults][:TOLD]
    took.records += len(entries)
    every = list(entries.values())
    for place in range(0, len(every), AT_ONCE):
        with record.writing() as tx:
            tx.take_pen()
            passed = batch.passed_over if place == 0 else 0
            changed = _changed(tx, record, bank, every[place : place + AT_ONCE], again=whole)
            put_in(tx, record, bank, who, changed, passed_over=passed)
        took.changed += len(changed)
        took.gone += sum(not entry.hashes for entry, _ in changed)


def withdraw_older(record: Record, bank: Bank, who: PersonId, before: int, took: Took) -> None:
    """Withdraw every record of a bank that nothing was said of since the fact at ``before``."""
    while True:
        with record.writing() as tx:
            tx.take_pen()
            rows = tx.rows(Q.records_older, {"bank": bank.code, "before": before, "limit": AT_ONCE})
            if not rows:
                return
            put_in(tx, record, bank, who, [(Entry(name=""), HashRecordId(row["record"])) for row in rows])
        took.changed += len(rows)
        took.gone += len(rows)


Named = tuple[Entry, HashRecordId]


def put_in(tx: Transaction, record: Record, bank: Bank, who: PersonId, named: Sequence[Named], *, passed_over: int = 0) -> None:
    """Write down what changed, keep the hashes of what is live, delete those of what is gone."""
    if not named and not passed_over:
        return
    records = [each for _, each in named]
    before = {HashId(row["hash"]) for row in tx.rows(Q.records_now, {"bank": bank.code, "records": records})}
    changes, values = [], dict[HashId, tuple[HashKind, str]]()
    for entry, each in named:
        ids = {hash_id(record, one.kind, one.digits): one for one in entry.hashes}
        values |= {number: (one.kind, one.digits) for number, one in ids.items()}
        hashes = tuple(BankedHash(id=number, kind=one.kind, opinion=one.opinion) for number, one in ids.items())
        changes.append(RecordChange(record=each, hashes=hashes, expires=entry.expires))
    fact = BankUpdated(
        subject=uuid4(), actor=who, occurred=now(), bank=bank.code, exchange=bank.exchange, changes=tuple(changes),
        passed_over=passed_over,
    )  # fmt: skip
    tx.execute(
        Q.keep_values,
        {
            "ids": list(values),
            "kinds": [kind for kind, _ in values.values()],
            "digits": [digits for _, digits in values.values()],
        },
    )
    _name(tx, bank, named)
    tx.append([fact])
    tx.execute(Q.drop_values, {"ids": list(before)})


def _name(tx: Transaction, bank: Bank, named: Iterable[Named]) -> None:
    live = [(entry, each) for entry, each in named if entry.hashes]
    gone = [each for entry, each in named if not entry.hashes]
    names = [entry.name for entry, _ in live]
    references = [entry.reference for entry, _ in live]
    asked = {"bank": bank.code, "records": [each for _, each in live], "names": names, "references": references}
    tx.execute(Q.keep_records, asked)
    tx.execute(Q.drop_records, {"bank": bank.code, "records": gone})


def _changed(tx: Transaction, record: Record, bank: Bank, entries: Sequence[Entry], *, again: bool) -> list[Named]:
    """Those of which something else is said than stands; a mark that something unknown is gone says nothing."""
    named = [(each, HashRecordId(UUID(record.digest(f"hash_record:{bank.code}", each.name)[:32]))) for each in entries]
    standing: dict[UUID, set[tuple[UUID, Opinion, Moment | None]]] = {}
    for row in tx.rows(Q.records_now, {"bank": bank.code, "records": [each for _, each in named]}):
        standing.setdefault(row["record"], set()).add((row["hash"], Opinion(row["opinion"]), row["expires"]))
    return [
        (entry, each) for entry, each in named if (again and entry.hashes) or _said(record, entry) != standing.get(each, set())
    ]


def _said(record: Record, entry: Entry) -> set[tuple[UUID, Opinion, Moment | None]]:
    return {(hash_id(record, one.kind, one.digits), one.opinion, entry.expires) for one in entry.hashes}
