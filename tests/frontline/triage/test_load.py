"""How much work there is, by queue and by group of people: jobs in numbers, and nothing that would be about few people."""

from collections.abc import Iterator

import pytest

from cast import Cast
from frontline.console import HOST
from frontline.floor import PLAY, floor, report
from leeward.frontline.review import desk as review
from leeward.frontline.triage import desk
from leeward.frontline.triage.loads import Able, Work, loads
from leeward.frontline.triage.pages import ROUTES
from leeward.record.ledger.record import Record
from leeward.web.site import Site, build
from visitor import Visitor

MANY = [Able(skills=("labour_exploitation",), languages=("en",))] * 5
FEW = Able(skills=("labour_exploitation",), languages=("es",))


def work(language: str = "en", **more: int) -> Work:
    return Work(queue="labour", language=language, **({"open": 0, "claimed": 0, "waiting": 0, "late": 0} | more))


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """Everybody listens."""
    with floor(record) as opened:
        yield opened


def test_a_group_is_who_has_the_skill_and_speaks_the_language() -> None:
    queues, groups = loads([work(open=3, claimed=2, waiting=1, late=1)], PLAY.queues, MANY, 5)
    [labour] = [line for line in queues if line.queue == "labour"]
    assert [line.queue for line in queues] == [queue.code for queue in PLAY.queues], "an empty queue has its line"
    [group] = groups
    for line in (labour, group):
        assert (line.open, line.claimed, line.waiting, line.late, line.people) == (3, 2, 1, 1, 5)


def test_what_few_people_have_in_hand_is_not_told_and_cannot_be_worked_out() -> None:
    """Q36: neither their group's number, nor one from which it follows, stands there."""
    queues, groups = loads([work(claimed=4), work("es", claimed=1, late=2)], PLAY.queues, [*MANY, FEW], 5)
    assert [(line.language, line.claimed, line.people) for line in groups] == [("es", None, None), ("en", None, 5)]
    [labour] = [line for line in queues if line.queue == "labour"]
    assert (labour.claimed, labour.late, labour.people) == (None, 2, 6)


def test_a_lead_sees_jobs_counted_by_their_state(house: Record, cast: Cast) -> None:
    for _ in range(3):
        report(house, ago=60 * 24 * 30)
    _, job, _ = report(house, ago=1)
    review.claim(house, PLAY, cast.alice.id, job)
    with house.reading() as look:
        queues, groups = desk.load(look, PLAY)
    [labour] = [line for line in queues if line.queue == "labour"]
    assert (labour.open, labour.waiting, labour.late, labour.claimed) == (3, 0, 3, None)
    assert sum(line.open for line in groups) == 3
    site = build(ROUTES, record=house, playbook=lambda: PLAY, site=Site(base_url=HOST), openapi_config=None)
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        page = bob.get("/load").text
        assert "fewer than" in page
        assert 'href="/wellness/house"' in page
        assert 'href="/load"' in bob.get("/late").text
        assert cast.alice.name not in page
    for who in (cast.eve, cast.alice):
        with Visitor(site) as visitor:
            visitor.sign_in(house, who)
            assert visitor.get("/load").status_code == 403
