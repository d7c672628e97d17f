"""What this room hears: jobs, which it may keep back; decisions, which may show misuse."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from leeward.frontline.reporters import brigade, misuse
from leeward.frontline.reporters.brigade import Known, Suspicion, Told
from leeward.frontline.reporters.desk import loading
from leeward.frontline.reporters.desk.loading import KEPT_BACK, Q
from leeward.frontline.reporters.misuse import Outcomes, Standing
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.reporters import BrigadeSuspected, MisuseFound
from leeward.record.facts.review import JobDecided, JobHeld, JobResumed
from leeward.record.facts.triage import JobOpened, ReportMerged
from leeward.record.ledger.record import Hearing, Listeners
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import JobId, ReporterId, ReportId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.report import Capacity, JobState, Source, Verdict
from leeward.record.terms.reporter import ReporterState, Signal
from leeward.record.terms.severity import Severity

Current = Callable[[], Playbook]
SOMEBODY_ELSE = ReasonCode("somebody_else_reported")
"""A job that was kept back is open: another person reported, or it turned out to be severe."""


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A report that found its job: a row of ``placed``."""

    report: ReportId
    job: JobId
    about: SubjectId
    reporter: ReporterId
    source: Source
    capacity: Capacity
    severity: Severity
    legal_due: Moment | None
    job_state: JobState
    reason: ReasonCode | None
    reports: int
    state: ReporterState
    until: Moment | None
    claims: int


class Suspect(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of whose reports enough were turned down: a row of ``suspects``."""

    reporter: ReporterId
    source: Source
    harm: str
    upheld: int
    turned_down: int
    state: ReporterState
    dismissed: int
    warned: Moment | None
    warned_until: Moment | None
    until: Moment | None


def listeners(current: Current) -> Listeners:
    """What this room hears. ``current`` gives the playbook in force."""
    return {
        JobOpened: (partial(look_at_jobs, current),),
        ReportMerged: (partial(look_at_jobs, current),),
        JobDecided: (partial(find_misuse, current),),
    }


def look_at_jobs(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """What looks concerted is written down; a job waits, or waits no more, for a suspension's sake. No place changes."""
    playbook = current()
    reports = [one.fact.report for one in heard if isinstance(one.fact, JobOpened | ReportMerged)]
    rows = [msgspec.convert(row, Placed) for row in hearing.look.rows(Q.placed, {"reports": reports})]
    facts = [*_kept_back(rows, hearing.now), *_freed(rows, hearing.now)]
    if playbook.reporters is not None:
        facts += _suspected(playbook, rows, hearing)
    return facts


def _standing(row: Placed) -> Standing:
    return Standing(state=row.state, until=row.until)


def _kept_back(rows: Iterable[Placed], now: Moment) -> Iterator[JobHeld]:
    """New jobs whose only reporter is suspended, until the suspension's end."""
    for row in rows:
        lone = row.job_state is JobState.OPEN and row.reports == 1 and row.until is not None
        if lone and row.until and misuse.keeps_back(row.severity, row.legal_due, row.source, _standing(row), now):
            yield JobHeld(subject=row.job, actor=PLAYBOOK, occurred=now, reason=KEPT_BACK, until=row.until)


def _freed(rows: Iterable[Placed], now: Moment) -> Iterator[JobResumed]:
    """Jobs that were kept back and now are reported by somebody else, or turned out to be what is never kept back."""
    freed: set[JobId] = set()
    for row in rows:
        waits = row.job_state is JobState.HELD and row.reason == KEPT_BACK and row.job not in freed
        if waits and not misuse.keeps_back(row.severity, row.legal_due, row.source, _standing(row), now):
            freed.add(row.job)
            yield JobResumed(subject=row.job, actor=PLAYBOOK, occurred=now, reason=SOMEBODY_ELSE)


def _suspected(playbook: Playbook, rows: Sequence[Placed], hearing: Hearing) -> list[Fact]:
    assert playbook.reporters is not None
    rule = playbook.reporters.brigade
    job_of = {row.about: row.job for row in rows if row.reports >= brigade.fewest(rule)}
    found: list[tuple[JobId, SubjectId, Suspicion]] = [
        (row.job, row.about, claim) for row in rows if (claim := brigade.claiming(rule, row.report, row.claims)) is not None
    ]
    if job_of:
        found += _crowds(playbook, job_of, hearing)
    if not found:
        return []
    known: dict[JobId, dict[Signal, Known]] = {}
    for row in hearing.look.rows(Q.suspected, {"jobs": list({job for job, _, _ in found})}):
        known.setdefault(JobId(row["job"]), {})[Signal(row["signal"])] = msgspec.convert(row, Known)
    news = {(job, one.signal): (about, one) for job, about, one in found if brigade.is_news(one, known.get(job, {}))}
    return [
        BrigadeSuspected(
            subject=job, actor=PLAYBOOK, occurred=hearing.now, about=about, signal=signal, reports=one.reports,
            reporters=one.reporters, of=one.of, rule=rule.version, playbook=playbook.digest,
        )
        for (job, signal), (about, one) in news.items()
    ]  # fmt: skip


def _crowds(playbook: Playbook, job_of: dict[SubjectId, JobId], hearing: Hearing) -> list[tuple[JobId, SubjectId, Suspicion]]:
    assert playbook.reporters is not None
    rule = playbook.reporters.brigade
    asked: dict[str, Any] = {"abouts": list(job_of), "since": hearing.now - timedelta(hours=rule.within_hours)}
    crowds: dict[UUID, list[Told]] = {}
    for row in hearing.look.rows(Q.crowd, asked):
        crowds.setdefault(row["about"], []).append(msgspec.convert(row, Told))
    circles: dict[UUID, list[ReporterId]] = {}
    for row in hearing.look.rows(Q.circles, asked | {"least": rule.same_circle}):
        circles.setdefault(row["about"], row["reporters"])
    return [
        (job_of[SubjectId(about)], SubjectId(about), one)
        for about, crowd in crowds.items()
        for one in brigade.suspicions(rule, crowd, circles.get(about, ()))
    ]


def find_misuse(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``MisuseFound`` for each reporter whom the rule fits after reports of theirs were turned down. A person looks."""
    playbook = current()
    if playbook.reporters is None:
        return []
    rule = playbook.reporters.misuse
    decided = [one.fact for one in heard if isinstance(one.fact, JobDecided) and one.fact.verdict is Verdict.NO_VIOLATION]
    if not decided or hearing.now.date() < rule.effective:
        return []
    asked = {
        "reports": [report for fact in decided for report in fact.reports],
        "least": rule.turned_down_from,
        "since": loading.since(rule, hearing.now),
    }
    suspects = [msgspec.convert(row, Suspect) for row in hearing.look.rows(Q.suspects, asked)]
    return [fact for one in suspects if (fact := _found(playbook, one, hearing)) is not None]


def _found(playbook: Playbook, suspect: Suspect, hearing: Hearing) -> MisuseFound | None:
    assert playbook.reporters is not None
    rule = playbook.reporters.misuse
    outcomes = Outcomes(upheld=suspect.upheld, turned_down=suspect.turned_down)
    standing = Standing(
        state=suspect.state, dismissed=suspect.dismissed, warned=suspect.warned, warned_until=suspect.warned_until,
        until=suspect.until,
    )  # fmt: skip
    share = misuse.finds(rule, outcomes, standing, loading.prior(hearing.look, suspect.source))
    if share is None:
        return None
    return MisuseFound(
        subject=suspect.reporter, actor=PLAYBOOK, occurred=hearing.now, rule=rule.version, playbook=playbook.digest,
        decided=outcomes.decided, turned_down=outcomes.turned_down, share=share.share, low=share.low, high=share.high,
    )  # fmt: skip
