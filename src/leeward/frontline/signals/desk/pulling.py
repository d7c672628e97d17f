"""Asking an exchange for what changed, page after page, without holding the database while it answers."""

import ssl
from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import uuid4

import httpx
import msgspec

from leeward.frontline.signals.asking import Mark, Question, Source, after, forgotten, question
from leeward.frontline.signals.desk.looking import due
from leeward.frontline.signals.desk.taking import Q, bank_of, take, withdraw_older
from leeward.frontline.signals.entries import Unreadable
from leeward.frontline.signals.forms import READERS
from leeward.frontline.signals.refusals import NotAsked
from leeward.frontline.signals.views import Took
from leeward.playbook.model import Bank, Playbook
from leeward.record.facts.signals import ExchangeAsked
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import CLOCKWORK

Ask = Callable[[Question], tuple[int, bytes]]
PATIENCE = httpx.Timeout(60.0, connect=5.0)
LONGEST = 64 << 20
EVERY = timedelta(minutes=10)
MOST_PAGES = 20_000
NO_ANSWER, REFUSED, UNREADABLE, LOOPS = map(ReasonCode, ("no_answer", "refused", "unreadable", "loops"))


def ask(asked: Question) -> tuple[int, bytes]:
    """Status and body; status 0 when there was no answer, or one of more than 64 MB. Redirects are not followed."""
    try:
        with (
            httpx.Client(timeout=PATIENCE, trust_env=False, follow_redirects=False) as client,
            client.stream("GET", asked.address, params=asked.parameters or None, headers=asked.headers) as answer,
        ):
            body = bytearray()
            for part in answer.iter_bytes(1 << 20):
                body += part
                if len(body) > LONGEST:
                    return 0, b""
            return answer.status_code, bytes(body)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ssl.SSLError, UnicodeError):
        return 0, b""


def pull_due(record: Record, playbook: Playbook, sources: Mapping[str, Source], at: Moment) -> int:
    """Ask every exchange that was not asked in the last ten minutes; how many banks."""
    codes = [code for code in sources if code in playbook.banks]
    if not codes:
        return 0
    with record.reading() as look:
        waiting = due(look, codes, at - EVERY)
    for code in waiting:
        pull(record, playbook, CLOCKWORK, code, sources)
    return len(waiting)


def pull(
    record: Record,
    playbook: Playbook,
    who: PersonId,
    code: str,
    sources: Mapping[str, Source],
    *,
    anew: bool = False,
    ask_: Ask = ask,
) -> Took:
    """Ask the exchange of a bank for what changed, until it has told all.

    ``anew``: from the beginning; what it does not name is dropped.

    Raises NoSuchBank, NotAsked where nothing says how it is asked. A failure is a fact, and the next question goes on from there.
    """
    bank = bank_of(playbook, code)
    source = sources.get(code)
    if source is None:
        raise NotAsked(f"Nothing says where {code} is asked.", remedy="Name a file with addresses and keys in LEEWARD_EXCHANGES.")
    took = Took()
    mark = _begin(record, bank, anew=anew)
    for _ in range(MOST_PAGES):
        mark, going = _page(record, bank, who, source, mark, took, ask_)
        if not going:
            break
    with record.writing() as tx:
        told = ExchangeAsked(
            subject=uuid4(), actor=who, occurred=now(), bank=bank.code, exchange=bank.exchange, status=took.status,
            records=took.records, complete=took.complete, reason=took.reason,
        )  # fmt: skip
        tx.append([told])
    return took


def _begin(record: Record, bank: Bank, *, anew: bool) -> Mark:
    with record.reading() as look:
        kept = look.value(Q.checkpoint, {"bank": bank.code})
        read_up_to = next((row["read_up_to"] for row in look.rows(Q.banks) if row["code"] == bank.code), None)
        end = int(look.value(Q.end_of_ledger)) + 1
    if anew or forgotten(bank.exchange, read_up_to, now()):
        return Mark(anew=end)
    return msgspec.json.decode(kept, type=Mark) if kept else Mark()


def _page(record: Record, bank: Bank, who: PersonId, source: Source, mark: Mark, took: Took, ask_: Ask) -> tuple[Mark, bool]:
    """One page: how far it is read then, and whether there is more."""
    try:
        took.status, body = ask_(question(bank.exchange, source, mark, now()))
        if took.status != 200:
            return _refused(mark, took)
        batch = READERS[bank.exchange](body)
    except Unreadable:
        return _stopped(mark, took, UNREADABLE)
    take(record, bank, who, batch, took, whole=bool(mark.anew))
    following = after(bank.exchange, mark, batch)
    if batch.more and batch.more == mark.next:
        return _stopped(mark, took, LOOPS)
    if mark.anew and not batch.more and not took.unreadable:
        withdraw_older(record, bank, who, mark.anew, took)
    with record.writing() as tx:
        kept = msgspec.json.encode(following).decode()
        tx.execute(Q.keep_checkpoint, {"bank": bank.code, "checkpoint": kept, "now": now()})
    return following, bool(batch.more)


def _refused(mark: Mark, took: Took) -> tuple[Mark, bool]:
    """A next page that the exchange no longer knows: the range is read from its beginning; else it has to wait."""
    if mark.next and took.status in (400, 404, 410):
        return msgspec.structs.replace(mark, next="", seen=""), True
    return _stopped(mark, took, REFUSED if took.status else NO_ANSWER)


def _stopped(mark: Mark, took: Took, reason: ReasonCode) -> tuple[Mark, bool]:
    took.complete, took.reason = False, reason
    return mark, False
