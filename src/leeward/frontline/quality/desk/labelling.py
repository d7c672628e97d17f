"""Labelling what nobody reported: a sample's item is looked at by several people who know nothing of it, and of each other (Q22).

Each look is a check of its own. Where all peers find nothing, that is the label; where any of them finds something, cannot say,
or passes it up, and on a random part of the rest, an expert looks as well, as blind, and has the last word.
"""

from collections.abc import Sequence

import msgspec

from leeward.frontline.quality.desk.loading import Q
from leeward.frontline.quality.views import Head
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.prevalence import PrevalenceItemDrawn, PrevalenceSampleClosed
from leeward.record.facts.quality import LabelOpened, LabelSettled, LabelWithdrawn, LookTaken
from leeward.record.ledger.record import Hearing, Listeners, Transaction
from leeward.record.terms.code import ClauseCode, HarmCode, ReasonCode
from leeward.record.terms.ids import CheckId, PersonId, SampledId, SampleId, new_id, new_ids
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.quality import Seat
from leeward.record.terms.report import Verdict
from leeward.record.terms.severity import Severity

DECIDED, SAMPLE_CLOSED = ReasonCode("decided_by_expert"), ReasonCode("sample_closed")


class At(msgspec.Struct, frozen=True, kw_only=True):
    """A row of ``looks_at_item``."""

    id: CheckId
    state: str
    seat: Seat
    took: Seat | None
    person: PersonId | None
    verdict: Verdict | None
    clause: ClauseCode | None
    severity: Severity | None


def listeners() -> Listeners:
    """Items drawn for a sample are opened as blind looks; of a closed sample no look is waited for."""
    return {PrevalenceItemDrawn: (open_labels,), PrevalenceSampleClosed: (withdraw,)}


def open_labels(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """So many ``LabelOpened`` for each item as the sample asks looks for."""
    drawn = [one.fact for one in heard if isinstance(one.fact, PrevalenceItemDrawn)]
    ids = iter(new_ids(sum(one.looks for one in drawn)))
    return [_opened(one, CheckId(next(ids))) for one in drawn for _ in range(one.looks)]


def withdraw(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """``LabelWithdrawn`` for every look that is still waited for."""
    closed = {one.fact.subject: one.fact.occurred for one in heard}
    rows = hearing.look.rows(Q.looks_of_samples, {"samples": list(closed)})
    moment = max(closed.values())
    return [LabelWithdrawn(subject=row["id"], actor=CLOCKWORK, occurred=moment, reason=SAMPLE_CLOSED) for row in rows]


def after_look(tx: Transaction, playbook: Playbook, found: Head, taken: LookTaken) -> list[Fact]:
    """What follows from a look at an item of a sample, which stands already: an expert is asked, or the label is there."""
    assert found.item is not None, "it is one of a sample"
    looks = msgspec.convert(tx.rows(Q.looks_at_item, {"item": found.item}), list[At])
    if taken.seat is not Seat.PEER:
        waiting = [each for each in looks if each.state in ("open", "claimed")]
        return [_settled(playbook, found, taken, looks), *(_not_needed(each, taken.occurred) for each in waiting)]
    if any(each.state in ("open", "claimed") for each in looks):
        return []
    if _doubtful(looks) or tx.value(Q.sampled, {"item": found.item}):
        return [_for_expert(found, taken.occurred)]
    return [_settled(playbook, found, taken, looks)]


def _doubtful(looks: Sequence[At]) -> bool:
    return any(each.verdict is not Verdict.NO_VIOLATION for each in looks if each.verdict is not None)


def _opened(one: PrevalenceItemDrawn, check: CheckId) -> LabelOpened:
    return LabelOpened(
        subject=check, actor=CLOCKWORK, occurred=one.occurred, sample=one.sample, item=SampledId(one.subject), about=one.about,
        kind=one.kind, harm=one.harm, clauses=one.clauses, queue=one.queue, language=one.language, severity=one.severity,
        seat=Seat.PEER, texts=one.texts,
    )  # fmt: skip


def _for_expert(found: Head, moment: Moment) -> LabelOpened:
    assert found.sample is not None
    assert found.item is not None
    assert found.about is not None
    assert found.kind is not None
    return LabelOpened(
        subject=CheckId(new_id()), actor=CLOCKWORK, occurred=moment, sample=found.sample, item=found.item, about=found.about,
        kind=found.kind, harm=found.harm or HarmCode("unclassified"), clauses=found.clauses or (), queue=found.queue,
        language=found.language, severity=found.first_severity, seat=Seat.EXPERT, texts=found.texts or (),
    )  # fmt: skip


def _settled(playbook: Playbook, found: Head, taken: LookTaken, looks: Sequence[At]) -> LabelSettled:
    assert found.item is not None
    assert found.about is not None
    return LabelSettled(
        subject=found.item, actor=taken.actor, occurred=taken.occurred, sample=SampleId(found.sample or found.item),
        about=found.about, verdict=taken.verdict, clause=taken.clause, harm=playbook.policies[taken.clause].harm,
        severity=taken.severity, seat=taken.seat, looks=sum(each.verdict is not None for each in looks), language=found.language,
        content=next(iter(found.texts or ()), None),
    )  # fmt: skip


def _not_needed(each: At, moment: Moment) -> LabelWithdrawn:
    return LabelWithdrawn(subject=each.id, actor=CLOCKWORK, occurred=moment, reason=DECIDED)
