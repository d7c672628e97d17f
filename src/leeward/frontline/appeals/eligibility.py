"""Who may appeal what, until when, and how soon it is heard. Pure questions about one decision and one person.

A recipient appeals a decision that found a violation; a notifier one that turned their report down. Both while it is in force:
from the moment it took effect until the later of the playbook's months and the clocks that keep complaints open.
"""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from leeward.frontline.appeals import refusals
from leeward.playbook.clocks import months_later
from leeward.playbook.model import AppealLimits
from leeward.record.terms.appeal import Appellant
from leeward.record.terms.code import ClockCode, LanguageCode
from leeward.record.terms.ids import AppealId, DecisionId, JobId, PersonId, ReporterId, ReportId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Verdict
from leeward.record.terms.severity import Severity


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """The decision that somebody wants to appeal."""

    id: DecisionId
    job: JobId
    about: SubjectId
    decider: PersonId
    verdict: Verdict
    severity: Severity
    language: LanguageCode
    reports: tuple[ReportId, ...]
    effective: Moment
    state: str
    """``made``, ``undone`` or ``reversed``."""


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A clock of one of the decision's reports."""

    report: ReportId
    clock: ClockCode
    due: Moment | None


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Who appeals."""

    appellant: Appellant
    report: ReportId | None = None
    reporter: ReporterId | None = None
    before: AppealId | None = None
    """Their appeal against this decision, if there is one that was not withdrawn."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What an appeal is taken in on."""

    closes: Moment
    expedited: bool
    start_by: Moment
    due: Moment


def closes(ground: Ground, clocks: Sequence[Clock], limits: AppealLimits) -> Moment:
    """Until when a decision can be appealed, that moment included."""
    kept = [each.due for each in clocks if each.clock in limits.clocks and each.due is not None]
    return max([months_later(ground.effective, limits.open_months), *kept])


def refusal(ground: Ground, party: Party, until: Moment, now: Moment) -> refusals.Inadmissible | None:
    """Why this person may not appeal this decision now; None when they may."""
    if ground.state != "made":
        return refusals.NoLongerInForce(f"It was {ground.state}.")
    if party.appellant is Appellant.NOTIFIER and party.report not in ground.reports:
        return refusals.NotTheirs(remedy="Name the report that the decision was about.")
    if (ground.verdict is Verdict.VIOLATES) != (party.appellant is Appellant.RECIPIENT):
        why = "It restricts nobody." if party.appellant is Appellant.RECIPIENT else "It found the violation that was reported."
        return refusals.NothingToAppeal(why)
    if party.before is not None:
        return refusals.AppealedAlready(f"It is appeal {party.before}.", remedy="A decision can be appealed once by each person.")
    if now < ground.effective:
        return refusals.NotYetInForce(f"It does at {ground.effective:%Y-%m-%d %H:%M:%S} UTC.", remedy="Appeal it from then on.")
    if now > until:
        return refusals.TooLate(f"It was open until {until:%Y-%m-%d %H:%M} UTC.")
    return None


def terms(ground: Ground, party: Party, clocks: Sequence[Clock], limits: AppealLimits, now: Moment) -> Terms:
    """How soon an appeal that comes in now is to be heard."""
    expedited = any(each.report == party.report and each.clock in limits.expedited_by for each in clocks)
    minutes = limits.start_within_minutes.of(ground.severity)
    days = limits.decide_within_days
    if expedited:
        minutes, days = min(minutes, limits.expedited_minutes), min(days, limits.expedited_within_days)
    due = now + timedelta(days=days)
    return Terms(
        closes=closes(ground, clocks, limits),
        expedited=expedited,
        start_by=min(now + timedelta(minutes=minutes), due),
        due=due,
    )
