"""Reports that look concerted: named on the job, and never a reason to wait (Q65)."""

import string
from functools import partial
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from frontline.intake.doors import report
from frontline.reporters.world import API, BRIGADE, PLAY, job_row, send
from leeward.flow import listeners
from leeward.frontline.intake import desk as intake
from leeward.frontline.intake.arrival import ReporterIn
from leeward.frontline.reporters import brigade, desk
from leeward.frontline.reporters.brigade import Told
from leeward.record.ledger.record import Record, open_record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import ReporterId, ReportId, SubjectId, new_id
from leeward.record.terms.people import DOOR
from leeward.record.terms.report import Capacity, Source
from leeward.record.terms.reporter import Signal
from leeward.record.terms.sketch import bands, likeness, sketch, sketches

TEMPLATE = "The lighthouse keeper asks for a fee before anybody may see the boat, and it was so on {day} as well."
OTHER = "A bicycle was left at the harbour, and nobody knows whose it is or since when it stands there in the rain."


def signals(house: Record) -> dict[str, int]:
    """What was suspected -> by how many people."""
    with house.reading() as look:
        return {row["signal"]: row["reporters"] for row in look.rows("SELECT signal, reporters FROM brigade")}


def crowd(house: Record, people: range, number: int = 1, **more: Any) -> None:
    """Many report one subject, each in their own words unless told otherwise."""
    for each in people:
        send(house, number, by=f"C-{each}", **({"text": f"{'abcdefghijklmnopqrstuvwxyz'[each] * 40} {each * 7919}"} | more))


def test_many_who_never_reported_before_are_named_on_the_job(house: Record, cast: Cast) -> None:
    """Q65: coordinated reports are flagged."""
    crowd(house, range(3))
    assert signals(house) == {}
    crowd(house, range(3, 4))
    assert signals(house) == {"many_new": 4}
    with house.reading() as look:
        [line] = desk.brigades(look, PLAY, cast.bob.id, None, limit=10)
    assert (line.signal, line.reporters, line.looked_at) == (Signal.MANY_NEW, 4, 4)
    assert refold(house)[1] == []


def test_different_people_with_nearly_the_same_words_are_named(house: Record, cast: Cast) -> None:
    for number, day in enumerate(("Monday", "Tuesday", "Friday")):
        send(house, 1, by=f"C-{number}", text=TEMPLATE.format(day=day))
    assert signals(house) == {"same_words": 3}


def test_one_person_who_repeats_themselves_is_no_crowd(house: Record, cast: Cast) -> None:
    for number in range(6):
        send(house, 1, by="C-1", text=TEMPLATE.format(day=number), id=f"N-{number}")
    assert signals(house) == {}


def test_people_who_reported_another_subject_together_are_named(house: Record, cast: Cast) -> None:
    crowd(house, range(3), number=1)
    crowd(house, range(3), number=2)
    assert signals(house) == {"same_circle": 3}


def test_who_says_to_be_the_person_depicted_in_many_cases_is_named(house: Record, cast: Cast) -> None:
    """Q65: impersonation."""
    for number in range(1, 4):
        send(house, number, by="C-1", harm="intimate_images.shared", source=Source.NOTICE, capacity=Capacity.SUBJECT)
    assert signals(house) == {"many_claims": 1}
    assert refold(house)[1] == []


def test_a_suspicion_that_only_repeats_itself_is_no_news(house: Record, cast: Cast) -> None:
    crowd(house, range(9))
    with house.reading() as look:
        told = look.value("SELECT count(*) FROM fact WHERE kind = 'brigade_suspected' AND body ->> 'signal' = 'many_new'")
    assert told == 2, "with four, and with eight"


NOTICE: dict[str, Any] = {
    "harm": "intimate_images.shared", "source": Source.NOTICE, "capacity": Capacity.SUBJECT,
    "elements": ("signature", "location", "explanation", "good_faith", "contact"),
}  # fmt: skip


@given(st.lists(st.tuples(st.integers(1, 2), st.integers(0, 5), st.booleans()), min_size=4, max_size=14))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flag_never_makes_anything_later(record: Record, sent: list[tuple[int, int, bool]]) -> None:
    """Q65: with brigades looked for and without, the same reports have the same place, queue, state and clocks."""
    salt = new_id().hex
    places = []
    for rules in (PLAY.reporters, None):
        book = msgspec.structs.replace(PLAY, reporters=rules)
        opened = open_record(record.url, keys=record.keys, listeners=listeners(partial(lambda it: it, book)), connections=3)
        try:
            places.append(_places(opened, sent, f"{salt}-{rules is None}"))
        finally:
            opened.close()
    assert places[0] == places[1]


def _places(house: Record, sent: list[tuple[int, int, bool]], salt: str) -> list[tuple[object, ...]]:
    jobs = []
    for number, person, notice in sent:
        arrival = report(
            number, id=None, reporter=ReporterIn(id=f"{salt}-{person}"), text=f"{TEMPLATE.format(day=person)} {salt} {len(jobs)}",
            **(NOTICE if notice else {}),
        )  # fmt: skip
        subject = msgspec.structs.replace(arrival.subject, id=f"{arrival.subject.id}-{salt}")
        moved = msgspec.structs.replace(arrival, subject=subject)
        [receipt] = intake.receive(house, PLAY, [moved], door=API, actor=DOOR)
        jobs.append(receipt.job)
    rows = [job_row(house, job) for job in jobs]
    return [
        (
            row["state"], row["queue"], row["severity"], row["place"]["allowance_seconds"], row["legal_due"] is None,
            row["start_by"] - row["received"],
        )
        for row in rows
    ]  # fmt: skip


def told(text: str | None, *, new: bool = False, reporter: ReporterId | None = None) -> Told:
    """A report of a crowd."""
    return Told(
        id=ReportId(new_id()), about=SubjectId(new_id()), reporter=reporter or ReporterId(new_id()), new=new, sketch=sketch(text)
    )


def test_near_copies_have_a_likeness_and_a_band_in_common_and_others_have_not() -> None:
    one, two = sketch(TEMPLATE.format(day="Monday")), sketch(TEMPLATE.format(day="Sunday").upper())
    other = sketch(OTHER)
    assert one is not None
    assert two is not None
    assert other is not None
    assert likeness(one, two) >= BRIGADE.likeness
    assert set(bands(one)) & set(bands(two))
    assert likeness(one, other) < 0.3
    assert len(one) == 64
    assert sketch("short") is None


@given(st.text(min_size=0, max_size=200))
def test_a_sketch_does_not_hang_on_case_or_signs_and_is_the_same_each_time(text: str) -> None:
    made = sketch(text)
    assert made == sketch(text)
    assert made == sketch(f"  {text}!! ")
    assert made is None or likeness(made, made) == 1.0


@settings(max_examples=60)
@given(
    st.lists(
        st.none() | st.text(max_size=80) | st.text(alphabet=string.printable + "äß中ﬁ", min_size=20, max_size=90), max_size=9
    )
)
def test_a_text_is_sketched_the_same_whatever_it_is_sketched_beside(texts: list[str | None]) -> None:
    assert sketches(texts) == [sketch(text) for text in texts]


def test_alike_is_found_through_others() -> None:
    """A chain of near copies is one group; what is alone is none."""
    texts = [TEMPLATE.format(day=day) for day in ("Monday", "Tuesday", "Friday")]
    group = brigade.alike([told(each) for each in (*texts, OTHER)], BRIGADE.likeness)
    assert len(group) == 3
    assert brigade.alike([told(None)], 0.5) == []


@pytest.mark.parametrize("reporters", [3, 4])
def test_a_signal_counts_people_not_reports(reporters: int) -> None:
    someone = ReporterId(new_id())
    several = [told(None, new=True) for _ in range(reporters - 1)] + [told(None, new=True, reporter=someone) for _ in range(5)]
    found = {each.signal: each.reporters for each in brigade.suspicions(BRIGADE, several, ())}
    assert found == ({Signal.MANY_NEW: 4} if reporters == 4 else {})
