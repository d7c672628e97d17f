"""The desk of assessment: it hears what came in and answers with what the playbook makes of it. One read a batch."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from leeward.frontline.assessment.agreement import StoredActivity, StoredReport, disagreements
from leeward.frontline.assessment.finding import Finding, default_severity, find, in_order, reasons_of, strength
from leeward.frontline.assessment.likelihood import ReporterRecord, likelihood
from leeward.frontline.assessment.rulebook import rulebook
from leeward.playbook.event import Background, Event, report_event
from leeward.playbook.model import REPORT, Playbook
from leeward.playbook.rules import CompiledRules
from leeward.playbook.rules.parity import Ask
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.assessment import Reason, ReportAssessed, ShadowMatched, SignalRaised
from leeward.record.facts.intake import ActivityReceived, ReportReceived
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Hearing, Listeners
from leeward.record.standing.queries import read_queries
from leeward.record.terms.activity import Activity
from leeward.record.terms.code import EventKind, HarmCode, RuleCode
from leeward.record.terms.ids import EventId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.severity import Severity

Q = read_queries(__package__)
Current = Callable[[], Playbook]
TRIED = 2_000
"""So many events of activity, and so many reports, a playbook is tried on before it is put in force."""


class Around(msgspec.Struct, frozen=True):
    """What is known around one report: a row of ``around_reports``."""

    subject_kind: str | None
    reports: int
    violations: int
    media_hashes: int
    account_age_days: int | None
    upheld: int
    turned_down: int
    reasons: list[Any] | None

    def background(self, before: int) -> Background:
        """What the rules may know of it; ``before`` reports stood on the subject when it came in."""
        return Background(
            subject_kind=self.subject_kind,
            reports_on_subject=before,
            prior_violations=self.violations,
            media_hashes=self.media_hashes,
            account_age_days=self.account_age_days,
        )


def listeners(current: Current) -> Listeners:
    """What this room hears. ``current`` gives the playbook in force."""
    return {
        ReportReceived: (partial(assess_reports, current),),
        ActivityReceived: (partial(raise_signals, current),),
    }


def assess_reports(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``ReportAssessed`` for each ``ReportReceived``, and a ``ShadowMatched`` where rules in shadow match it."""
    playbook = current()
    live, shadow = rulebook(playbook).on(REPORT), rulebook(playbook).shadow(REPORT)
    reports = [one.fact for one in heard if isinstance(one.fact, ReportReceived)]
    defaults: dict[HarmCode, Severity] = {}
    facts: list[Fact] = []
    for report, around, before in _with_surroundings(reports, hearing):
        event = report_event(report, around.background(before), hearing.passing)
        reasons = msgspec.convert(around.reasons, list[Reason]) if around.reasons else []
        reasons += _reasons(live, event)
        facts += _watched(playbook, report.subject, REPORT, report.about, _reasons(shadow, event), hearing.now)
        if report.harm not in defaults:
            defaults[report.harm] = default_severity(playbook, report.harm)
        finding = find(playbook, report.harm, defaults[report.harm], reasons)
        facts.append(_assessed(playbook, report, finding, around, hearing.now))
    return facts


def raise_signals(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``SignalRaised`` for each event of ``ActivityReceived`` that matches rules, a ``ShadowMatched`` for those in shadow."""
    playbook = current()
    rules = rulebook(playbook)
    facts: list[Fact] = []
    for one in heard:
        activity = hearing.arriving.get(one.fact.subject)
        if activity is None or not rules.reads(activity.kind):
            continue
        live, shadow = rules.on(activity.kind), rules.shadow(activity.kind)
        for place, event in enumerate(activity.fields):
            if live is not None and (matches := live.matches(event)):
                facts.append(_signal(playbook, activity, place, reasons_of(matches), hearing.now))
            if shadow is not None and (matches := shadow.matches(event)):
                seen, about = UUID(activity.events[place]), SubjectId(UUID(activity.abouts[place]))
                facts += _watched(playbook, seen, activity.kind, about, reasons_of(matches), hearing.now)
    return facts


def _reasons(compiled: CompiledRules | None, event: Event) -> list[Reason]:
    return reasons_of(compiled.matches(event)) if compiled is not None else []


def _watched(
    playbook: Playbook, subject: UUID, kind: EventKind, about: SubjectId, reasons: list[Reason], now: Moment
) -> list[Fact]:
    """What rules in shadow saw: recorded, and read by nothing that decides."""
    if not reasons:
        return []
    return [
        ShadowMatched(
            subject=subject,
            actor=PLAYBOOK,
            occurred=now,
            event_kind=kind,
            about=about,
            playbook=playbook.digest,
            reasons=in_order(reasons, playbook),
        )
    ]


def tried(playbook: Playbook, look: Look, ask: Ask) -> Counter[RuleCode]:
    """The rules that mean something else over history than online, and on how many of the last events and own cases."""
    activity = look.rows(Q.recent_activity, {"most": TRIED}, into=StoredActivity)
    reports = look.rows(Q.recent_reports, {"most": TRIED}, into=StoredReport)
    return disagreements(playbook, activity, reports, ask)


def _with_surroundings(reports: Sequence[ReportReceived], hearing: Hearing) -> Iterable[tuple[ReportReceived, Around, int]]:
    """Each report, what is known around it, and how many reports stood on its subject before it, batch included."""
    asked = {
        "abouts": [report.about for report in reports],
        "reporters": [report.reporter for report in reports],
        "signals": [report.signal for report in reports],
        "received": [report.occurred for report in reports],
    }
    rows = hearing.look.rows(Q.around_reports, asked, into=Around)
    left = Counter(report.about for report in reports)
    for report, around in zip(reports, rows, strict=True):
        yield report, around, max(0, around.reports - left[report.about])
        left[report.about] -= 1


def _assessed(playbook: Playbook, report: ReportReceived, finding: Finding, around: Around, now: Moment) -> ReportAssessed:
    strengths = [strength(playbook, reason.rule) for reason in finding.reasons]
    return ReportAssessed(
        subject=report.subject,
        actor=PLAYBOOK,
        occurred=now,
        about=report.about,
        playbook=playbook.digest,
        reasons=finding.reasons,
        harm=finding.harm,
        clauses=finding.clauses,
        severity=finding.severity,
        likelihood=likelihood(strengths, ReporterRecord(around.upheld, around.turned_down)),
    )


def _signal(playbook: Playbook, activity: Activity, place: int, reasons: Iterable[Reason], now: Moment) -> SignalRaised:
    event = EventId(UUID(activity.events[place]))
    return SignalRaised(
        subject=event,
        actor=PLAYBOOK,
        occurred=now,
        event=event,
        event_kind=activity.kind,
        about=SubjectId(UUID(activity.abouts[place])),
        playbook=playbook.digest,
        reasons=in_order(reasons, playbook),
    )
