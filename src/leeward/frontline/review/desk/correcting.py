"""What follows here when an expert found a decision wrong: it is reversed, or decided anew where one should have acted."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from leeward.frontline.review.desk.loading import Q
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.assessment import Reason
from leeward.record.facts.quality import CorrectionOrdered
from leeward.record.facts.review import DecisionReversed, JobDecided
from leeward.record.ledger.record import Hearing
from leeward.record.terms.code import LanguageCode, QueueCode, ReasonCode
from leeward.record.terms.ids import DecisionId, JobId, ReportId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Source

QUALITY = ReasonCode("quality_check")


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """The decision that was found wrong: a row of ``corrected``."""

    id: DecisionId
    job: JobId
    about: SubjectId
    reports: tuple[ReportId, ...]
    reasons: tuple[Reason, ...]
    source: Source
    queue: QueueCode
    language: LanguageCode
    first_seen: Moment
    claimed: Moment
    views_at_action: int
    automated_detection: bool
    evidence: tuple[UUID, ...]
    state: str


def put_right(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``DecisionReversed`` for what is still in force, and a ``JobDecided`` in its place where the expert found a violation.

    The facts are the expert's. What was reversed meanwhile is not reversed twice.
    """
    orders = [one.fact for one in heard if isinstance(one.fact, CorrectionOrdered)]
    rows = msgspec.convert(hearing.look.rows(Q.corrected, {"decisions": [each.decision for each in orders]}), list[Wrong])
    wrong = {row.id: row for row in rows}
    facts: list[Fact] = []
    for order in orders:
        row = wrong[order.decision]
        if row.state == "made":
            facts.append(
                DecisionReversed(subject=row.job, actor=order.actor, occurred=order.occurred, decision=row.id, reason=QUALITY)
            )
        if order.instead is not None:
            facts.append(_anew(row, order, order.instead))
    return facts


def _anew(row: Wrong, order: CorrectionOrdered, decision: DecisionId) -> JobDecided:
    """The expert's decision, in force at once: two people have looked, and nobody waits for it to be undone."""
    return JobDecided(
        subject=row.job,
        actor=order.actor,
        occurred=order.occurred,
        decision=decision,
        about=row.about,
        reports=row.reports,
        verdict=order.verdict,
        clause=order.clause,
        clause_version=order.clause_version,
        severity=order.severity,
        path=order.path,
        reasons=row.reasons,
        playbook=order.playbook,
        measures=order.measures,
        source=row.source,
        queue=row.queue,
        language=row.language,
        first_seen=row.first_seen,
        claimed=row.claimed,
        views_at_action=row.views_at_action,
        automated_detection=row.automated_detection,
        automated_decision=False,
        evidence=row.evidence,
        effective=order.occurred,
    )
