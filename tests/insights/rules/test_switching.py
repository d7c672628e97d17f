"""The kill switch: a rule that is off is asked by nobody from the next batch on, in no process, until somebody lets it."""

import pytest

from insights.rules.place import FEE, TOLD, Place
from leeward.house import House
from leeward.insights.rules import desk
from leeward.insights.rules.refusals import AlreadySo, NoSuchRule, NotAReason
from leeward.record.standing.refold import refold


def switch(place: Place, code: str, *, off: bool, reason: str = "") -> None:
    desk.switch(
        place.record, place.house.playbook(), place.cast.bob.id, code, off=off, reason=reason or ("flood" if off else "passed")
    )


def rules_of_reports(place: Place) -> list[list[str]]:
    found = place.rows("SELECT reasons FROM report ORDER BY received, id")
    return [[reason["rule"] for reason in row["reasons"]] for row in found]


def test_what_is_off_is_not_asked_from_the_next_batch_on(place: Place) -> None:
    place.tell(1)
    switch(place, TOLD, off=True)
    place.tell(2)
    switch(place, TOLD, off=False)
    place.tell(3)
    assert [TOLD in codes for codes in rules_of_reports(place)] == [True, False, True]


def test_other_processes_and_those_that_start_later_do_not_ask_it_either(place: Place) -> None:
    other = House(place.house.settings, place.record.url)
    switch(place, TOLD, off=True)
    place._replace(house=other).tell(1)
    other.record.close()
    later = House(place.house.settings, place.record.url)
    place._replace(house=later).tell(2)
    later.record.close()
    assert rules_of_reports(place) == [[], []]


def test_it_raises_no_signal_either(place: Place) -> None:
    place.see(1)
    switch(place, FEE, off=True)
    place.see(2)
    raised = [[reason["rule"] for reason in fact["reasons"]] for fact in place.facts("signal_raised")]
    assert [FEE in codes for codes in raised if codes] == [True] + [False] * (len(raised) - 1)


def test_who_did_it_and_why_is_a_fact(place: Place) -> None:
    switch(place, TOLD, off=True, reason="raises")
    [fact] = place.facts("rule_switched_off")
    assert (fact["rule"], fact["reason"]) == (TOLD, "raises")
    [row] = place.rows("SELECT by, off FROM rule_switch")
    assert (row["by"], row["off"]) == (place.cast.bob.id, True)


def test_what_makes_no_sense_is_refused(place: Place) -> None:
    with pytest.raises(NoSuchRule, match="did you mean"):
        switch(place, TOLD + "s", off=True)
    with pytest.raises(NotAReason):
        switch(place, TOLD, off=True, reason="because")
    with pytest.raises(AlreadySo):
        switch(place, TOLD, off=False)
    switch(place, TOLD, off=True)
    with pytest.raises(AlreadySo):
        switch(place, TOLD, off=True)


def test_standing_is_what_the_facts_fold_to(place: Place) -> None:
    place.tell(1, 2)
    place.see(1, 2)
    switch(place, TOLD, off=True)
    assert refold(place.record)[1] == []
