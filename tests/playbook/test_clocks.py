"""Clocks: what applies, from when, until when. The law's own figures, across summer time and leap days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.playbook.clocks import AT_THE_DOOR, Circumstances, Incomplete, applying, due, incomplete, legal_due, started
from leeward.playbook.model import Duration, Trigger
from leeward.record.terms.code import ElementCode, HarmCode, PlaceCode, SourceCode
from leeward.record.terms.report import Capacity, Source
from leeward.record.terms.severity import Severity
from playbook.rows import clock

WASHINGTON, LONDON, SYDNEY = ZoneInfo("America/New_York"), ZoneInfo("Europe/London"), ZoneInfo("Australia/Sydney")

# The rows that Q02 names.
L1 = clock(
    "us-tida-3",
    "us-tida",
    "US",
    Trigger.VALID_NOTICE,
    sources=("notice",),
    capacities=("subject", "authorised_person"),
    harms=("intimate_images.*",),
    elements=("signature", "location", "good_faith", "contact"),
    duration=Duration(hours=48),
    effective_from=date(2026, 5, 19),
)
L2 = clock(
    "gb-osa-10-3a",
    "gb-osa",
    "GB",
    Trigger.VALID_NOTICE,
    sources=("notice",),
    capacities=("subject", "authorised_person"),
    harms=("intimate_images.*",),
    elements=("declaration", "identity", "good_faith", "location", "contact"),
    duration=Duration(hours=48),
    effective_from=date(2026, 6, 29),
)
L5 = clock("us-2258a", "us-2258a", "US", Trigger.AWARENESS, harms=("possible_minor.*",))
L6 = clock("us-2258a-h", "us-2258a", "US", Trigger.SUBMISSION, harms=("possible_minor.*",), duration=Duration(years=1))
L7 = clock("us-2703-f", "us-2703", "US", Trigger.REQUEST, sources=("law_enforcement",), duration=Duration(days=90))
L10 = clock("eu-dsa-16", "eu-dsa", "EU", Trigger.REPORT, sources=("notice",), effective_from=date(2024, 2, 17))
L12 = clock("eu-dsa-20", "eu-dsa", "EU", Trigger.DECISION, duration=Duration(months=6), effective_from=date(2024, 2, 17))
L13 = clock("eu-dsa-21", "eu-dsa", "EU", Trigger.REQUEST, duration=Duration(days=90), effective_from=date(2024, 2, 17))
TABLE = (L1, L2, L5, L6, L7, L10, L12, L13)

ALL_ELEMENTS = tuple(ElementCode(each) for each in ("signature", "location", "good_faith", "contact", "declaration", "identity"))


def report(*places: str, elements: tuple[ElementCode, ...] = ALL_ELEMENTS, **other: object) -> Circumstances:
    values: dict[str, object] = {
        "source": Source.NOTICE,
        "capacity": Capacity.SUBJECT,
        "harm": HarmCode("intimate_images.shared"),
        "severity": Severity.SEVERE,
    }
    return Circumstances(jurisdictions=tuple(PlaceCode(each) for each in places), elements=elements, **values | other)  # type: ignore[arg-type]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("row", "at", "expected"),
    [
        # L1: 48 hours are 48 hours. Both clocks went back on 1 November 2026 in Washington.
        (L1, utc(2026, 10, 31, 23, 30), utc(2026, 11, 2, 23, 30)),
        (L1, datetime(2026, 10, 31, 19, 30, tzinfo=WASHINGTON), utc(2026, 11, 2, 23, 30)),
        (L1, datetime(2027, 3, 13, 12, 0, tzinfo=WASHINGTON), utc(2027, 3, 15, 17, 0)),  # spring: noon there, due at 13:00 there
        (L1, datetime(2026, 11, 1, 1, 30, tzinfo=WASHINGTON), utc(2026, 11, 3, 5, 30)),  # the first half past one that night
        (L1, datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=WASHINGTON), utc(2026, 11, 3, 6, 30)),  # the second one
        (L1, utc(2028, 2, 28, 6, 0), utc(2028, 3, 1, 6, 0)),  # over a leap day
        (L1, utc(2027, 2, 27, 6, 0), utc(2027, 3, 1, 6, 0)),  # and where there is none
        (L1, utc(2026, 12, 31, 12, 0), utc(2027, 1, 2, 12, 0)),
        # L2: the same in London, over both changes.
        (L2, datetime(2026, 10, 24, 22, 0, tzinfo=LONDON), utc(2026, 10, 26, 21, 0)),
        (L2, datetime(2027, 3, 27, 12, 0, tzinfo=LONDON), utc(2027, 3, 29, 12, 0)),
        # L5: as soon as reasonably possible, no figure.
        (L5, utc(2026, 7, 1), None),
        # L6: one year, the later of the anniversary and 365 days.
        (L6, utc(2027, 3, 1), utc(2028, 3, 1)),
        (L6, utc(2028, 2, 29), utc(2029, 2, 28)),
        (L6, utc(2026, 7, 1, 9, 15), utc(2027, 7, 1, 9, 15)),
        (L6, utc(2027, 2, 28, 23, 59, 59), utc(2028, 2, 28, 23, 59, 59)),
        # L7 and L13: 90 days of 24 hours.
        (L7, utc(2026, 9, 1, 14, 0), utc(2026, 11, 30, 14, 0)),
        (L7, datetime(2026, 9, 1, 10, 0, tzinfo=WASHINGTON), utc(2026, 11, 30, 14, 0)),  # 9:00 there: winter time by then
        (L7, utc(2027, 12, 1), utc(2028, 2, 29)),
        (L13, utc(2026, 1, 31, 8, 0), utc(2026, 5, 1, 8, 0)),
        (L13, utc(2027, 12, 2), utc(2028, 3, 1)),
        # L10: without undue delay, no figure.
        (L10, utc(2026, 7, 1), None),
        # L12: six calendar months, the last day where there is no such day.
        (L12, utc(2026, 8, 31, 10, 0), utc(2027, 2, 28, 10, 0)),
        (L12, utc(2027, 8, 31, 10, 0), utc(2028, 2, 29, 10, 0)),
        (L12, utc(2026, 8, 29), utc(2027, 2, 28)),
        (L12, utc(2026, 12, 31), utc(2027, 6, 30)),
        (L12, utc(2026, 2, 28), utc(2026, 8, 28)),
        (L12, datetime(2026, 9, 15, 12, 0, tzinfo=ZoneInfo("Europe/Dublin")), utc(2027, 3, 15, 11, 0)),
    ],
)
def test_each_clock_of_the_law_is_due_when_it_says(row: object, at: datetime, expected: datetime | None) -> None:
    assert due(at, row.duration) == expected  # type: ignore[attr-defined]


def test_a_clock_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 7, 1), Duration(hours=48))


def test_every_clock_that_applies_runs_at_once() -> None:
    at = utc(2026, 7, 1, 8, 0)
    running = started(TABLE, report("US", "GB", "FR"), at)
    assert [(each.clock, each.due) for each in running] == [
        ("gb-osa-10-3a", utc(2026, 7, 3, 8, 0)),
        ("us-tida-3", utc(2026, 7, 3, 8, 0)),
        ("eu-dsa-16", None),
    ]
    assert {each.starts for each in running} == {at}
    assert legal_due(running) == utc(2026, 7, 3, 8, 0)


@pytest.mark.parametrize(
    ("row", "day", "applies"),
    [
        (L1, date(2026, 5, 18), False),
        (L1, date(2026, 5, 19), True),
        (L2, date(2026, 6, 28), False),
        (L2, date(2026, 6, 29), True),
        (clock("old", "x", "US", Trigger.REPORT, effective_to=date(2026, 5, 19)), date(2026, 5, 19), True),
        (clock("old", "x", "US", Trigger.REPORT, effective_to=date(2026, 5, 19)), date(2026, 5, 20), False),
    ],
)
def test_a_row_applies_on_its_days(row: object, day: date, applies: bool) -> None:
    assert bool(applying([row], report("US", "GB"), day)) is applies  # type: ignore[list-item]


def test_a_later_version_takes_over_on_its_day() -> None:
    first = clock("x-1", "x", "US", Trigger.REPORT, duration=Duration(hours=48), effective_to=date(2026, 8, 31))
    second = clock("x-1", "x", "US", Trigger.REPORT, duration=Duration(hours=24), effective_from=date(2026, 9, 1), version=2)
    last, next_ = (started([first, second], report("US"), at) for at in (utc(2026, 8, 31, 23, 59), utc(2026, 9, 1)))
    assert [(each.version, each.due) for each in last] == [(1, utc(2026, 9, 2, 23, 59))]
    assert [(each.version, each.due) for each in next_] == [(2, utc(2026, 9, 2))]


@pytest.mark.parametrize(
    "other",
    [
        {"source": Source.USER_REPORT},
        {"capacity": Capacity.THIRD_PARTY},
        {"harm": HarmCode("recruitment.fees")},
        {"severity": Severity.MINOR},
    ],
)
def test_a_row_leaves_others_alone(other: dict[str, object]) -> None:
    row = clock(
        "x",
        "x",
        "US",
        Trigger.REPORT,
        sources=("notice",),
        capacities=("subject",),
        harms=("intimate_images.*",),
        severities=(Severity.LOW, Severity.IMMINENT),
    )
    assert applying([row], report("US"), date(2026, 7, 1))
    assert not applying([row], report("US", **other), date(2026, 7, 1))


def test_the_union_reaches_into_its_states_and_no_further() -> None:
    for place, applies in (("DE", True), ("GR", True), ("EU", True), ("GB", False), ("NO", False), ("US", False)):
        assert bool(applying([L10], report(place), date(2026, 7, 1))) is applies, place


def test_an_unknown_jurisdiction_costs_nobody_a_right() -> None:
    assert {each.code for each in applying(TABLE, report(), date(2026, 7, 1))} == {L1.code, L2.code, L10.code}


def test_our_own_promise_runs_everywhere() -> None:
    row = clock("own", "house", "ANY", Trigger.REPORT, legal=False, duration=Duration(hours=24))
    running = started([row], report("BR"), utc(2026, 7, 1))
    assert [each.due for each in running] == [utc(2026, 7, 2)]
    assert legal_due(running) is None


@pytest.mark.parametrize("missing", ["signature", "location", "good_faith", "contact"])
def test_a_notice_that_lacks_one_element_names_it_and_starts_no_clock(missing: str) -> None:
    there = tuple(each for each in ALL_ELEMENTS if each != missing)
    notice = report("US", elements=there)
    at = utc(2026, 7, 1)
    assert incomplete(TABLE, notice, at) == (Incomplete(instrument=SourceCode("us-tida"), missing=(ElementCode(missing),)),)
    assert not started([L1], notice, at)


def test_a_cured_notice_runs_from_its_receipt() -> None:
    at = utc(2026, 7, 1)
    assert not started([L1], report("US", elements=()), at)
    assert [each.due for each in started([L1], report("US"), at)] == [at + timedelta(hours=48)]


def test_what_is_missing_under_several_rows_of_one_instrument_is_named_once() -> None:
    other = clock("us-tida-x", "us-tida", "US", Trigger.VALID_NOTICE, elements=("contact", "depicted"))
    found = incomplete([L1, other], report("US", elements=()), utc(2026, 7, 1))
    assert found == (
        Incomplete(
            instrument=SourceCode("us-tida"),
            missing=tuple(ElementCode(each) for each in ("signature", "location", "good_faith", "contact", "depicted")),
        ),
    )


def test_other_events_start_other_clocks() -> None:
    minor = report("US", harm=HarmCode("possible_minor.imagery"))
    at = utc(2027, 3, 1)
    assert [each.clock for each in started(TABLE, minor, at, {Trigger.AWARENESS})] == ["us-2258a"]
    assert [each.due for each in started(TABLE, minor, at, {Trigger.SUBMISSION})] == [utc(2028, 3, 1)]
    assert not [each for each in started(TABLE, minor, at, AT_THE_DOOR) if each.instrument == "us-2258a"]


MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.sampled_from([UTC, WASHINGTON, LONDON, SYDNEY])
)


@given(MOMENTS, st.integers(1, 10_000))
def test_hours_are_absolute_in_every_zone(at: datetime, hours: int) -> None:
    end = due(at, Duration(hours=hours))
    assert end is not None
    assert end - at.astimezone(UTC) == timedelta(hours=hours)


@given(MOMENTS, st.integers(1, 48))
def test_months_end_on_the_day_or_on_the_last_day(at: datetime, months: int) -> None:
    end, begins = due(at, Duration(months=months)), at.astimezone(UTC)
    assert end is not None
    assert (end.year * 12 + end.month) - (begins.year * 12 + begins.month) == months
    assert end.timetz() == begins.timetz()
    assert end.day == begins.day or (end.day < begins.day and (end + timedelta(days=1)).day == 1)


@given(MOMENTS, st.integers(1, 10))
def test_a_year_is_its_anniversary_and_never_less_than_365_days(at: datetime, years: int) -> None:
    end = due(at, Duration(years=years))
    assert end is not None
    assert end == due(at, Duration(months=12 * years))
    assert end - at.astimezone(UTC) >= timedelta(days=365 * years)


@given(MOMENTS, MOMENTS, st.sampled_from([Duration(hours=48), Duration(days=90), Duration(months=6), Duration(years=1)]))
def test_who_is_earlier_is_never_due_later(one: datetime, other: datetime, duration: Duration) -> None:
    first, second = sorted((one.astimezone(UTC), other.astimezone(UTC)))
    assert due(first, duration) <= due(second, duration)  # type: ignore[operator]
