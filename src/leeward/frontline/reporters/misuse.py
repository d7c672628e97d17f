"""The rule of misuse (DSA Art. 23; Q43): what it finds, what a person may do then, and what it never touches.

Found is who had at least ``turned_down_from`` reports turned down within ``within_days``, and of whose decided reports at least
``share_from`` are turned down by the lower bound of the interval. A person looks at the reports themselves, names those that are
manifestly unfounded, weighs gravity and intention (Art. 23(3)) and warns, or says that it is none. A suspension needs a warning
that still counts and ``after_warning`` manifestly unfounded reports received after it. Both end by themselves.
"""

from collections.abc import Collection
from datetime import timedelta

import msgspec

from leeward.frontline.reporters.refusals import NotMisuse, WarningFirst
from leeward.frontline.reporters.reliability import Prior, Reliability, reliability
from leeward.playbook.model import MisuseRule
from leeward.record.terms.ids import ReportId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Source
from leeward.record.terms.reporter import ReporterState
from leeward.record.terms.severity import Severity

NEVER_KEPT_BACK = Severity.SEVERE
"""From this severity on (tiers 0 and 1: life at risk, serious harm to a person) no suspension keeps a report back."""
KEPT_BACK = frozenset({Source.USER_REPORT, Source.NOTICE, Source.TRUSTED_FLAGGER})
"""Whose reports a suspension concerns at all: never an authority's, a partner's, or our own rules'."""

GRAVITIES = {
    "slight": "Slight: it cost time",
    "serious": "Serious: it could have harmed whom it was about",
    "grave": "Grave: it was meant to silence or expose somebody",
}
INTENTS = {"careless": "Careless", "unclear": "Cannot be told", "deliberate": "Deliberate"}
DISMISSALS = {
    "good_faith": "Reported in good faith",
    "few_unfounded": "Turned down, but not manifestly unfounded",
    "at_risk": "Somebody at risk who reports what happens to them",
    "our_mistake": "Our decisions were wrong",
}
LIFTINGS = {"mistake": "It was a mistake", "overturned": "Decisions it rested on fell", "settled": "It is settled with them"}
HEARINGS = {"stands": "It stands", "mistake": "It was a mistake", "overturned": "Decisions it rested on fell"}


class Outcomes(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody's reports of the period ended; decisions that were undone or overturned are not among them."""

    upheld: int
    turned_down: int

    @property
    def decided(self) -> int:
        """Those that count."""
        return self.upheld + self.turned_down


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a reporter stands."""

    state: ReporterState = ReporterState.CLEAR
    dismissed: int = 0
    warned: Moment | None = None
    warned_until: Moment | None = None
    until: Moment | None = None


def turned_down_share(outcomes: Outcomes, prior: Prior) -> Reliability:
    """The share turned down, shrunk towards the population, with its interval."""
    mirrored = msgspec.structs.replace(prior, a=prior.b, b=prior.a)
    return reliability(outcomes.turned_down, outcomes.upheld, mirrored)


def finds(rule: MisuseRule, outcomes: Outcomes, standing: Standing, prior: Prior) -> Reliability | None:
    """The share turned down where the rule fits somebody of whom no one has said yet that it is no misuse; else None."""
    if standing.state in (ReporterState.FOUND, ReporterState.SUSPENDED):
        return None
    more = outcomes.turned_down - standing.dismissed >= (rule.after_warning if standing.dismissed else 0)
    share = turned_down_share(outcomes, prior)
    fits = outcomes.turned_down >= rule.turned_down_from and share.low >= rule.share_from
    return share if fits and more else None


def check_warning(standing: Standing, unfounded: Collection[ReportId], turned_down: Collection[ReportId]) -> None:
    """Raises NotMisuse where there is nothing to warn of, or a report named was not turned down."""
    if standing.state is not ReporterState.FOUND:
        raise NotMisuse(f"This reporter is {standing.state.value}.", remedy="A warning follows when the rule has found misuse.")
    _check_named(unfounded, turned_down)


def check_suspension(
    rule: MisuseRule, standing: Standing, unfounded: Collection[ReportId], since: Collection[ReportId], days: int, now: Moment
) -> Moment:
    """When the suspension ends. ``since`` are the reports turned down that came in after the warning.

    Raises WarningFirst without a warning that counts, NotMisuse for too few, NotMisuse for too long a time.
    """
    warned = standing.state is ReporterState.WARNED and standing.warned_until is not None and standing.warned_until > now
    if not warned:
        raise WarningFirst(remedy="Warn them; a suspension can follow if it goes on.")
    _check_named(unfounded, since)
    if len(set(unfounded)) < rule.after_warning:
        raise NotMisuse(
            f"{len(set(unfounded))} manifestly unfounded reports since the warning; the rule asks for {rule.after_warning}."
        )
    if not 1 <= days <= rule.longest_days:
        raise NotMisuse(f"A suspension lasts from 1 to {rule.longest_days} days.")
    return now + timedelta(days=days)


def _check_named(unfounded: Collection[ReportId], among: Collection[ReportId]) -> None:
    if not unfounded:
        raise NotMisuse("No report is named as manifestly unfounded.", remedy="Look at them and tick those that are.")
    if set(unfounded) - set(among):
        raise NotMisuse("One of these reports does not count: not turned down, overturned since, or too old.")


def keeps_back(severity: Severity, legal_due: Moment | None, source: Source, standing: Standing, now: Moment) -> bool:
    """Whether a suspension keeps a new job back: never one that is severe, and never one under a legal clock."""
    suspended = standing.state is ReporterState.SUSPENDED and standing.until is not None and standing.until > now
    return suspended and severity < NEVER_KEPT_BACK and legal_due is None and source in KEPT_BACK
