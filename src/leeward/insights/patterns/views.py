"""Campaigns as pages and commands show them."""

from datetime import date
from uuid import UUID

import msgspec

from leeward.record.terms.moment import Moment
from leeward.record.terms.tie import Tie


class Campaign(msgspec.Struct, frozen=True, kw_only=True):
    """One line: how large, how far, how fast."""

    id: UUID
    tie: Tie
    found: Moment
    reports: int
    subjects: int
    reporters: int
    languages: int
    platforms: int
    markets: int
    first: Moment
    """The first report."""
    last: Moment
    dense: float
    """The greatest share of its reports that came within fourteen days."""
    signalled: Moment | None
    """The first report that a rule of ours raised, or that met one; none yet."""
    acted: Moment | None
    """The first action on one of its subjects since; none yet."""

    @property
    def wave(self) -> bool:
        """Whether most of it came in a fortnight; otherwise it is something that stands all the time."""
        return self.dense >= 0.5


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """So many reports of a language, platform, market or class of harm; ``reports`` is None where few subjects are behind."""

    dimension: str
    value: str
    reports: int | None


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """One of its subjects, with where its latest job stands."""

    about: UUID
    kind: str
    platform: str
    reports: int
    first: Moment
    job: UUID | None
    queue: str | None
    escalation: str | None
    state: str | None
    verdict: str | None


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign with its series, spread and subjects."""

    campaign: Campaign
    days: tuple[tuple[date, int], ...]
    """Reports a day, UTC, from the first to the last."""
    spread: tuple[Share, ...]
    subjects: tuple[Subject, ...]
    hidden: int
    """Subjects among those read that may concern a minor, and that whoever looks is not trained for."""
    more: int
    """Subjects that were not read."""
