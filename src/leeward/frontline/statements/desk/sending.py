"""Sending what waits, up to a hundred at a time. A statement is marked as taken, sent without holding the database, and what came
of it is a fact.

At least once: who is killed between sending and writing leaves a mark that runs out, and the statement is sent again. Its number
is the same, so the database says that it has it, and that is its acceptance.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import msgspec

from leeward.frontline.statements.answers import Answer, Meaning, meaning
from leeward.frontline.statements.batch import body_of
from leeward.frontline.statements.desk.drafting import Q
from leeward.frontline.statements.desk.posting import Target, post
from leeward.frontline.statements.pace import next_attempt
from leeward.frontline.statements.validator import BATCH
from leeward.record.errors import TextErased
from leeward.record.facts import Fact
from leeward.record.facts.statements import StatementAccepted, StatementAttempted, StatementReopened
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.ids import DecisionId, JobId, OwnerId, StatementId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.statement import StatementState

Post = Callable[[Target, bytes], Answer]
TAKEN_FOR = timedelta(minutes=5)


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that is due: a row of ``due``."""

    id: StatementId
    decision: DecisionId
    job: JobId
    attempts: int
    text: VaultRef


def send(record: Record, target: Target | None, moment: Moment, post_: Post = post) -> int:
    """Send one batch of what is due; how many statements were dealt with. None where nothing is sent from here."""
    if target is None:
        return 0
    with record.reading() as look:
        if look.rows(Q.told_to_wait, {"moment": moment}) or not look.rows(Q.due, {"moment": moment, "limit": 1}):
            return 0
    taken, payloads = _take(record, moment)
    if not taken:
        return 0
    answer = post_(target, body_of(payloads))
    meant = meaning(answer, [str(each.id) for each in taken], moment)
    with record.writing() as tx:
        tx.take_pen()
        ready = {row["id"] for row in tx.rows(Q.still_ready, {"statements": [each.id for each in taken]})}
        tx.append(_facts(tx, [each for each in taken if each.id in ready], answer, meant, moment))
        tx.execute(Q.give_back, {"statements": [each.id for each in taken]})
    return len(taken)


def _take(record: Record, moment: Moment) -> tuple[list[Waiting], list[str]]:
    """Mark what is due as taken: the statements with their payloads, in order. One whose text was erased is drafted anew."""
    with record.writing() as tx:
        tx.take_pen()
        rows = [msgspec.convert(row, Waiting) for row in tx.rows(Q.due, {"moment": moment, "limit": BATCH})]
        marks = {"statements": [row.id for row in rows], "moment": moment, "until": moment + TAKEN_FOR}
        mine = {row["statement"] for row in tx.rows(Q.take, marks)}
        texts = {row.id: _text(tx, row.text) for row in rows if row.id in mine}
        erased = [each for each, text in texts.items() if text is None]
        tx.append([StatementReopened(subject=each, actor=CLOCKWORK, occurred=moment) for each in erased])
        tx.execute(Q.give_back, {"statements": erased})
        kept = [(row, text) for row in rows if (text := texts.get(row.id)) is not None]
        return [row for row, _ in kept], [text for _, text in kept]


def _text(tx: Transaction, ref: VaultRef) -> str | None:
    try:
        return tx.vault.pass_through([ref])[ref]
    except TextErased:
        return None


def _facts(tx: Transaction, sent: Sequence[Waiting], answer: Answer, meant: Meaning, moment: Moment) -> list[Fact]:
    """What came of each; each kind together."""
    accepted = [each for each in sent if str(each.id) in meant.accepted]
    rest = [each for each in sent if str(each.id) not in meant.accepted]
    words = [(OwnerId(each.id), meant.refused[str(each.id)]) for each in rest if str(each.id) in meant.refused]
    kept = dict(zip([owner for owner, _ in words], tx.vault.write_many(words), strict=True))
    return [
        *(_accepted(each, meant, moment) for each in accepted),
        *(_attempted(each, answer, meant, kept, moment) for each in rest),
    ]


def _accepted(each: Waiting, meant: Meaning, moment: Moment) -> Fact:
    return StatementAccepted(
        subject=each.id, actor=CLOCKWORK, occurred=moment, decision=each.decision, job=each.job,
        public=meant.accepted[str(each.id)],
    )  # fmt: skip


def _attempted(each: Waiting, answer: Answer, meant: Meaning, kept: Mapping[OwnerId, VaultRef], moment: Moment) -> Fact:
    """Who was not at fault is tried again without a failure to their name."""
    words = kept.get(OwnerId(each.id))
    blameless = meant.wait is not None or str(each.id) in meant.at_once
    attempt = each.attempts if blameless else each.attempts + 1
    again = None
    if words is None:
        again = moment + (meant.wait or timedelta()) if blameless else next_attempt(attempt, moment, random.random())
    state = StatementState.READY if again else StatementState.REFUSED if words else StatementState.DEAD
    return StatementAttempted(
        subject=each.id, actor=CLOCKWORK, occurred=moment, attempt=attempt, status=answer.status,
        milliseconds=answer.milliseconds, state=state, next_attempt=again, answer=words,
    )  # fmt: skip
