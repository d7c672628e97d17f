"""Finding campaigns in the lake: what is new is written down, and what is known grows."""

import threading
from collections.abc import Iterator
from datetime import UTC, timedelta
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import msgspec

from leeward.insights.patterns.desk.returning import Q
from leeward.insights.patterns.grouping import Item, claimed, near_copies, same_media
from leeward.record.facts import Fact
from leeward.record.facts.patterns import CampaignFound, CampaignGrew
from leeward.record.lake.reading import Lake, open_lake
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import CampaignId, ReportId, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.tie import Tie

EVERY = timedelta(days=1)
BACK = timedelta(days=90)
MOST = 200_000
"""So many of the latest marks are compared at once."""
_AT_ONCE = 500  # reports in a fact


class Found(msgspec.Struct, kw_only=True):
    """What a search found."""

    found: int = 0
    grew: int = 0
    reports: int = 0
    """That belong to a campaign now and did not before."""


class _Turn:
    """When this process last looked in each record."""

    def __init__(self) -> None:
        self._lock, self._last = threading.Lock(), dict[str, Moment]()

    def is_due(self, record: Record, at: Moment) -> bool:
        with self._lock:
            last = self._last.get(record.url)
            if last is not None and last <= at < last + EVERY:
                return False
            self._last[record.url] = at
            return True


_TURN = _Turn()


def find_when_due(record: Record, folder: Path, at: Moment) -> int:
    """Look once a day, for the clockwork; how many campaigns are new."""
    return find(record, folder, at).found if _TURN.is_due(record, at) else 0


def find(record: Record, folder: Path, at: Moment) -> Found:
    """Look through the reports of the last ninety days in the lake. Looking twice writes nothing twice."""
    with open_lake(record, folder) as lake:
        groups = {
            Tie.WORDS: near_copies(_items(lake, "words", at)),
            Tie.HASH: same_media(_items(lake, "hashes", at)),
        }
    found = Found()
    with record.writing() as tx:
        if not tx.value(Q.one_searcher):
            return found
        facts = [fact for tie, some in groups.items() for fact in _facts(tx, tie, some, at, found)]
        if facts:
            tx.append(facts)
    return found


def _items(lake: Lake, name: str, at: Moment) -> Iterator[Item]:
    text = (files("leeward.insights.patterns") / "questions" / f"{name}.sql").read_text("utf-8").partition("\n")[2]
    since = (at - BACK).astimezone(UTC).isoformat(sep=" ")
    for report, about, mark in lake.ask(text.format(since=since, most=MOST).strip())[1]:
        yield Item(UUID(report), UUID(about), mark)


def _facts(look: Look, tie: Tie, groups: list[frozenset[UUID]], at: Moment, found: Found) -> Iterator[Fact]:
    known = {row["report"]: row["campaign"] for row in look.rows(Q.known, {"tie": tie})}
    for group in groups:
        new = [ReportId(each) for each in sorted(group) if each not in known]
        before = claimed(group, known)
        if not new:
            continue
        campaign, rest = CampaignId(before or new_id()), new
        if before is None:
            first, rest = new[:_AT_ONCE], new[_AT_ONCE:]
            yield CampaignFound(subject=campaign, actor=CLOCKWORK, occurred=at, campaign=campaign, tie=tie, reports=tuple(first))
        for start in range(0, len(rest), _AT_ONCE):
            some = tuple(rest[start : start + _AT_ONCE])
            yield CampaignGrew(subject=campaign, actor=CLOCKWORK, occurred=at, campaign=campaign, reports=some)
        found.found, found.grew = found.found + (before is None), found.grew + (before is not None)
        found.reports += len(new)
