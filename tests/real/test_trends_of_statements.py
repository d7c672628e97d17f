"""The watch on the statements of reasons of all platforms by day (EU Transparency Database): the surge of one keyword is found
unaided among all of them, dated, and explained as one platform. Unknown values never break anything, and never vanish."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from leeward.insights.trends.baseline import DAYS
from leeward.insights.trends.explaining import Evidence, Part, cause_of, explain
from leeward.insights.trends.judging import limit
from leeward.insights.trends.reading import Board, board_of
from leeward.insights.trends.ringing import Moved, moves, watched
from leeward.insights.trends.streams import Stream
from leeward.insights.trends.turning import levels
from leeward.record.lake.ask import ask
from leeward.record.terms.code import StreamCode
from leeward.record.terms.trend import Cause, Move

pytestmark = pytest.mark.long

SURGE = "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING"
FIRST, LAST, WATCHED = date(2023, 9, 25), date(2025, 6, 30), date(2024, 8, 1)
STREAM = Stream(
    code=StreamCode("statements"), title="Statements", unit="statements", kind="statement", sql="", watched=("keyword",),
    asked=("platform",),
)  # fmt: skip


@pytest.fixture(scope="module")
def statements(shared: Path) -> Any:
    """Platform, keyword, day, count: 60,672 rows."""
    import pyarrow.parquet as parquet

    [path] = (shared / "dsa_tdb_daily").glob("*.parquet")
    table = parquet.read_table(path, columns=["day", "platform", "column", "entity", "variant", "count"])
    rows = ask(
        "SELECT platform, coalesce(variant, 'none'), day, count::BIGINT FROM s"
        " WHERE \"column\" = 'category_specification' AND entity IS NULL AND count > 0",
        {"s": table},
    )
    return rows


def board(rows: Sequence[tuple[Any, ...]]) -> Board:
    """A series for each keyword."""
    counted: dict[tuple[str, date], int] = {}
    for _, keyword, day, count in rows:
        counted[keyword, day] = counted.get((keyword, day), 0) + count
    found = board_of(STREAM, [("keyword", word, day, n, n) for (word, day), n in counted.items()], FIRST, LAST)
    assert found is not None
    return found


def evidence(rows: Sequence[tuple[Any, ...]], moved: Moved) -> Evidence:
    """What the platforms had of a keyword in the window, and in the four weeks before."""
    own: dict[str, list[int]] = {}
    whole, begin = [0, 0], moved.since - timedelta(days=28)
    for platform, keyword, day, count in rows:
        if begin <= day <= moved.day:
            which = 0 if day >= moved.since else 1
            whole[which] += count
            if keyword == moved.name[1]:
                own.setdefault(platform, [0, 0])[which] += count
    now, before = (sum(each[which] for each in own.values()) for which in (0, 1))

    def part(value: str, figures: Sequence[int]) -> Part:
        return Part(value=value, now=figures[0], before=figures[1], of_now=figures[0], of_before=figures[1])

    return Evidence(
        move=moved.move, days=(moved.day - moved.since).days + 1, days_before=28, share=False, whole=part("", whole),
        own=part("", [now, before]), parts={"platform": [part(name, each) for name, each in own.items()]}, late=(0, 0),
        firsts=None, new_codes=(), gone_codes=(), playbooks=0, switched=(), dimension="keyword", value=moved.name[1],
    )  # fmt: skip


def test_the_surge_is_found_unaided_dated_and_explained_as_one_platform(statements: Any) -> None:
    found = board(statements)
    days = [WATCHED + timedelta(days=n) for n in range((LAST - WATCHED).days + 1)]
    level = limit(len(found.names), DAYS)
    rang = [each for each in moves(watched(found, days), days, level) if each.name[1] == SURGE and each.move is Move.RISE]
    first = rang[0]
    assert date(2024, 9, 1) <= first.since <= first.day <= date(2024, 9, 30)
    checks = explain(evidence(statements, first))
    cause = cause_of(checks)
    assert (cause.check, cause.dimension, cause.value) == (Cause.CONCENTRATION, "platform", "Discord")
    assert cause.share is not None
    assert cause.share > 0.9


def test_its_levels_say_when_it_began_and_when_it_was_over(statements: Any) -> None:
    found = board(statements)
    row = found.names.index(("keyword", SURGE))
    seen = levels(found.counts[row])
    highest = max(seen, key=lambda each: each.mean)
    high = [each for each in seen if each.mean > 20 * seen[0].mean]
    began, over = FIRST + timedelta(days=high[0].first), FIRST + timedelta(days=high[-1].end)
    assert date(2024, 9, 15) <= began <= date(2024, 9, 25)
    assert date(2024, 12, 15) <= FIRST + timedelta(days=highest.first) <= date(2025, 2, 15)
    assert date(2025, 4, 25) <= over <= date(2025, 5, 5)


def test_no_value_vanishes_and_an_unknown_one_is_watched_like_any_other(statements: Any) -> None:
    strange = "KEYWORD Something new, ünknown; with 'quotes'"
    rows = [*statements, ("Discord", strange, date(2025, 6, 29), 400)]
    found = board(rows)
    assert found.counts.sum() == sum(row[3] for row in rows)
    assert {name for _, name in found.names} == {row[1] for row in rows}
    day = date(2025, 6, 29)
    new = [each for each in moves(watched(found, [day]), [day], limit(len(found.names), DAYS)) if each.move is Move.NEW]
    assert [each.name[1] for each in new] == [strange]
    cause = cause_of(explain(evidence(rows, new[0])))
    assert cause.check is Cause.CODES
