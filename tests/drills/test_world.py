"""The made-up world: the same for everybody, with work in it, and true to the ledger."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from leeward.drills.arrivals import reports
from leeward.drills.live import keep_coming
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


def _found(record: Record, *, newest: bool) -> float:
    """The share of violations among the last three weeks' decisions of the newest cohort (30), or of everybody else."""
    with record.reading() as look:
        return float(
            look.value(
                """SELECT avg((verdict = 'violates')::int) FROM decision
                WHERE decided > now() - interval '21 days'
                AND (decider IN (SELECT id FROM person ORDER BY joined DESC, id DESC LIMIT 30)) = %(newest)s""",
                {"newest": newest},
            )
        )


def test_the_same_seed_makes_the_same_reports(house: House) -> None:
    until = now()
    first, second = (reports(Random(7), house.playbook(), 200, until) for _ in range(2))
    assert first == second
    assert first != reports(Random(8), house.playbook(), 200, until)
    assert {report.language for report in first} <= {"en", "es", "pt", "fr", "de", "it", "pl", "nl"}


def test_stories_stand_out_of_the_usual(house: House) -> None:
    until = datetime(2026, 10, 8, 12, tzinfo=UTC)
    told = reports(Random(7), house.playbook(), 4_000, until)
    ago = [(until - report.received).days for report in told if report.received and report.harm == "recruitment.deceptive"]
    assert sum(43 <= each < 55 for each in ago) > 2 * sum(67 <= each < 79 for each in ago)
    burst = [report for report in told if report.harm.startswith("intimate_images") and report.language == "es"]
    days = [(until - report.received).days for report in burst if report.received]
    assert sum(19 <= each < 24 for each in days) > sum(each >= 24 for each in days)
    brigade = [report for report in told if report.reporter and report.reporter.id.startswith("newcomer")]
    assert len({report.subject.id for report in brigade}) == 1
    assert len({report.reporter.id for report in brigade if report.reporter}) == len(brigade) == 12
    assert {report.harm for report in told} == set(house.playbook().harms)


def test_new_reports_keep_coming_until_it_is_over(house: House) -> None:
    looks = iter([True] * 8 + [False] * 2)
    came = keep_coming(house, Random(3), 40, lambda: next(looks), pause=(0, 0))
    assert came >= 8
    assert counted(house.record, "SELECT count(*) FROM report") == came
    assert keep_coming(house, Random(3), 40, lambda: False, pause=(9, 9)) == 0


def test_a_world_has_people_work_and_a_past_and_refolds_equal(house: House) -> None:
    world = furnish(house, count=600, say=lambda _: None, reviewers=45)
    assert "/welcome/" in world.welcome
    assert counted(house.record, "SELECT count(*) FROM person") == 58
    assert counted(house.record, "SELECT count(*) FROM report") == 600
    assert world.rest is not None
    decided = world.rest()
    assert counted(house.record, "SELECT count(*) FROM job WHERE state = 'decided'") == decided
    assert decided > 400
    assert counted(house.record, "SELECT count(*) FROM job WHERE state = 'open'") > 0
    assert counted(house.record, "SELECT count(*) FROM action") > 50
    assert counted(house.record, "SELECT count(*) FROM appeal") > 5
    assert counted(house.record, "SELECT count(*) FROM appeal WHERE state = 'open'") > 0
    assert counted(house.record, "SELECT count(*) FROM appeal WHERE state = 'decided'") > 0
    assert (
        counted(house.record, "SELECT count(*) FROM appeal a JOIN decision d ON d.id = a.decision WHERE decided_by = decider")
        == 0
    )
    assert counted(house.record, "SELECT count(*) FROM clock WHERE ends = 'duty' AND stopped IS NOT NULL") > 50
    assert counted(house.record, "SELECT count(*) FROM flagger") == 2
    assert counted(house.record, "SELECT count(*) FROM fact WHERE kind = 'rule_switched_off'") == 1
    assert counted(house.record, "SELECT count(*) FROM fact WHERE kind = 'look_taken'") > 3
    assert counted(house.record, "SELECT count(*) FROM activity") == 120
    assert counted(house.record, "SELECT count(*) FROM fact WHERE kind = 'label_put'") > 0
    assert counted(house.record, "SELECT count(*) FROM fact WHERE kind = 'media_matched'") > 0
    assert _found(house.record, newest=True) < _found(house.record, newest=False)
    assert refold(house.record)[1] == []
    seal_pending(house.record)
    assert verify(house.record.url, house.record.keys.signing().public_key().public_bytes_raw()).finding is None


def test_a_house_with_people_in_it_is_left_as_it_is(house: House) -> None:
    furnish(house, count=20, say=lambda _: None, reviewers=2)
    again = furnish(house, count=20, say=lambda _: None, reviewers=2)
    assert again.rest is None
    assert counted(house.record, "SELECT count(*) FROM report") == 20


def test_the_past_can_be_stopped_between_two_turns(house: House) -> None:
    world = furnish(house, count=100, say=lambda _: None, reviewers=9)
    assert world.rest is not None
    assert world.rest(go_on=lambda: False) == 0
