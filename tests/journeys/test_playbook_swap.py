"""The playbook's files change while the house is open: what is fit is swapped in between two facts, what is not is refused."""

import gc
import logging
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from frontline.intake.doors import DOOR, event, report
from leeward.clockwork import Clockwork
from leeward.frontline.intake import desk
from leeward.house import House, RulesDisagree
from leeward.playbook.reader import digest, starter
from leeward.playbook.rules.functions import FUNCTIONS
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.settings import Settings

RULE = """
[rule]
on = "report"
when = "language = 'en' AND contains(text, 'lighthouse')"
clause = "HE-LEX-1"
severity = 2
signal = "a lighthouse is named"
why = "To see which playbook is in force."
strength = 0.5
[[case]]
name = "named"
given = { language = "en", text = "the lighthouse" }
expect = true
[[case]]
name = "named elsewhere"
given = { language = "en", text = "lighthouses" }
expect = true
[[case]]
name = "another house"
given = { language = "en", text = "the boathouse" }
expect = false
"""
SECRET = "marker_word"
BROKEN = RULE.replace("language = 'en' AND", f"languag = '{SECRET}' AND", 1)


@pytest.fixture
def house(database: str, tmp_path: Path) -> Iterator[House]:
    """A house with a playbook of its own."""
    shutil.copytree(starter(), tmp_path / "playbook")
    opened = House(Settings(home=tmp_path), database)
    yield opened
    opened.record.close()


@pytest.fixture
def clockwork(house: House) -> Iterator[Clockwork]:
    """Its clockwork, not started: the tests turn it by hand."""
    found = Clockwork(house)
    turn(found)
    yield found
    gc.unfreeze()


def turn(clockwork: Clockwork) -> int:
    """Two looks: a change that is still going on at the first has come to rest at the second."""
    return clockwork.look_at_playbook() + clockwork.look_at_playbook()


def write_rule(house: House, text: str) -> None:
    """Put the rule, or take it away again where the text is empty."""
    path = house.folder / "rules" / "labour_exploitation" / "lighthouse.toml"
    if text:
        path.write_text(text, "utf-8")
    else:
        path.unlink()


def applied(house: House) -> list[str]:
    """The playbooks put in force, in their order."""
    with house.record.reading() as look:
        rows = look.rows("SELECT body FROM fact WHERE kind = 'playbook_applied' ORDER BY position")
    return [row["body"]["playbook"] for row in rows]


def reasons(house: House, number: int) -> set[str]:
    """The rules that matched a report that comes in now."""
    desk.receive(house.record, house.playbook(), [report(number)], door=DOOR, actor=AT_THE_DOOR)
    with house.record.reading() as look:
        rows = look.rows("SELECT body FROM fact WHERE kind = 'report_assessed' ORDER BY position DESC LIMIT 1")
    return {reason["rule"] for reason in rows[0]["body"]["reasons"]}


def test_a_rule_that_is_saved_decides_from_then_on(house: House, clockwork: Clockwork) -> None:
    first = house.playbook().digest
    assert "labour_exploitation/lighthouse" not in reasons(house, 1)
    write_rule(house, RULE)
    assert clockwork.look_at_playbook() == 0, "still being written, for all we know"
    assert clockwork.look_at_playbook() == 1
    assert house.playbook().digest == digest(house.folder) != first
    assert "labour_exploitation/lighthouse" in reasons(house, 2)
    write_rule(house, "")
    assert turn(clockwork) == 1
    assert "labour_exploitation/lighthouse" not in reasons(house, 3)
    assert applied(house) == [first, applied(house)[1], first]
    assert gc.get_freeze_count() > 0, "what is compiled is here to stay"


def test_mistakes_leave_the_old_one_and_are_told_once_by_their_places(
    house: House, clockwork: Clockwork, caplog: pytest.LogCaptureFixture
) -> None:
    first = house.playbook()
    write_rule(house, BROKEN)
    with caplog.at_level(logging.ERROR):
        assert [turn(clockwork) for _ in range(3)] == [0, 0, 0]
    [told] = caplog.messages
    assert "rules/labour_exploitation/lighthouse.toml:4:9" in told
    assert SECRET not in told
    assert house.playbook() is first
    assert applied(house) == [first.digest]
    write_rule(house, RULE)
    assert turn(clockwork) == 1


def test_rules_that_mean_something_else_over_history_are_refused(
    house: House, clockwork: Clockwork, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = house.playbook()
    write_rule(house, RULE)
    monkeypatch.setitem(FUNCTIONS, "contains", replace(FUNCTIONS["contains"], duckdb="({0} = {1})"))
    with caplog.at_level(logging.ERROR):
        assert turn(clockwork) == 0
    assert "labour_exploitation/lighthouse (2 events)" in caplog.text
    assert house.playbook() is first
    assert applied(house) == [first.digest]
    monkeypatch.undo()
    write_rule(house, RULE + "\n")
    assert turn(clockwork) == 1


@pytest.mark.parametrize(("kind", "number", "told"), [("listing_posted", "account_age_days", 3), ("report", "reach", 2)])
def test_they_are_tried_on_what_came_in_last(
    house: House, monkeypatch: pytest.MonkeyPatch, kind: str, number: str, told: int
) -> None:
    arrived = [event(place, account_age_days=80_000) for place in range(1, 4)]
    assert desk.take_activity(house.record, house.playbook(), arrived, door=DOOR, actor=AT_THE_DOOR).taken == 3
    desk.receive(house.record, house.playbook(), [report(1, reach=80_000), report(2, reach=90_000)], door=DOOR, actor=AT_THE_DOOR)
    numbers = RULE.replace('on = "report"', f'on = "{kind}"')
    numbers = numbers.replace(
        "language = 'en' AND contains(text, 'lighthouse')", f"CAST({number} AS DOUBLE) < -70000.0 OR {number} IN (3, 4)"
    )
    numbers = numbers.replace('{ language = "en", text = "the boathouse" }', "{}").replace("language", number)
    numbers = numbers.replace('"en", text = "the lighthouse"', "3").replace('"en", text = "lighthouses"', "4")
    write_rule(house, numbers)
    broken = replace(FUNCTIONS["to_float"], duckdb="CAST(-{0} AS DOUBLE)")  # no case shows it
    monkeypatch.setitem(FUNCTIONS, "to_float", broken)
    with pytest.raises(RulesDisagree, match=rf"lighthouse \({told} events\)"):
        house.reload()


def test_a_house_that_opens_on_such_rules_stays_closed(
    house: House, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rule(house, RULE)
    monkeypatch.setitem(FUNCTIONS, "contains", replace(FUNCTIONS["contains"], duckdb="({0} = {1})"))
    with pytest.raises(RulesDisagree, match="lighthouse"):
        House(Settings(home=tmp_path), database)
    assert applied(house) == [house.playbook().digest]
    monkeypatch.undo()
    again = House(Settings(home=tmp_path), database)
    again.record.close()
    assert applied(house) == [house.playbook().digest, again.playbook().digest]


def test_every_fact_is_decided_by_the_playbook_in_force_at_its_place(house: House) -> None:
    stop, failed = threading.Event(), list[BaseException]()

    def keep_reporting(door: int) -> None:
        number = 0
        try:
            while not stop.is_set():
                number += 1
                few = [report(door * 10_000 + number * 10 + n) for n in range(3)]
                desk.receive(house.record, house.playbook(), few, door=DOOR, actor=AT_THE_DOOR)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=keep_reporting, args=(door,)) for door in (1, 2)]
    for thread in threads:
        thread.start()
    for text in (RULE, RULE + "\n", ""):
        write_rule(house, text)
        assert house.reload()
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    with house.record.reading() as look:
        facts = look.rows("SELECT kind, body FROM fact WHERE kind IN ('playbook_applied', 'report_assessed') ORDER BY position")
    in_force, seen = "", set()
    for fact in facts:
        if fact["kind"] == "playbook_applied":
            in_force = fact["body"]["playbook"]
        else:
            assert fact["body"]["playbook"] == in_force
            seen.add(in_force)
    assert len(seen) >= 2
