"""Lists in the URL, exports, words, pictures, buckets, links within the house."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import RequestFactory

from leeward.web.export import csv_of, safe
from leeward.web.listing import Choice, Column, Listing, listing
from leeward.web.onward import local
from leeward.web.pictures.small import due_state, spark, start_by_line
from leeward.web.throttle import Rate, Throttle
from leeward.web.words import ago, count, duration, moment, number, percent, remaining

COLUMNS = (
    Column(name="due", label="Due", sort=True),
    Column(name="name", label="Name", sort=True),
    Column(name="why", label="Why"),
)
CHOICES = (Choice(name="language", label="Language", options=(("en", "English"), ("es", "Spanish"))),)
AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def asked(**query: Any) -> Listing:
    return listing(RequestFactory().get("/queues", query_params=query), COLUMNS, CHOICES, sort="-due", size=10)


def test_a_list_starts_as_it_should() -> None:
    first = asked()
    assert (first.sort, first.descending, first.chosen, first.page, first.offset, first.limit) == ("due", True, {}, 1, 0, 11)


@pytest.mark.parametrize(
    "query",
    [{"sort": "password"}, {"sort": "why"}, {"sort": "name; DROP TABLE job"}, {"language": "xx"}, {"page": "0"}, {"page": "-3"},
     {"page": "9999999999"}, {"page": "²"}, {"other": "x"}],
)  # fmt: skip
def test_what_the_list_does_not_know_is_ignored(query: dict[str, str]) -> None:
    assert asked(**query) == asked()


def test_links_keep_what_was_asked() -> None:
    one = asked(language="es", sort="name", page="3")
    assert (one.offset, one.descending) == (20, False)
    assert parse_qs(urlsplit(one.link(page=4)).query) == {"language": ["es"], "sort": ["name"], "page": ["4"]}
    assert parse_qs(urlsplit(one.link(language=None)).query) == {"sort": ["name"]}
    assert "sort=-name" in one.sort_link(COLUMNS[1])
    assert "sort=due" in one.sort_link(COLUMNS[0])
    assert one.shown(list(range(11))) == list(range(10))
    assert one.more(list(range(11)))
    assert not one.more(list(range(10)))


def test_nobody_pages_down_for_ever() -> None:
    assert not asked(page="1000").too_deep
    assert asked(page="1001").too_deep


@given(st.text())
def test_no_cell_starts_a_formula(text: str) -> None:
    cell = str(safe(text))
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert cell.removeprefix("'") == text.removeprefix("'") or cell == text


def test_numbers_stay_numbers_and_moments_are_utc() -> None:
    rows = [{"a": -3, "b": AT, "c": ["x", "y"], "d": None, "e": True, "f": '=1,"2"'}]
    answer = csv_of(rows, [(name, name.upper()) for name in "abcdef"], "list")
    assert answer.content == 'A,B,C,D,E,F\r\n-3,2026-03-01T12:00:00Z,x y,,yes,"\'=1,""2"""\r\n'


@pytest.mark.parametrize(
    ("span", "words"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3600, "1 h"), (7800, "2 h 10 min"), (90_000, "1 d 1 h"), (86_400, "1 d"),
     (timedelta(minutes=-5), "5 min"), (None, "–")],
)  # fmt: skip
def test_spans_in_their_two_largest_units(span: Any, words: str) -> None:
    assert duration(span).replace("\u202f", " ") == words


def test_moments_as_a_person_reads_them() -> None:
    assert 'datetime="2026-03-01T12:00:00Z"' in moment(AT)
    assert "12:00" in moment(AT.astimezone(), "time")
    assert "none" in moment(None)
    assert ">in 5\u202fmin<" in remaining(AT + timedelta(minutes=5), AT)
    assert ">5\u202fmin late<" in remaining(AT - timedelta(minutes=5), AT)
    assert remaining(None) == "no figure"
    assert ago(AT - timedelta(hours=1), AT) == "1\u202fh ago"
    assert ago(None) == "never"


def test_numbers_in_groups() -> None:
    assert number(1234567) == "1\u202f234\u202f567"
    assert number(1234.5, 1) == "1\u202f234.5"
    assert number(None) == percent(None) == "–"
    assert percent(0.9614) == "96.1\u202f%"
    assert [count(n, "report") for n in (0, 1, 2)] == ["0 reports", "1 report", "2 reports"]
    assert count(2, "person", "people") == "2 people"


@pytest.mark.parametrize(
    ("now", "state", "place"),
    [(timedelta(0), "calm", 0.0), (timedelta(minutes=30), "calm", 25.0), (timedelta(minutes=90), "late", 75.0),
     (timedelta(minutes=240), "overdue", 100.0)],
)  # fmt: skip
def test_the_start_by_bar(now: timedelta, state: str, place: float) -> None:
    line = start_by_line(AT, AT + timedelta(hours=1), AT + timedelta(hours=2), AT + now)
    assert (line.state, line.now) == (state, place)
    assert line.due == (100.0 if now <= timedelta(hours=2) else 50.0)


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_the_bar_stays_in_its_box(start_by: int, due: int, now: int) -> None:
    line = start_by_line(AT, AT + timedelta(seconds=start_by), AT + timedelta(seconds=due), AT + timedelta(seconds=now))
    assert all(0 <= place <= 100 for place in (line.start_by, line.due or 0, line.now))


def test_a_spark_line_and_its_words() -> None:
    assert spark([]).words == spark([None]).words == "no values"
    line = spark([1, None, 3, 2])
    assert line.path == "M0.0 19.0M66.7 1.0L100.0 10.0"
    assert line.words == "4 values between 1 and 3, last 2"
    assert spark([5]).path == "M0.0 19.0"


def test_what_is_due() -> None:
    assert due_state(None) == "calm"
    assert due_state(AT, now=AT - timedelta(hours=3)) == "calm"
    assert due_state(AT, now=AT - timedelta(hours=1)) == "late"
    assert due_state(AT, now=AT + timedelta(seconds=1)) == "overdue"


def test_a_bucket_fills_again() -> None:
    clock = [0.0]
    throttle = Throttle({"session": Rate(2, 0.5)}, clock=lambda: clock[0])
    assert [throttle.take("session", "a") for _ in range(3)] == [0.0, 0.0, 2.0]
    assert throttle.take("session", "b") == 0.0
    clock[0] = 1.0
    assert throttle.take("session", "a") == 1.0
    clock[0] = 2.0
    assert throttle.take("session", "a") == 0.0
    clock[0] = 1000.0
    assert [throttle.take("session", "a") for _ in range(3)] == [0.0, 0.0, 2.0]


def test_buckets_do_not_pile_up() -> None:
    throttle = Throttle({"address": Rate(2, 0.5)}, clock=lambda: 0.0)
    for number_ in range(10_050):
        throttle.take("address", str(number_))
    assert len(throttle._buckets) == 10_000


@pytest.mark.parametrize(
    ("to", "where"),
    [("/queues?x=1", "/queues?x=1"), ("//a.example", "/"), ("///a.example", "/"),
     ("https://a.example", "/"), ("/\\a.example", "/"), ("", "/"),
     ("javascript:x", "/"), ("/a\r\nSet-Cookie: x", "/"), ("/a\\b", "/"), ("queues", "/"), ("/\t/a.example", "/")],
)  # fmt: skip
def test_links_lead_within_the_house(to: str, where: str) -> None:
    assert local(to) == where
