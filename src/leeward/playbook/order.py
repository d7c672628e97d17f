"""The order of work: one moment for each job by which somebody should have started it, and how it came about (Q11, Q12).

    virality  = min(1, ln(1 + reach) / ln(1 + full_reach))
    allowance = allowance_minutes[severity] * (1 - likelihood_weight * likelihood) * (1 - virality_weight * virality)
                * source_share[source]
    start-by  = min(received + allowance, legal due - handling time)

More severe, more likely, more seen or sooner due never means later. Every input stands in the result, so that anybody can
compute it again.
"""

from datetime import datetime, timedelta
from math import log1p

import msgspec

from leeward.playbook.model import StartByRule
from leeward.record.facts.triage import StartBy
from leeward.record.terms.severity import Severity


def start_by(
    rule: StartByRule,
    *,
    received: datetime,
    severity: Severity,
    likelihood: float,
    virality: float,
    legal_due: datetime | None,
    handling_minutes: int,
    source_share: float = 1.0,
) -> StartBy:
    """The start-by with its whole breakdown. ``legal_due`` is the earliest due moment of the legal clocks that run, if any.

    The allowance is in whole seconds, rounded down. A legal due moment may ask for a start before receipt; it stands as it is,
    so that what is already late comes first. Likelihood and virality outside 0..1 are taken as the nearer end.
    """
    likelihood, virality = _share(likelihood), _share(virality)
    minutes = (
        rule.allowance_minutes.of(severity) * (1 - rule.likelihood_weight * likelihood) * (1 - rule.virality_weight * virality)
    ) * source_share
    allowance, handling = int(minutes * 60), handling_minutes * 60
    moment = received + timedelta(seconds=allowance)
    if legal_due is not None:
        moment = min(moment, legal_due - timedelta(seconds=handling))
    return StartBy(
        received=received,
        severity=severity,
        likelihood=likelihood,
        virality=virality,
        allowance_seconds=allowance,
        handling_seconds=handling,
        legal_due=legal_due,
        start_by=moment,
        source_share=source_share,
    )


def virality(rule: StartByRule, reach: int) -> float:
    """How far something has spread, 0..1, by its ``reach`` in views or recipients."""
    return _share(log1p(max(0, reach)) / log1p(rule.full_reach))


def merged(rule: StartByRule, standing: StartBy, joining: StartBy, handling_minutes: int) -> StartBy:
    """The place of a job that another report joins: by the graver of each of their inputs, so never later, never milder.

    Where the rule became more generous since ``standing``, its moment is kept.
    """
    dues = [place.legal_due for place in (standing, joining) if place.legal_due is not None]
    place = start_by(
        rule,
        received=min(standing.received, joining.received),
        severity=max(standing.severity, joining.severity),
        likelihood=max(standing.likelihood, joining.likelihood),
        virality=max(standing.virality, joining.virality),
        legal_due=min(dues, default=None),
        handling_minutes=handling_minutes,
        source_share=min(standing.source_share, joining.source_share),
    )
    kept = min(place.start_by, standing.start_by, joining.start_by)
    return msgspec.structs.replace(place, start_by=kept)


def rank(place: StartBy, now: datetime) -> tuple[int, bool, datetime]:
    """What work is sorted by at ``now``: the most severe first; of these, what is past its legal due moment; then by start-by.

    Without the middle part, something that nobody's law protects could, by waiting for days, come before a missed legal clock.
    """
    if place.legal_due is not None and place.legal_due <= now:
        return (-place.severity, False, place.legal_due)
    return (-place.severity, True, place.start_by)


def _share(number: float) -> float:
    return min(1.0, max(0.0, number))
