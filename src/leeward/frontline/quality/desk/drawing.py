"""Drawing decisions to be looked at again: each plan once a day, in the order of the playbook, from what is left (Q30)."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from datetime import datetime as Datetime

import msgspec

from leeward.frontline.quality.desk.loading import Q
from leeward.frontline.quality.sampling import Drawn, Size, draw, within
from leeward.playbook.model import Playbook, SamplingPlan
from leeward.playbook.patterns import covers
from leeward.record.facts import Fact
from leeward.record.facts.quality import CheckOpened, SampleDrawn, SampledStratum
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import ClauseCode, Digest, LanguageCode, QueueCode
from leeward.record.terms.ids import CheckId, DecisionId, DrawId, JobId, PersonId, SubjectId, new_id, new_ids
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Source, Verdict
from leeward.record.terms.severity import Severity

DAY = timedelta(days=1)


class Drawable(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that stands and was not drawn before."""

    id: DecisionId
    job: JobId
    about: SubjectId
    decider: PersonId
    verdict: Verdict
    clause: ClauseCode | None
    severity: Severity
    queue: QueueCode
    language: LanguageCode
    source: Source
    automated: bool


class Stratum(msgspec.Struct, frozen=True, order=True):
    """What a stratum is made of."""

    queue: QueueCode
    clause: str
    language: LanguageCode
    source: str
    left_up: bool
    automated: bool


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """What one plan drew."""

    plan: str
    since: Moment
    until: Moment
    size: int
    planned: int


def draw_samples(record: Record, playbook: Playbook, who: PersonId, until: Moment) -> tuple[Draw, ...]:
    """Let every plan draw from what was decided since it last did, up to ``until``; nothing where that is not later.

    ``until`` is taken back to what can no longer be undone.
    """
    with record.writing() as tx:
        tx.take_pen()
        return tuple(_plan(tx, record, playbook, each, who, until) for each in playbook.quality.plan if _since(tx, each, until))


def today(moment: Moment) -> Moment:
    """The midnight, UTC, at which the day of ``moment`` began: plans draw from whole days."""
    return Datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def drawable_until(playbook: Playbook, moment: Moment) -> Moment:
    """Up to where plans can draw at ``moment``: the last midnight whose decisions can no longer be undone."""
    return today(moment - timedelta(seconds=playbook.limits.grace_seconds))


def _since(tx: Transaction, plan: SamplingPlan, until: Moment) -> Moment | None:
    found: Moment | None = tx.value(Q.drawn_until, {"plan": plan.code})
    if found is None:
        first: Moment | None = tx.value(Q.first_decision)
        found = today(first) if first is not None else None
    return found if found is not None and found < until else None


def _plan(tx: Transaction, record: Record, playbook: Playbook, plan: SamplingPlan, who: PersonId, until: Moment) -> Draw:
    since = _since(tx, plan, until)
    assert since is not None, "somebody looked before"
    seed = record.digest("quality:draw", f"{plan.code}:{since.isoformat()}:{until.isoformat()}")
    found = {row.id: row for row in _drawable(tx, plan, since, until)}
    size = Size(share=plan.share, at_least=plan.at_least, at_most=plan.at_most)
    drawn = draw(bytes.fromhex(seed), ((_stratum(row), row.id) for row in found.values()), size)
    identity = DrawId(new_id())
    told = SampleDrawn(
        subject=identity, actor=who, occurred=until, plan=plan.code, playbook=playbook.digest, seed=seed, since=since,
        until=until, strata=tuple(_told(each) for each in drawn),
    )  # fmt: skip
    chosen = [found[DecisionId(one)] for each in drawn for one in each.chosen]
    opened = [
        _opened(row, identity, CheckId(check), who, until, paired=within(_other(seed), row.id, playbook.quality.pairs))
        for row, check in zip(chosen, new_ids(len(chosen)), strict=True)
    ]
    facts: list[Fact] = [told, *opened]
    tx.append(facts)
    return Draw(plan=plan.code, since=since, until=until, size=len(found), planned=len(chosen))


def _drawable(tx: Transaction, plan: SamplingPlan, since: Moment, until: Moment) -> Iterator[Drawable]:
    for row in msgspec.convert(tx.rows(Q.drawable, {"since": since, "until": until}), list[Drawable]):
        fits = covers(plan.queues, row.queue) and covers(plan.languages, row.language) and covers(plan.sources, row.source)
        meant = row.verdict in plan.verdicts and plan.automated in (None, row.automated)
        if fits and meant and covers(plan.clauses, row.clause or ""):
            yield row


def _stratum(row: Drawable) -> Stratum:
    left_up = row.verdict is not Verdict.VIOLATES
    return Stratum(row.queue, row.clause or "", row.language, row.source.value, left_up, row.automated)


def _told(each: Drawn[Stratum]) -> SampledStratum:
    one = each.stratum
    return SampledStratum(
        queue=one.queue, clause=ClauseCode(one.clause) if one.clause else None, language=one.language, source=Source(one.source),
        left_up=one.left_up, automated=one.automated, size=each.size, planned=len(each.chosen),
    )  # fmt: skip


def _opened(row: Drawable, drawn: DrawId, check: CheckId, who: PersonId, moment: Moment, *, paired: bool) -> CheckOpened:
    return CheckOpened(
        subject=check, actor=who, occurred=moment, draw=drawn, decision=row.id, job=row.job, about=row.about, decider=row.decider,
        verdict=row.verdict, clause=row.clause, severity=row.severity, queue=row.queue, language=row.language, source=row.source,
        automated=row.automated, paired=paired,
    )  # fmt: skip


def _other(seed: Digest) -> bytes:
    """The seed for pairs: which decisions are paired must not follow from their place in the draw."""
    return bytes.fromhex(seed)[::-1]
