"""Pictures: what they show is what they were given, to those who see them and to those who do not."""

import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn import DAYS, drawn
from leeward.web.pictures.bars import bars, dots
from leeward.web.pictures.chart import MOST_ROWS, Chart, Noted, Series, Target
from leeward.web.pictures.columns import columns
from leeward.web.pictures.lines import FINE, lines, multiples, thinned
from leeward.web.pictures.scale import brief, scale_of, ticks_of
from leeward.web.words import THIN

ANY = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True), st.floats(-1e9, 1e9), st.integers(0, 50).map(float))


def shapes(chart: Chart, tag: str, kind: str) -> list[ElementTree.Element]:
    """The shapes of a class; the drawing has to be well-formed for that."""
    root = ElementTree.fromstring(f"<div>{chart.drawing}</div>")
    return [each for each in root.iter(tag) if kind in each.get("class", "").split()]


@pytest.mark.parametrize("chart", drawn()[:-1], ids=lambda chart: chart.title)
def test_every_picture_says_what_it_shows_and_has_its_table(chart: Chart) -> None:
    root = ElementTree.fromstring(f"<div>{chart.drawing}</div>")
    for svg in root.iter("svg"):
        if svg.get("role") == "img":
            named = {each.get("id") for each in svg.iter() if each.tag in ("title", "desc") and each.get("id")}
            assert set((svg.get("aria-labelledby") or "").split()) == named
            assert len(named) == 2
    assert chart.rows
    assert {len(row) for row in chart.rows} == {len(chart.heads)}
    assert chart.words


@pytest.mark.parametrize("chart", drawn(), ids=lambda chart: chart.title)
def test_no_picture_needs_a_script_an_inline_style_or_a_literal_colour(chart: Chart) -> None:
    assert (
        re.findall(
            r"<script|style=|on[a-z]+=|#[0-9a-f]{3,8}\b(?!-)|oklch|rgb", re.sub(r'url\(#[^)]*\)|id="[^"]*"', "", chart.drawing)
        )
        == []
    )


@pytest.mark.parametrize("chart", drawn(), ids=lambda chart: chart.title)
def test_series_differ_without_colour(chart: Chart) -> None:
    assert len({re.sub(r"c[0-9a-f]{8}", "", key.swatch) for key in chart.legend}) == len(chart.legend)


def test_a_missing_value_is_a_gap_and_never_a_zero() -> None:
    chart = lines("gap", DAYS[:5], [Series(name="a", values=[5, 6, None, 7, float("nan")])])
    [path] = shapes(chart, "path", "line")
    assert (path.get("d") or "").count("M") == 2
    assert [row[1] for row in chart.rows] == ["5", "6", "–", "7", "–"]
    assert len(shapes(chart, "circle", "dot")) == 3
    stack = columns("gap", DAYS[:2], [Series(name="a", values=[None, 2])])
    assert len(shapes(stack, "rect", "fill")) == 1


def test_columns_stand_on_zero_and_a_stack_is_as_high_as_its_sum() -> None:
    chart = columns("stack", DAYS[:1], [Series(name="a", values=[30]), Series(name="b", values=[70])])
    lower, upper = shapes(chart, "rect", "fill")
    assert float(lower.get("y") or 0) + float(lower.get("height") or 0) == pytest.approx(200, abs=0.2)
    assert float(upper.get("y") or 0) == pytest.approx(0, abs=0.2)
    assert float(lower.get("height") or 0) == pytest.approx(60, abs=0.2)


def test_a_scale_that_does_not_begin_at_zero_says_so() -> None:
    series = [Series(name="share", values=[0.95, 0.96, 0.97])]
    assert "not at zero" in lines("high up", DAYS[:3], series, unit="share").words
    assert "not at zero" not in lines("high up", DAYS[:3], series, unit="share", zero=True).words


def test_more_than_six_series_are_refused_as_lines_and_summed_up_in_a_stack() -> None:
    many = [Series(name=f"n{n}", values=[float(n)]) for n in range(1, 9)]
    with pytest.raises(ValueError, match="small multiples"):
        lines("many", DAYS[:1], many)
    chart = columns("many", DAYS[:1], many)
    assert chart.heads == ("when", "n4", "n5", "n6", "n7", "n8", "other (3)")
    assert chart.rows[0][-1] == "6"
    assert len(multiples("many", DAYS[:1], many).heads) == 9


def test_series_of_another_length_are_refused_with_their_name() -> None:
    with pytest.raises(ValueError, match="'median' has 3 values for 2 places"):
        lines("wrong", DAYS[:2], [Series(name="median", values=[1, 2, 3])])


def test_names_cannot_become_markup() -> None:
    name = '<img src=x onerror="a">&'
    for chart in (
        bars(name, [name], [Series(name=name, values=[1]), Series(name="b", values=[2])]),
        lines(name, [name, "b"], [Series(name=name, values=[1, 2])], noted=[Noted(0, name)], target=Target(1, name)),
        dots(name, [name], Series(name=name, values=[1], low=[0], high=[2])),
        multiples(name, DAYS[:2], [Series(name=name, values=[1, 2])]),
    ):
        ElementTree.fromstring(f"<div>{chart.drawing}</div>")
        assert "<img" not in chart.drawing


def test_a_long_line_keeps_its_highest_and_its_lowest_point() -> None:
    values = [float(n % 7) for n in range(20_000)]
    values[12_345], values[777] = 1_000.0, -1_000.0
    kept = thinned(range(len(values)), values)
    assert {0, 777, 12_345, 19_999} <= set(kept)
    assert len(kept) <= FINE + 8
    chart = lines("long", [float(n) for n in range(20_000)], [Series(name="a", values=values)])
    assert (len(chart.rows), chart.left_out) == (MOST_ROWS, 20_000 - MOST_ROWS)
    assert chart.rows[-1][0] == "19999"


@given(st.lists(ANY, max_size=30))
@settings(max_examples=60, deadline=None)
def test_whatever_comes_is_drawn_inside_the_picture(values: list[float | None]) -> None:
    chart = lines("any", [float(n) for n in range(len(values))], [Series(name="a", values=values, low=values, high=values)])
    for path in shapes(chart, "path", "line"):
        numbers = [float(each) for each in re.findall(r"-?[\d.]+", path.get("d") or "")]
        assert all(0 <= x <= 1000 for x in numbers[::2])
        assert all(0 <= y <= 200 for y in numbers[1::2])


@given(st.floats(-1e12, 1e12), st.floats(0, 1e12), st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_scale_holds_its_values_with_few_round_steps(low: float, span: float, zero: bool) -> None:
    scale = scale_of([low, low + span], "", zero=zero)
    slack = (scale.high - scale.low) * 1e-6
    assert scale.low - slack <= low
    assert low + span <= scale.high + slack
    assert 2 <= len(scale.ticks) <= 12
    step = scale.ticks[1] - scale.ticks[0]
    labels = [brief(tick, "", step) for tick in scale.ticks]
    assert len(set(labels)) == len(labels) or (scale.high - scale.low) < max(map(abs, scale.ticks)) * 1e-3


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 20_000), st.sampled_from([1, 60, 1_440]))
@settings(max_examples=80, deadline=None)
def test_the_ticks_of_a_calendar_are_few_and_inside(start: date, count: int, minutes: int) -> None:
    first = datetime(start.year, start.month, start.day, 7, 13, tzinfo=UTC)
    ticks = ticks_of([first, first + timedelta(minutes=minutes * count)])
    assert len(ticks) <= 9
    assert all(0 <= share <= 1 for share, _ in ticks)
    assert [share for share, _ in ticks] == sorted({share for share, _ in ticks})


def test_values_are_said_in_their_unit() -> None:
    chart = dots("spans", ["a"], Series(name="median", values=[15_120], low=[14_400], high=[16_200]), unit="seconds")
    assert chart.rows[0][1] == f"4{THIN}h 12{THIN}min [4{THIN}h, 4{THIN}h 30{THIN}min]"
    assert bars("share", ["a"], [Series(name="s", values=[0.125])], unit="share").rows[0][1] == f"12.5{THIN}%"


def test_what_happened_stands_in_the_table_too() -> None:
    chart = lines("noted", DAYS[:3], [Series(name="a", values=[1, 2, 9])], noted=[Noted(2, "three times as many")])
    assert chart.heads[-1] == "noted"
    assert [row[-1] for row in chart.rows] == ["", "", "1 three times as many"]
