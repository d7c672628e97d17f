"""The desk of assessment: it hears what came in and answers with what the playbook makes of it. One read a batch."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from leeward.frontline.assessment.agreement import StoredActivity, StoredReport, disagreements, labelled
from leeward.frontline.assessment.finding import Finding, default_severity, find, in_order, reasons_of, strength
from leeward.frontline.assessment.likelihood import ReporterRecord, likelihood
from leeward.frontline.assessment.rulebook import Failed, Rulebook, all_failed, rulebook
from leeward.playbook.banks import reason_of
from leeward.playbook.event import Background, Event, report_event
from leeward.playbook.model import REPORT, Playbook
from leeward.playbook.rules import CompiledRules
from leeward.playbook.rules.costs import COSTS
from leeward.playbook.rules.labels import Change
from leeward.playbook.rules.parity import Ask
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.assessment import Reason, ReportAssessed, ReportReassessed, RuleFailed, ShadowMatched, SignalRaised
from leeward.record.facts.intake import ActivityReceived, ReportReceived
from leeward.record.facts.signals import MediaMatched
from leeward.record.ledger.look import Look, Row
from leeward.record.ledger.record import Hearing, Listeners, Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.activity import Activity
from leeward.record.terms.code import EventKind, HarmCode, RuleCode
from leeward.record.terms.ids import EventId, SubjectId, rule_id
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
        MediaMatched: (partial(reassess, current),),
    }


def assess_reports(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``ReportAssessed`` for each ``ReportReceived``, and a ``ShadowMatched`` where rules in shadow match it."""
    playbook = current()
    rules = _rules(playbook, hearing.look)
    live, shadow = rules.on(REPORT), rules.shadow(REPORT)
    reports = [one.fact for one in heard if isinstance(one.fact, ReportReceived)]
    defaults: dict[HarmCode, Severity] = {}
    facts: list[Fact] = []
    surroundings = _with_surroundings(reports, hearing)
    for place, (report, around, before) in enumerate(surroundings):
        event = report_event(report, around.background(before), hearing.passing)
        _sample(live or shadow, [event] if place == 0 else [])
        reasons = msgspec.convert(around.reasons, list[Reason]) if around.reasons else []
        reasons += _reasons(live, event)
        facts += _watched(playbook, report.subject, REPORT, report.about, _reasons(shadow, event), hearing.now)
        if report.harm not in defaults:
            defaults[report.harm] = default_severity(playbook, report.harm)
        finding = find(playbook, report.harm, defaults[report.harm], reasons)
        facts.append(_assessed(playbook, report, finding, around, hearing.now))
    return [*facts, *_failures(rules.failed(hearing.now), hearing.now)]


def raise_signals(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``SignalRaised`` for each event of ``ActivityReceived`` that matches rules, a ``ShadowMatched`` for those in shadow."""
    playbook = current()
    rules = _rules(playbook, hearing.look)
    facts: list[Fact] = []
    for one in heard:
        activity = hearing.arriving.get(one.fact.subject)
        if activity is None or not rules.reads(activity.kind):
            continue
        live, shadow = rules.on(activity.kind), rules.shadow(activity.kind)
        _sample(live or shadow, activity.fields)
        for place, event in enumerate(activity.fields):
            if live is not None and (matches := live.matches(event)):
                facts.append(_signal(playbook, activity, place, reasons_of(matches), hearing.now))
            if shadow is not None and (matches := shadow.matches(event)):
                seen, about = UUID(activity.events[place]), SubjectId(UUID(activity.abouts[place]))
                facts += _watched(playbook, seen, activity.kind, about, reasons_of(matches), hearing.now)
    return [*facts, *_failures(rules.failed(hearing.now), hearing.now)]


def reassess(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``ReportReassessed`` for each report whose media was found in a bank (``MediaMatched``), where that says anything new."""
    playbook = current()
    found: dict[UUID, list[Reason]] = {}
    for one in heard:
        if isinstance(one.fact, MediaMatched) and (bank := playbook.banks.get(one.fact.bank)) is not None:
            reason = reason_of(bank, one.fact.opinion, one.fact.bank_version)
            if reason is not None and reason.clause in playbook.policies:
                found.setdefault(one.fact.subject, []).append(reason)
    rows = hearing.look.rows(Q.to_reassess, {"reports": list(found)}) if found else []
    return [fact for row in rows if (fact := _reassessed(playbook, row, found[row["id"]], hearing.now)) is not None]


def _reassessed(playbook: Playbook, row: Row, added: Sequence[Reason], now: Moment) -> Fact | None:
    before = msgspec.convert(row["reasons"] or [], list[Reason])
    if {each.rule for each in added} <= {each.rule for each in before}:
        return None
    named = HarmCode(row["named"])
    finding = find(playbook, named, default_severity(playbook, named), [*before, *added])
    strengths = [strength(playbook, reason.rule) for reason in finding.reasons]
    return ReportReassessed(
        subject=row["id"],
        actor=PLAYBOOK,
        occurred=now,
        about=row["about"],
        playbook=playbook.digest,
        reasons=finding.reasons,
        harm=finding.harm,
        clauses=finding.clauses,
        severity=finding.severity,
        likelihood=likelihood(strengths, ReporterRecord(row["upheld"], row["turned_down"])),
    )


def wake(record: Record, current: Current, at: Moment) -> int:
    """Tell of rules that raised and were not told of, because nothing came in since."""
    if not (failed := all_failed(at)):
        return 0
    with record.writing() as tx:
        tx.append(_failures(failed, at))
    return len(failed)


def _rules(playbook: Playbook, look: Look) -> Rulebook:
    """The rules as they are switched in this very transaction: what was switched off is not asked from this batch on."""
    return rulebook(playbook, (RuleCode(row["rule"]) for row in look.rows(Q.rules_off)))


def _failures(failed: Iterable[Failed], now: Moment) -> list[Fact]:
    return [
        RuleFailed(
            subject=rule_id(each.rule.code),
            actor=PLAYBOOK,
            occurred=now,
            rule=each.rule.code,
            rule_version=each.rule.version,
            error=each.error,
            failures=each.failures,
        )
        for each in failed
    ]


def _sample(compiled: CompiledRules | None, events: Sequence[Event]) -> None:
    """Measure one rule on one event of the batch; which is left to the turn."""
    if compiled is not None and events:
        COSTS.sample(compiled, events[len(events) // 2])


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
    return disagreements(playbook, activity, reports, ask, _changes(playbook, activity, look))


def _changes(playbook: Playbook, activity: Sequence[StoredActivity], look: Look) -> list[Change]:
    """What was done with the labels that rules ask about, of those that the events name."""
    named, labels = labelled(playbook, activity)
    if not named:
        return []
    asked = {"subjects": sorted(named), "labels": sorted(labels), "before": activity[-1].position}
    return [Change(**row) for row in look.rows(Q.label_changes, asked)]


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
