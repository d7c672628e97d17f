"""The made-up world: the same for everybody, with work in it, and true to the ledger."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from leeward.drills.arrivals import reports
from leeward.drills.world import furnish
from leeward.house import House
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.ledger.verify import verify
from leeward.record.standing.refold import refold
from leeward.record.terms.moment import now
from leeward.settings import Settings


@pytest.fixture
def house(database: str, tmp_path: Path) -> Iterator[House]:
    opened = House(Settings(home=tmp_path), database)
    yield opened
    opened.record.close()


def counted(record: Record, sql: str) -> int:
    with record.reading() as look:
        return int(look.value(sql))


def test_the_same_seed_makes_the_same_reports(house: House) -> None:
    until = now()
    first, second = (reports(Random(7), house.playbook(), 200, until) for _ in range(2))
    assert first == second
    assert first != reports(Random(8), house.playbook(), 200, until)
    assert {report.language for report in first} == {"en", "es", "pt", "fr", "de"}


def test_a_world_has_people_work_and_a_past_and_refolds_equal(house: House) -> None:
    world = furnish(house, count=400, say=lambda _: None)
    assert "/welcome/" in world.welcome
    assert counted(house.record, "SELECT count(*) FROM person") == 20
    assert counted(house.record, "SELECT count(*) FROM report") == 400
    assert world.rest is not None
    decided = world.rest()
    assert counted(house.record, "SELECT count(*) FROM job WHERE state = 'decided'") == decided
    assert decided > 200
    assert counted(house.record, "SELECT count(*) FROM job WHERE state = 'open'") > 0
    assert counted(house.record, "SELECT count(*) FROM action") > 50
    assert counted(house.record, "SELECT count(*) FROM appeal") > 10
    assert counted(house.record, "SELECT count(*) FROM appeal WHERE state = 'open'") > 0
    assert counted(house.record, "SELECT count(*) FROM appeal WHERE state = 'decided'") > 0
    assert (
        counted(house.record, "SELECT count(*) FROM appeal a JOIN decision d ON d.id = a.decision WHERE decided_by = decider")
        == 0
    )
    assert counted(house.record, "SELECT count(*) FROM clock WHERE ends = 'duty' AND stopped IS NOT NULL") > 50
    assert refold(house.record)[1] == []
    seal_pending(house.record)
    assert verify(house.record.url, house.record.keys.signing().public_key().public_bytes_raw()).finding is None


def test_a_house_with_people_in_it_is_left_as_it_is(house: House) -> None:
    furnish(house, count=20, say=lambda _: None)
    again = furnish(house, count=20, say=lambda _: None)
    assert again.rest is None
    assert counted(house.record, "SELECT count(*) FROM report") == 20


def test_the_past_can_be_stopped_between_two_turns(house: House) -> None:
    world = furnish(house, count=100, say=lambda _: None)
    assert world.rest is not None
    assert world.rest(go_on=lambda: False) == 0
