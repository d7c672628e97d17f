"""The stories of the made-up world are found by the watch alone, named as what they are, and little else rings."""

from collections.abc import Iterator, Sequence
from datetime import UTC, timedelta
from pathlib import Path
from random import Random

import pytest

from cast import hire
from frontline.intake.doors import report
from insights.rules.place import own_copy
from insights.trends.conftest import Place, midnight
from leeward.app import make_app
from leeward.drills.past import DRIFT
from leeward.drills.stories import STORIES
from leeward.drills.world import furnish
from leeward.frontline.intake.arrival import ReporterIn
from leeward.house import House
from leeward.insights.trends import desk
from leeward.lakeside import lake_folder, write_lake
from leeward.record.facts import Fact
from leeward.record.facts.trends import AlarmRaised
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.moment import now
from leeward.record.terms.trend import Cause, Move
from leeward.settings import Settings
from visitor import HOST

pytestmark = pytest.mark.long
STORY = {story.name: story for story in STORIES}
REPORTS = 10_000
"""As many as ``leeward demo`` makes."""


@pytest.fixture
def world(database: str, tmp_path: Path) -> Iterator[House]:
    house = House(Settings(home=tmp_path), database)
    rest = furnish(house, count=REPORTS, say=lambda _: None).rest
    assert rest is not None
    rest()
    while seal_pending(house.record):
        pass
    write_lake(house)
    yield house
    house.record.close()


def within(facts: Sequence[Fact], name: str) -> list[AlarmRaised]:
    """The alarms of reports that rang while a story was told."""
    story, until = STORY[name], now()
    begin = until - timedelta(days=story.ago + 1)
    end = begin + timedelta(days=story.length + 2)
    raised = [fact for fact in facts if isinstance(fact, AlarmRaised)]
    return [
        each for each in raised if each.series.stream == "reports" and begin <= each.day + timedelta(days=1) and each.day <= end
    ]


@pytest.mark.timeout(300)
def test_the_planted_stories_are_found_unaided(world: House) -> None:
    """Q48: wave, burst, brigade and the drift of a cohort, each dated and with what is behind it."""
    facts, found = desk.foresee(world.record, lake_folder(world), now())
    wave = [each for each in within(facts, "wave") if each.series.value in STORY["wave"].harms]
    assert {each.cause for each in wave} == {Cause.TREND}
    burst = [each for each in within(facts, "burst") if (each.dimension, each.value) == ("language", "es")]
    assert burst
    assert all(each.cause is Cause.CONCENTRATION for each in burst)
    [brigade] = within(facts, "brigade")
    assert (brigade.cause, brigade.dimension) == (Cause.CONCENTRATION, "about")
    assert brigade.share is not None
    assert brigade.share > 0.6
    [newcomers] = [check for check in brigade.checks if check.dimension == "reporter" and check.value == "first_time"]
    assert newcomers.odd, "those who report never did before"
    raised = [fact for fact in facts if isinstance(fact, AlarmRaised)]
    [drift] = [each for each in raised if each.series.dimension == "cohort"]
    assert (drift.series.value, drift.move) == ("fifth_5", Move.SHIFT)
    assert abs(drift.since - (now() - DRIFT).astimezone(UTC)) < timedelta(days=5)
    assert found.raised <= 16, "ninety days of a busy world"


def test_a_rule_gone_wrong_is_named_as_a_rule_that_changed(database: str, tmp_path: Path) -> None:
    folder = own_copy(tmp_path / "playbook")
    house = House(Settings(home=tmp_path, base_url=HOST, playbook=folder), database)
    place, random = Place(house, hire(house.record), make_app(house)), Random(5)
    said = []
    for day in range(70, 0, -1):
        for _ in range(random.randint(8, 12)):
            at = midnight() - timedelta(days=day) + timedelta(hours=random.randint(1, 22))
            harm = "labour_exploitation.fees" if random.random() < 0.15 else "smuggling.offer"
            reporter = ReporterIn(id=f"U-{random.randint(1, 60)}")
            said.append(report(len(said) + 1, received=at, harm=harm, reporter=reporter))
    changed = [each for each in said if each.received and each.received >= midnight() - timedelta(days=2)]
    place.take([each for each in said if each not in changed])
    file = folder / "rules/labour_exploitation/fees.toml"
    text = file.read_text()
    wider = text.replace(
        "harm = 'labour_exploitation.fees'", "(harm = 'labour_exploitation.fees' OR harm = 'smuggling.offer')"
    )  # fmt: skip
    assert wider != text
    file.write_text(wider)
    assert house.reload()
    place.take(changed)
    facts, _ = desk.foresee(place.record, place.lake, now())
    raised = [fact for fact in facts if isinstance(fact, AlarmRaised)]
    [rule] = [each for each in raised if (each.series.stream, each.series.dimension) == ("matches", "rule")]
    house.record.close()
    assert (rule.series.value, rule.move) == ("labour_exploitation/fees", Move.RISE)
    assert (rule.cause, rule.dimension) == (Cause.RULE, "rule_version")
    assert rule.value == house.playbook().rules["labour_exploitation/fees"].version  # type: ignore[index]
