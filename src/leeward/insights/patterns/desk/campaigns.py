"""Looking at campaigns: all of them, and one with its series, its spread and its subjects."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from leeward.insights.patterns.desk.returning import Q
from leeward.insights.patterns.grouping import LEAST
from leeward.insights.patterns.refusals import NoSuchCampaign
from leeward.insights.patterns.views import Campaign, Share, Subject, Whole
from leeward.playbook.certified import Certified, may_see
from leeward.playbook.model import Playbook
from leeward.record.ledger.look import Look
from leeward.record.terms.ids import PersonId

SHOWN, VALUES = 200, 10
_USUAL = {"tie": None, "shape": "all", "sort": "last", "down": True, "limit": 1_000, "offset": 0}


def campaigns(look: Look, asked: dict[str, Any] | None = None) -> list[Campaign]:
    """A page of campaigns. ``asked``: ``tie``, ``shape`` (wave, standing, all), ``sort`` (last, subjects, found), ``down``,
    ``limit``, ``offset``."""
    return [msgspec.convert(row, Campaign) for row in look.rows(Q.campaigns, {**_USUAL, **(asked or {}), "id": None})]


def campaign_view(look: Look, playbook: Playbook, who: PersonId, campaign: UUID) -> Whole:
    """One campaign as ``who`` may see it. Raises NoSuchCampaign."""
    row = look.one(Q.campaigns, {**_USUAL, "id": campaign})
    if row is None:
        raise NoSuchCampaign("There is no campaign with this number.", remedy="The page Campaigns lists them.")
    person = msgspec.convert({**(look.one(Q.looker, {"who": who}) or {}), "exposure": (0, 0, 0, 0, 0)}, Certified)
    own = msgspec.convert(row, Campaign)
    rows = [msgspec.convert(each, Subject) for each in look.rows(Q.subjects, {"id": campaign, "limit": SHOWN})]
    seen = [each for each in rows if each.queue is None or may_see(person, each.queue, each.escalation, playbook)]
    return Whole(
        campaign=own, days=_days(look, campaign), spread=_spread(look, campaign), subjects=tuple(seen),
        hidden=len(rows) - len(seen), more=own.subjects - len(rows),
    )  # fmt: skip


def _days(look: Look, campaign: UUID) -> tuple[tuple[date, int], ...]:
    counted = {row["day"]: row["n"] for row in look.rows(Q.days, {"id": campaign})}
    first = min(counted)
    length = (max(counted) - first).days + 1
    return tuple((day, counted.get(day, 0)) for day in (first + timedelta(days=n) for n in range(length)))


def _spread(look: Look, campaign: UUID) -> tuple[Share, ...]:
    rows = look.rows(Q.spread, {"id": campaign, "most": VALUES})
    return tuple(
        Share(dimension=row["dimension"], value=row["value"], reports=row["n"] if row["subjects"] >= LEAST else None)
        for row in rows
    )
