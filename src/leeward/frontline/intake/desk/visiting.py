"""Cases of the public form: begun without an account, open in one browser at a time, come back to by case number and PIN.

Neither number nor PIN nor token is kept: keyed digests are, of the PIN a slow hash besides. A wrong number and a wrong PIN get
one answer in the same time. Attempts are counted for the case and for the address, in the database. A draft belongs to whoever
writes it: nobody here reads it, so that it is read back for its author is no fact; with sending or forgetting, its key is
destroyed.
"""

import secrets
from datetime import timedelta
from uuid import UUID

import msgspec

from leeward.frontline.intake import answers as told
from leeward.frontline.intake import casenumber
from leeward.frontline.intake.answers import Answers
from leeward.frontline.intake.desk.receiving import Q
from leeward.record.errors import HeldBack
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import OwnerId, VaultRef, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import DOOR
from leeward.record.vault import holds
from leeward.web import passwords

OPEN_FOR = timedelta(hours=2)
DRAFT_KEPT = timedelta(days=14)
CASE_BURST, CASE_PER_SECOND = 6, 1 / 100
"""Attempts at one case: six in ten minutes. Trying half its PINs takes a year and a half, for whoever knows the number. A bucket
is full again after ten minutes, when those of signing in are swept out, too."""
ADDRESS_BURST, ADDRESS_PER_SECOND = 20, 1 / 20
BEGIN_BURST, BEGIN_PER_SECOND = 30, 1 / 20


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """The case that is open in a browser."""

    case: UUID
    number: str
    language: str
    draft: VaultRef | None
    sent: Moment | None
    has_pin: bool


class NotOpened(msgspec.Struct, frozen=True, kw_only=True):
    """The case is not open. ``wait`` is how many seconds to wait before the next attempt is read."""

    wait: float = 0.0


def begin(record: Record, language: str, *, address: str) -> str | NotOpened:
    """A new case; the token for the cookie. Many from one address have to wait."""
    at, token = now(), secrets.token_urlsafe(32)
    wait = _take(record, at, (f"begin:{address}", BEGIN_BURST, BEGIN_PER_SECOND))
    if wait:
        return NotOpened(wait=wait)
    with record.writing() as tx:
        begun = 0
        while not begun:  # two cases in a million million have one number: then the next one
            case = new_id()
            begun = tx.execute(
                Q.begin_case,
                {
                    "case": case, "number": _digest(record, number_of(record, case)), "visit": _visit(record, token),
                    "until": at + OPEN_FOR, "language": language, "now": at,
                },
            )  # fmt: skip
    return token


def visited(record: Record, token: str) -> Visit | None:
    """The case that this token has open."""
    with record.reading() as look:
        row = look.one(Q.case_visited, {"visit": _visit(record, token), "now": now()})
    if row is None:
        return None
    return Visit(
        case=row["id"], number=number_of(record, row["id"]), language=row["language"], draft=row["draft"], sent=row["sent"],
        has_pin=row["has_pin"],
    )  # fmt: skip


def enter(record: Record, number: str, pin: str, *, address: str) -> str | NotOpened:
    """Open a case by its number and PIN; the token for the cookie. It is closed wherever it was open before."""
    at, written = now(), casenumber.read_number(number) or ""
    buckets = (f"pin:{address}", ADDRESS_BURST, ADDRESS_PER_SECOND), (f"case:{written}", CASE_BURST, CASE_PER_SECOND)
    if wait := max(_take(record, at, bucket) for bucket in buckets):
        return NotOpened(wait=wait)
    with record.reading() as look:
        row = look.one(Q.case_numbered, {"number": _digest(record, written)})
    digits = casenumber.read_pin(pin)
    sealed = record.digest("case:pin", f"{row['id']}:{digits}" if row else f":{digits}")
    if not passwords.verify(sealed, row["pin"] if row else None) or row is None:
        return NotOpened()
    token = secrets.token_urlsafe(32)
    with record.writing() as tx:
        tx.execute(Q.open_case, {"case": row["id"], "visit": _visit(record, token), "until": at + OPEN_FOR})
    return token


def leave(record: Record, token: str) -> None:
    """Close the case that this token has open. What was saved stays."""
    with record.writing() as tx:
        tx.execute(Q.close_case, {"visit": _visit(record, token)})


def stay(record: Record, visit: Visit) -> None:
    """Somebody is still there."""
    with record.writing() as tx:
        tx.execute(Q.go_on_with_case, {"case": visit.case, "until": now() + OPEN_FOR})


def give_pin(record: Record, visit: Visit) -> str:
    """A PIN for the case, to be shown once. One from before is over."""
    pin = casenumber.new_pin()
    kept = passwords.hash_password(record.digest("case:pin", f"{visit.case}:{pin}"))
    with record.writing() as tx:
        tx.execute(Q.keep_pin, {"case": visit.case, "pin": kept})
    return pin


def answers_of(record: Record, visit: Visit) -> Answers:
    """What was written so far, for whoever wrote it."""
    if visit.draft is None or visit.sent is not None:
        return {}
    with record.writing() as tx:
        return told.unpack(tx.vault.pass_through([visit.draft])[visit.draft])


def save(record: Record, visit: Visit, answers: Answers, language: str) -> None:
    """Keep what was written so far; what was kept before is taken away."""
    at = now()
    with record.writing() as tx:
        tx.take_pen()
        before = tx.value(Q.draft_of, {"case": visit.case})
        [ref] = tx.vault.write(OwnerId(visit.case), [told.pack(answers)])
        kept = {"case": visit.case, "draft": ref, "language": language, "now": at, "until": at + OPEN_FOR}
        if not tx.execute(Q.keep_draft, kept):
            before = ref  # it was sent meanwhile, in another window
        if before is not None:
            tx.execute(Q.drop_draft, {"ref": before, "case": visit.case})


def sweep(record: Record, moment: Moment) -> int:
    """Destroy the drafts that nobody came back to, and those whose notice was sent; how many."""
    with record.reading() as look:
        over = look.rows(Q.cases_over, {"before": moment - DRAFT_KEPT})
    for row in over:
        why = ReasonCode("notice_sent" if row["sent"] else "draft_expired")
        destroy_draft(record, row["id"], why, kept=row["draft"] is not None)
    return len(over)


def destroy_draft(record: Record, case: UUID, reason: ReasonCode, *, kept: bool = True) -> None:
    """Destroy the key of a draft, and forget the case if it was never sent."""
    if kept:
        try:
            holds.erase(record, OwnerId(case), DOOR, reason=reason)
        except HeldBack:
            return
    with record.writing() as tx:
        tx.execute(Q.forget_draft, {"case": case})
        tx.execute(Q.forget_case, {"case": case})


def number_of(record: Record, case: UUID) -> str:
    """A case's number, made from its id by the record's own key: it is kept nowhere."""
    return casenumber.number_of(record.digest("case:number", str(case)))


def _digest(record: Record, number: str) -> str:
    return record.digest("case:known", number)


def _visit(record: Record, token: str) -> str:
    return record.digest("case:visit", token)


def _take(record: Record, at: Moment, bucket: tuple[str, float, float]) -> float:
    """Count an attempt; the seconds to wait when it is one too many, else 0."""
    name, burst, per_second = bucket
    with record.writing() as tx:
        asked = {"name": record.digest("case:attempt", name), "burst": burst, "per_second": per_second, "now": at}
        left = float(tx.value(Q.take_attempt, asked))
    return (1 - left) / per_second if left < 0 else 0.0
