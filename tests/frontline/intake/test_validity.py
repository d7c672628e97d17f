"""Q03, Q04 and Q25: what a notice or an order lacks is named at once, what arrives later counts from the receipt."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.intake.doors import DOOR, PLAY, listening, report
from leeward.frontline.intake import desk, validity
from leeward.frontline.intake.arrival import Receipt, Supplement
from leeward.playbook.vocabulary import ELEMENTS
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import ReportId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.record.terms.report import Capacity, Source

TIDA = ("signature", "location", "explanation", "good_faith", "contact")
ORDER = ("legal_basis", "reasons", "authority", "location", "scope", "redress")
SHARED = "intimate_images.shared"


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """Everybody listens."""
    with listening(record) as opened:
        yield opened


def notice(record: Record, *elements: str, number: int = 1, capacity: Capacity = Capacity.SUBJECT, **more: object) -> Receipt:
    """What becomes of a notice with these elements."""
    sent = report(number, harm=SHARED, source=Source.NOTICE, capacity=capacity, elements=elements, **more)
    [receipt] = desk.receive(record, PLAY, [sent], door=DOOR, actor=AT_THE_DOOR)
    return receipt


def said(receipt: Receipt) -> dict[str, tuple[bool, tuple[str, ...]]]:
    """Instrument -> (valid, missing)."""
    return {each.instrument: (each.valid, each.missing) for each in receipt.validity}


@pytest.mark.parametrize("missing", TIDA)
def test_each_missing_element_is_named_in_the_receipt(house: Record, missing: str) -> None:
    """Q03."""
    receipt = notice(house, *(each for each in TIDA if each != missing))
    assert said(receipt) == {"us-tida": (False, (missing,))}


def test_a_complete_notice_is_valid_under_each_instrument_that_applies(house: Record) -> None:
    receipt = notice(house, *TIDA, "declaration", "identity", jurisdictions=("US", "GB", "IE"))
    assert said(receipt) == {"us-tida": (True, ()), "uk-osa": (True, ()), "eu-dsa": (True, ())}


def test_the_capacity_decides_what_is_asked_for(house: Record) -> None:
    """Q25: somebody who only saw it makes no removal request under TAKE IT DOWN, and none is asked of them."""
    everywhere = {"jurisdictions": ("US", "GB", "IE")}
    own = notice(house, "location", **everywhere)
    seen = notice(house, "location", number=2, capacity=Capacity.THIRD_PARTY, **everywhere)
    assert set(said(own)) == {"us-tida", "uk-osa", "eu-dsa"}
    assert said(seen) == {"eu-dsa": (False, ("explanation", "identity", "contact", "good_faith"))}


def test_what_is_no_notice_has_no_validity(house: Record) -> None:
    [receipt] = desk.receive(house, PLAY, [report()], door=DOOR, actor=AT_THE_DOOR)
    assert receipt.validity == ()


def test_sent_again_it_says_what_is_still_missing(house: Record) -> None:
    notice(house, "signature")
    again = notice(house, "signature")
    assert (again.status, said(again)) == ("duplicate", {"us-tida": (False, TIDA[1:])})


@pytest.mark.parametrize("missing", ORDER)
def test_an_order_without_one_element_goes_back_with_it_named(house: Record, missing: str) -> None:
    """Q25: the elements of DSA Art. 9(2), each."""
    elements = tuple(each for each in ORDER if each != missing)
    sent = report(
        source=Source.AUTHORITY_ORDER, capacity=Capacity.AUTHORITY, jurisdictions=("IE",), harm="unclassified", elements=elements
    )
    [receipt] = desk.receive(house, PLAY, [sent], door=DOOR, actor=AT_THE_DOOR)
    assert said(receipt)["eu-dsa"] == (False, (missing,))
    with house.reading() as look:
        running = {row["clock"] for row in look.rows("SELECT clock FROM clock")}
    assert "eu-dsa-9" not in running
    assert "cure-eu-dsa-order" in running


def test_a_complete_order_starts_its_duty_from_its_receipt(house: Record) -> None:
    sent = report(
        source=Source.AUTHORITY_ORDER, capacity=Capacity.AUTHORITY, jurisdictions=("IE",), harm="unclassified", elements=ORDER
    )
    [receipt] = desk.receive(house, PLAY, [sent], door=DOOR, actor=AT_THE_DOOR)
    assert said(receipt) == {"eu-dsa": (True, ())}
    with house.reading() as look:
        assert {row["clock"] for row in look.rows("SELECT clock FROM clock")} >= {"eu-dsa-9", "eu-dsa-10"}
        assert look.value("SELECT queue FROM job") == "authorities"


def test_what_arrives_one_by_one_cures_the_notice_and_its_clock_counts_from_the_receipt(house: Record) -> None:
    """Q03, Q04."""
    received = now() - timedelta(hours=30)
    receipt = notice(house, "location", received=received)
    assert receipt.report is not None
    for arrived, still in (("signature", 3), ("explanation", 2), ("good_faith", 1)):
        [left] = add(house, receipt.report, arrived)
        assert (left.valid, len(left.missing)) == (False, still)
    [whole] = add(house, receipt.report, "contact")
    assert (whole.instrument, whole.valid, whole.missing) == ("us-tida", True, ())
    with house.reading() as look:
        clock = look.one("SELECT starts, due, stopped FROM clock WHERE clock = 'us-tida-3'")
        assert clock == {"starts": received, "due": received + timedelta(hours=48), "stopped": None}
        assert look.value("SELECT stopped IS NOT NULL FROM clock WHERE clock = 'cure-us-tida'")
        assert look.value("SELECT missing FROM report") == {}
    assert refold(house)[1] == []


def test_what_was_there_already_is_not_written_down_again(house: Record) -> None:
    receipt = notice(house, "location")
    assert receipt.report is not None
    add(house, receipt.report, "location")
    with house.reading() as look:
        assert look.value("SELECT count(*) FROM fact WHERE kind = 'notice_supplemented'") == 0


def test_words_that_are_added_are_in_the_vault_of_who_reported(house: Record) -> None:
    receipt = notice(house, "location")
    assert receipt.report is not None
    desk.supplement(house, PLAY, [receipt.report], Supplement(text="It is the second lighthouse."), actor=AT_THE_DOOR)
    with house.reading() as look:
        ref = look.value("SELECT body ->> 'text' FROM fact WHERE kind = 'notice_supplemented'")
        owner = look.value("SELECT owner FROM vault_text WHERE ref = %(ref)s::uuid", {"ref": ref})
        assert owner == look.value("SELECT reporter FROM report")


def test_nothing_is_added_to_a_report_that_is_not_there(house: Record) -> None:
    with pytest.raises(desk.NoSuchReport):
        add(house, ReportId(new_id()), "signature")


def add(record: Record, number: ReportId, *elements: str) -> tuple[validity.Validity, ...]:
    """Add elements to a notice; how it stands."""
    return desk.supplement(record, PLAY, [number], Supplement(elements=elements), actor=AT_THE_DOOR)[number]


elements = st.frozensets(st.sampled_from(sorted(ELEMENTS)))


@given(st.dictionaries(st.sampled_from(["us-tida", "uk-osa", "eu-dsa"]), elements), elements)
def test_an_instrument_is_complete_exactly_when_nothing_it_lacked_is_absent(
    missing: dict[str, frozenset[str]], arrived: frozenset[str]
) -> None:
    done = validity.completed({name: sorted(lacks) for name, lacks in missing.items()}, arrived)
    assert set(done) == {name for name, lacks in missing.items() if lacks and not lacks - arrived}
    assert all(set(done[name]) == missing[name] for name in done)


def test_validity_travels_as_json(house: Record) -> None:
    assert b'"validity":[{"instrument":"us-tida","valid":false' in msgspec.json.encode(notice(house, "location"))
