"""Q36: what people say of themselves is kept, honoured by those who hand out work, and seen by nobody else."""

from datetime import timedelta

import pytest

from cast import Cast
from frontline.office import open_job
from leeward.administration.wellness import desk
from leeward.administration.wellness.refusals import BreakTooLong, NoSuchHarm
from leeward.frontline.review import desk as review
from leeward.frontline.review.refusals import OnBreak, OptedOutOf
from leeward.playbook.model import Playbook
from leeward.record.facts import PRIVATE
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import JobId
from leeward.record.terms.moment import now
from leeward.record.terms.severity import Severity


def waits(office: Record, **more: object) -> JobId:
    """A job for Alice."""
    return open_job(office, **more)


def count(office: Record, kind: str) -> int:
    """How many facts of a kind there are."""
    with office.reading() as look:
        return int(look.value("SELECT count(*) FROM fact WHERE kind = %(kind)s", {"kind": kind}))


def test_what_somebody_opted_out_of_is_neither_handed_to_them_nor_taken(office: Record, book: Playbook, team: Cast) -> None:
    job = waits(office)
    assert desk.opt_out(office, book, team.alice.id, ["labour_exploitation"]) == ("labour_exploitation",)
    assert review.claim_next(office, book, team.alice.id) is None
    with pytest.raises(OptedOutOf):
        review.claim(office, book, team.alice.id, job)
    desk.opt_out(office, book, team.alice.id, [])
    claim = review.claim_next(office, book, team.alice.id)
    assert claim is not None
    assert claim.job == job


def test_an_opt_out_is_written_once_and_a_family_stands_for_its_classes(office: Record, book: Playbook, team: Cast) -> None:
    harms = [code for code in book.harms if code.startswith("labour_exploitation.")]
    chosen = desk.opt_out(office, book, team.alice.id, [*harms, "labour_exploitation", "covert_imagery"])
    assert chosen == ("covert_imagery", "labour_exploitation")
    desk.opt_out(office, book, team.alice.id, reversed(chosen))
    assert count(office, "opted_out") == 1
    with pytest.raises(NoSuchHarm):
        desk.opt_out(office, book, team.alice.id, ["weather"])


def test_who_takes_a_break_gives_back_what_they_hold_and_gets_nothing_until_they_are_back(
    office: Record, book: Playbook, team: Cast
) -> None:
    job = waits(office)
    playbook, alice = book, team.alice.id
    review.claim(office, playbook, alice, job)
    until = desk.take_break(office, playbook, alice, 30)
    with office.reading() as look:
        assert review.in_my_hand(look, alice) is None
        assert desk.mine(look, playbook, alice).on_break == until
    with pytest.raises(OnBreak):
        review.claim_next(office, playbook, alice)
    with pytest.raises(OnBreak):
        review.claim(office, playbook, alice, job)
    assert desk.end_break(office, alice)
    assert not desk.end_break(office, alice), "it is over"
    claim = review.claim_next(office, playbook, alice)
    assert claim is not None
    assert claim.job == job, "it kept its place"


@pytest.mark.parametrize("minutes", [0, -5, 121])
def test_a_break_has_a_length(office: Record, book: Playbook, team: Cast, minutes: int) -> None:
    with pytest.raises(BreakTooLong):
        desk.take_break(office, book, team.alice.id, minutes)


def test_who_asks_for_lighter_work_gets_lighter_work(office: Record, book: Playbook, team: Cast) -> None:
    grave, light = waits(office, severity=3), waits(office, severity=1)
    claim = review.claim_next(office, book, team.alice.id, below=Severity.SEVERE)
    assert claim is not None
    assert claim.job == light != grave


def test_time_and_items_count_and_the_page_says_so_before_a_limit_bites(office: Record, book: Playbook, team: Cast) -> None:
    job = waits(office, severity=3)
    playbook, alice = book, team.alice.id
    review.claim(office, playbook, alice, job)
    review.release(office, playbook, alice, job, "break")
    with office.writing() as tx:
        tx.execute("UPDATE exposure SET seconds = 150 * 60 WHERE person = %(who)s", {"who": alice})
    with office.reading() as look:
        mine = desk.mine(look, playbook, alice)
    severe = next(tier for tier in mine.tiers if tier.severity is Severity.SEVERE)
    assert (severe.near, severe.reached) == (True, False)
    assert {(gauge.window, gauge.what): gauge.used for gauge in severe.gauges} == {
        ("day", "seconds"): 9000, ("day", "items"): 1, ("week", "seconds"): 9000,
    }  # fmt: skip
    assert "near your limit for severe work" in mine.advice
    assert mine.days[-1].seconds[3] == 9000


def test_the_wellness_lead_who_looks_is_a_fact_once_a_day(office: Record, book: Playbook, team: Cast) -> None:
    playbook, lead = book, team.ana.id
    desk.seen_by(office, playbook, lead, team.alice.id)
    desk.seen_by(office, playbook, lead, team.alice.id)
    assert count(office, "wellbeing_seen") == 1
    lines = desk.everybody(office, playbook, lead)
    assert {line.person.id for line in lines} == {team.alice.id, team.bob.id, team.charlie.id}
    assert count(office, "wellbeing_seen") == 3
    desk.everybody(office, playbook, lead)
    assert count(office, "wellbeing_seen") == 3


def test_others_get_no_number_about_three_people(office: Record, book: Playbook, team: Cast) -> None:
    with office.reading() as look:
        seen = desk.house(look, book)
    assert seen.small_cell == 5
    assert {row.people for row in seen.spreads} == {None}
    assert {count_ for row in seen.spreads for count_ in row.counts} == {None}


def test_standing_is_what_the_facts_give(office: Record, book: Playbook, team: Cast) -> None:
    first, second = waits(office), waits(office, severity=3)
    playbook, alice = book, team.alice.id
    for job in (first, second):
        review.claim(office, playbook, alice, job)
        desk.take_break(office, playbook, alice)
        desk.end_break(office, alice)
    desk.opt_out(office, playbook, alice, ["covert_imagery"])
    assert refold(office)[1] == []


def test_facts_about_people_reach_no_lake(office: Record, book: Playbook, team: Cast) -> None:
    assert {"opted_out", "break_began", "break_ended", "wellbeing_seen"} == PRIVATE


def test_a_cool_down_ends_by_itself(office: Record, book: Playbook, team: Cast) -> None:
    job = waits(office, severity=4)
    playbook, bob = book, team.bob.id
    review.claim(office, playbook, bob, job)
    review.release(office, playbook, bob, job, "shift_end")
    assert review.claim_next(office, playbook, bob) is None
    with office.reading() as look:
        mine = desk.mine(look, playbook, bob)
    assert mine.cooling is not None
    assert timedelta(minutes=9) < mine.cooling.until - now() <= timedelta(minutes=10)
    with office.writing() as tx:
        tx.execute("UPDATE looked SET ended = ended - interval '10 minutes'")
    assert review.claim_next(office, playbook, bob) is not None
