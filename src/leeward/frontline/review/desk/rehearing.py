"""What follows here from what others do: a decision that an appeal overturned is reversed, and decided anew where a report was
right after all (Q17); whoever takes a break gives their job back (Q36)."""

from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec

from leeward.frontline.review.desk.correcting import put_right
from leeward.frontline.review.desk.following import let_go
from leeward.frontline.review.desk.loading import Q
from leeward.frontline.review.reasons import GIVEN_BACK
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.appeals import AppealTookEffect
from leeward.record.facts.assessment import Reason
from leeward.record.facts.quality import CorrectionOrdered
from leeward.record.facts.review import AssignmentEnded, DecisionReversed, JobDecided, LeaseEnded, Step
from leeward.record.facts.triage import JobMerged, JobRouted
from leeward.record.facts.wellness import BreakBegan
from leeward.record.ledger.record import Hearing, Listeners
from leeward.record.terms.appeal import AppealOutcome
from leeward.record.terms.code import ClauseCode, Digest, LanguageCode, MeasureCode, QueueCode, ReasonCode
from leeward.record.terms.ids import DecisionId, JobId, PersonId, ReportId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import LeaseEnd, Source, Verdict
from leeward.record.terms.severity import Severity

APPEAL, BREAK = ReasonCode("appeal"), ReasonCode("break")


class Overturned(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that an appeal overturned, with what the second person found: a row of ``overturned``."""

    decision: DecisionId
    job: JobId
    about: SubjectId
    reports: tuple[ReportId, ...]
    reasons: tuple[Reason, ...]
    source: Source
    queue: QueueCode
    language: LanguageCode
    first_seen: Moment
    views_at_action: int
    automated_detection: bool
    evidence: tuple[UUID, ...]
    hearer: PersonId
    claimed: Moment
    verdict: Verdict
    clause: ClauseCode
    clause_version: int
    severity: Severity
    path: tuple[Step, ...]
    measures: tuple[MeasureCode, ...]
    playbook: Digest
    instead: DecisionId | None
    note: VaultRef | None
    moment: Moment
    """When the appeal took effect."""


def listeners(current: Callable[[], Playbook]) -> Listeners:
    """What this room hears. The playbook in force is not asked: whoever heard the appeal, or checked, worked by one already."""
    return {
        AppealTookEffect: (reverse_overturned,),
        BreakBegan: (give_back,),
        CorrectionOrdered: (put_right,),
        JobRouted: (let_go,),
        JobMerged: (let_go,),
    }


def give_back(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``LeaseEnded`` for each job in the hand of somebody who takes a break, an ``AssignmentEnded`` for each given to them."""
    resting = {one.fact.subject: one.fact.occurred for one in heard}
    facts: list[Fact] = [
        LeaseEnded(subject=row["id"], actor=row["who"], occurred=resting[row["who"]], ending=LeaseEnd.RELEASED, reason=BREAK)
        for row in hearing.look.rows(Q.in_hands, {"people": list(resting)})
    ]
    given = hearing.look.rows(Q.given_to, {"people": list(resting)})
    return facts + [
        AssignmentEnded(subject=row["id"], actor=row["who"], occurred=resting[row["who"]], to=row["who"], reason=GIVEN_BACK)
        for row in given
    ]


def reverse_overturned(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``DecisionReversed`` for each decision that fell, and a ``JobDecided`` in the place of one that turned a report down.

    What was reversed meanwhile is left alone. The facts are those of the person who heard the appeal.
    """
    fallen = [
        one.fact.subject
        for one in heard
        if isinstance(one.fact, AppealTookEffect) and one.fact.outcome is AppealOutcome.OVERTURNED
    ]
    rows = msgspec.convert(hearing.look.rows(Q.overturned, {"appeals": fallen}), list[Overturned]) if fallen else []
    once = {row.decision: row for row in reversed(rows)}.values()
    reversals: list[Fact] = [
        DecisionReversed(subject=row.job, actor=row.hearer, occurred=row.moment, decision=row.decision, reason=APPEAL)
        for row in once
    ]
    return [*reversals, *(_anew(row, row.instead) for row in once if row.instead is not None)]


def _anew(row: Overturned, decision: DecisionId) -> JobDecided:
    """The second decision, in force at once: its grace period was that of the appeal."""
    return JobDecided(
        subject=row.job,
        actor=row.hearer,
        occurred=row.moment,
        decision=decision,
        about=row.about,
        reports=row.reports,
        verdict=row.verdict,
        clause=row.clause,
        clause_version=row.clause_version,
        severity=row.severity,
        path=row.path,
        reasons=row.reasons,
        playbook=row.playbook,
        measures=row.measures,
        source=row.source,
        queue=row.queue,
        language=row.language,
        first_seen=row.first_seen,
        claimed=row.claimed,
        views_at_action=row.views_at_action,
        automated_detection=row.automated_detection,
        automated_decision=False,
        evidence=row.evidence,
        effective=row.moment,
        note=row.note,
    )
