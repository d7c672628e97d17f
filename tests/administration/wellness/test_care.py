"""Q36: limits of day and week, cool-downs, opt-outs and a change of subject, as arithmetic on what stands."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.administration.wellness.spread import STEPS, hidden, spreads
from leeward.playbook.care import Cause, Seen, Wellbeing, cooling, due_for_change, lightest, near_limit, strain
from leeward.playbook.model import BySeverity, CoolDown, Limits, Wellness
from leeward.record.terms.severity import Severity

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SMALL = 5


def each(number: int) -> BySeverity:
    """The same for every severity."""
    return BySeverity(**dict.fromkeys(BySeverity.__struct_fields__, number))


LIMITS = Limits(
    grace_seconds=60, exposure_minutes_per_day=each(100), warn_at=0.8, reports_per_batch=1, events_per_batch=1,
    text_characters=1, import_chunk=1,
    wellness=Wellness(
        minutes_per_week=each(300), items_per_day=each(10), items_per_week=each(40), change_after=3,
        cool_down=(
            CoolDown(after=1, of_severity=Severity.IMMINENT, minutes=10, then_below=Severity.IMMINENT),
            CoolDown(after=3, of_severity=Severity.SEVERE, minutes=20, then_below=Severity.SERIOUS),
        ),
    ),
)  # fmt: skip
RESTED = Wellbeing(exposure=(0, 0, 0, 0, 0))


def seen(severity: int, ended: float, *, took: float = 1, harm: str = "smuggling") -> Seen:
    """Work that ended so many minutes before noon."""
    end = NOON - timedelta(minutes=ended)
    return Seen(began=end - timedelta(minutes=took), ended=end, severity=Severity(severity), harm=harm)


def after(*works: Seen, **more: object) -> Wellbeing:
    """Somebody who had these open, the latest first."""
    return msgspec.structs.replace(RESTED, lately=works, **more)


def test_a_limit_warns_before_it_bites() -> None:
    for spent in (
        {"exposure": (0, 0, 0, 80 * 60, 0)}, {"items": (0, 0, 0, 8, 0)}, {"week": (0, 0, 0, 240 * 60, 0)},
        {"week_items": (0, 0, 0, 32, 0)},
    ):  # fmt: skip
        person = msgspec.structs.replace(RESTED, **spent)
        assert near_limit(person, LIMITS, Severity.SEVERE)
        assert strain(person, LIMITS, Severity.SEVERE, "smuggling", NOON) is None
        assert not near_limit(person, LIMITS, Severity.SERIOUS)


@pytest.mark.parametrize(
    "spent",
    [
        {"exposure": (0, 0, 0, 100 * 60, 0)},
        {"items": (0, 0, 0, 10, 0)},
        {"week": (0, 0, 0, 300 * 60, 0)},
        {"week_items": (0, 0, 0, 40, 0)},
    ],
)
def test_each_limit_bites_for_its_severity_alone(spent: dict[str, tuple[int, ...]]) -> None:
    person = msgspec.structs.replace(RESTED, **spent)
    assert strain(person, LIMITS, Severity.SEVERE, "smuggling", NOON) is Cause.LIMIT
    assert lightest(person, LIMITS, NOON) == [0, 1, 2, 4]


def test_after_something_imminent_nothing_imminent_comes_for_a_while() -> None:
    person = after(seen(4, 3))
    assert strain(person, LIMITS, Severity.IMMINENT, "smuggling", NOON) is Cause.COOL_DOWN
    assert strain(person, LIMITS, Severity.SEVERE, "smuggling", NOON) is None
    assert strain(after(seen(4, 10)), LIMITS, Severity.IMMINENT, "smuggling", NOON) is None, "it was over at that very moment"


def test_a_run_of_severe_work_is_followed_by_lighter_work_and_lighter_work_does_not_end_it_early() -> None:
    run = (seen(3, 5), seen(3, 7), seen(3, 9))
    assert lightest(after(*run), LIMITS, NOON) == [0, 1]
    assert lightest(after(seen(1, 1), *run), LIMITS, NOON) == [0, 1]
    cool = cooling(after(*run), LIMITS, NOON)
    assert cool is not None
    assert cool.until == NOON + timedelta(minutes=15)


def test_a_pause_or_something_light_breaks_a_run() -> None:
    assert cooling(after(seen(3, 1), seen(3, 3), seen(3, 30)), LIMITS, NOON) is None, "a pause of twenty minutes lay between"
    assert cooling(after(seen(3, 1), seen(0, 2), seen(3, 3), seen(3, 5)), LIMITS, NOON) is None


def test_an_opt_out_of_a_family_holds_for_each_of_its_classes_and_for_no_other() -> None:
    person = msgspec.structs.replace(RESTED, avoids=("intimate_images", "recruitment.fees"))
    for harm, cause in (
        ("intimate_images", Cause.OPTED_OUT), ("intimate_images.shared", Cause.OPTED_OUT), ("intimate_images_of", None),
        ("recruitment.fees", Cause.OPTED_OUT), ("recruitment.papers", None), ("recruitment", None),
    ):  # fmt: skip
        assert strain(person, LIMITS, Severity.MINOR, harm, NOON) is cause, harm


def test_who_takes_a_break_gets_nothing_until_it_is_over() -> None:
    person = msgspec.structs.replace(RESTED, break_until=NOON + timedelta(seconds=1))
    assert strain(person, LIMITS, Severity.MINOR, "smuggling", NOON) is Cause.BREAK
    assert strain(person, LIMITS, Severity.MINOR, "smuggling", NOON + timedelta(seconds=1)) is None


def test_after_enough_of_one_family_another_is_due() -> None:
    same = [seen(1, number, harm=f"recruitment.{number}") for number in range(3)]
    assert due_for_change(after(*same), LIMITS) == "recruitment"
    assert due_for_change(after(*same[:2]), LIMITS) is None
    assert due_for_change(after(seen(1, 0), *same), LIMITS) is None
    never = msgspec.structs.replace(LIMITS, wellness=Wellness())
    assert due_for_change(after(*same), never) is None


@given(st.lists(st.integers(0, 12), min_size=2, max_size=6))
def test_no_small_number_can_be_read_off_or_worked_out(counts: list[int]) -> None:
    """What is hidden is hidden with at least one other cell, and together they are not few."""
    shown = hidden(counts, SMALL)
    veiled = [count for count, said in zip(counts, shown, strict=True) if said is None]
    assert all(said is None or said == count for count, said in zip(counts, shown, strict=True))
    assert all(said == 0 or said >= SMALL for said in shown if said is not None)
    if veiled and len(veiled) < len(counts):
        assert len(veiled) >= 2
        assert sum(veiled) >= SMALL
    if sum(counts) < SMALL:
        assert len(veiled) == len(counts)


@given(st.lists(st.integers(0, 12_000), min_size=0, max_size=40))
def test_a_spread_counts_everybody_once(seconds: list[int]) -> None:
    people = [msgspec.structs.replace(RESTED, exposure=(0, 0, 0, each_, 0)) for each_ in seconds]
    rows = [
        row
        for row in spreads(people, LIMITS, 1)
        if row.severity is Severity.SEVERE and (row.window, row.what) == ("day", "seconds")
    ]
    for row in rows:
        assert sum(count or 0 for count in row.counts) == len(people)
        assert row.counts[-1] == sum(spent >= 100 * 60 for spent in seconds)
        assert len(row.counts) == len(STEPS) + 1
