"""What is next in a queue and why, and the chance that it is begun too late."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from cast import Cast
from frontline.console import console
from frontline.floor import PLAY, floor, report
from leeward.frontline.review import desk
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import now
from leeward.record.terms.report import Source
from visitor import Visitor


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """Everybody listens."""
    with floor(record) as opened:
        yield opened


def foretell(house: Record, people: float) -> None:
    """So many people are in the queue for each hour of the next week, and one takes twenty minutes."""
    hour = {"expected": 1.0, "low": 0.0, "high": 3.0, "people": people, "needed": 1.0}
    with house.writing() as tx:
        tx.execute(
            """INSERT INTO forecast VALUES ('labour', %(at)s, %(at)s, %(at)s, %(hours)s::text::jsonb, '[]',
                '[0.2, 0.2, 0.2, 0.2, 0.2]', '[1, 1, 1, 1, 1]', 20, 10, 0,
                '{"weight": 1, "wander": 0, "spread": 1, "shock": 0}')""",
            {"at": now() - timedelta(hours=1), "hours": msgspec.json.encode([hour] * 168).decode()},
        )


def test_the_next_jobs_stand_in_the_order_of_work_each_with_its_breakdown(house: Record, cast: Cast) -> None:
    """Q11: each item can display why it stands where it does."""
    mild, grave = report(house, severity=1)[1], report(house, severity=3)[1]
    with house.reading() as look:
        seen = desk.next_in(look, PLAY, cast.alice.id, "labour")
    assert [line.job.id for line in seen.lines] == [grave, mild]
    assert all(line.place.start_by == line.job.start_by for line in seen.lines)
    assert [line.barred for line in seen.lines] == ["", ""]


def test_the_chance_is_unknown_where_nothing_was_foretold_and_follows_who_is_there(house: Record, cast: Cast) -> None:
    report(house, ago=0)
    with house.reading() as look:
        [line] = desk.next_in(look, PLAY, cast.alice.id, "labour").lines
    assert (line.chance, line.word) == (None, "unknown")
    foretell(house, people=0.0)
    with house.reading() as look:
        [line] = desk.next_in(look, PLAY, cast.alice.id, "labour").lines
    assert (line.chance, line.word) == (1.0, "late")


def test_why_a_job_is_not_mine_is_told_to_me_alone(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    desk.claim(house, PLAY, cast.alice.id, job)
    desk.skip(house, PLAY, cast.alice.id, job, "not_now")
    with Visitor(console(house, playbook=PLAY)) as alice:
        alice.sign_in(house, cast.alice)
        page = alice.get("/queues/labour/next").text
        assert "skipped it" in page
        assert "unknown" in page
    with Visitor(console(house, playbook=PLAY)) as bob:
        bob.sign_in(house, cast.bob)
        assert "skipped it" not in bob.get("/queues/labour/next").text
    with Visitor(console(house, playbook=PLAY)) as eve:
        eve.sign_in(house, cast.eve)
        assert eve.get("/queues/labour/next").status_code == 403


def test_a_job_and_its_queue_say_the_same_chance(house: Record, cast: Cast) -> None:
    """One craft and one order: graver first, of those what is past its legal due moment, then the earlier start-by."""
    for severity, ago in ((1, 5.0), (2, 9.0), (2, 5.0), (3, 4.0)):
        report(house, severity=severity, ago=ago)
    report(house, severity=2, ago=60 * 24 * 4, source=Source.NOTICE)
    foretell(house, people=0.3)
    with house.reading() as look:
        lines = desk.next_in(look, PLAY, cast.bob.id, "labour").lines
        seen = [desk.in_time(look, PLAY, desk.head_of(look, PLAY, cast.bob.id, line.job.id)) for line in lines]
    assert len(lines) == 5
    assert any(line.job.overdue for line in lines)
    assert [each.ahead for each in seen if each] == [0, 1, 2, 3, 4]
    for each, line in zip(seen, lines, strict=True):
        assert each is not None
        assert line.chance is not None
        assert each.chance == pytest.approx(line.chance, abs=1e-3)


def test_the_job_page_says_whether_it_is_begun_in_time_and_what_that_rests_on(house: Record, cast: Cast) -> None:
    _, job, _ = report(house, ago=1)
    with Visitor(console(house, playbook=PLAY)) as bob:
        bob.sign_in(house, cast.bob)
        page = bob.get(f"/jobs/{job}").text
        assert "Begun in time?" in page
        assert "so the chance is unknown" in page
        foretell(house, people=2.0)
        page = bob.get(f"/jobs/{job}").text
        assert "minutes of work there, as foretold" in page
        assert "0 jobs are served before it" in page
    with Visitor(console(house, playbook=PLAY)) as alice:
        alice.sign_in(house, cast.alice)
        desk.claim(house, PLAY, cast.alice.id, job)
        assert "Begun in time?" not in alice.get(f"/jobs/{job}").text
