"""Campaigns are found in the lake, grow, are written down once, and show no more than whoever looks may see."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import psycopg
import pytest
from click.testing import CliRunner
from litestar import Litestar

from cast import Cast, hire
from frontline.intake.doors import DOOR, report
from leeward.app import make_app
from leeward.cli.pattern import pattern
from leeward.drills.arrivals import reports
from leeward.drills.stories import STORIES
from leeward.frontline.intake import desk as intake
from leeward.frontline.intake.arrival import ReportIn, SubjectIn
from leeward.frontline.intake.identity import subject_of
from leeward.house import House
from leeward.insights.patterns import desk
from leeward.insights.patterns.views import Campaign
from leeward.lakeside import lake_folder, write_lake
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.standing.refold import refold
from leeward.record.terms.code import SourceCode
from leeward.record.terms.ids import new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.record.terms.subject import HashKind, MediaHash, MediaReference, SubjectKind
from leeward.record.terms.tie import Tie
from leeward.settings import Settings
from visitor import HOST, Visitor

SHOWS = "Rowers wanted for the summer boats, tea and biscuits are provided. Ask at pier {n}."


class Place(NamedTuple):
    """An open house."""

    house: House
    cast: Cast
    site: Litestar

    @property
    def record(self) -> Record:
        """Its record."""
        return self.house.record

    def take(self, said: list[ReportIn]) -> None:
        """Reports come in, and reach the lake."""
        for start in range(0, len(said), 500):
            some = said[start : start + 500]
            intake.receive(self.record, self.house.playbook(), some, door=DOOR, actor=AT_THE_DOOR)
        while seal_pending(self.record):
            pass
        write_lake(self.house)

    def find(self) -> desk.Found:
        """Look."""
        return desk.find(self.record, lake_folder(self.house), now())

    def campaigns(self, shape: str = "all") -> list[Campaign]:
        """What is known."""
        with self.record.reading() as look:
            return desk.campaigns(look, {"shape": shape})


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Place]:
    house = House(Settings(home=tmp_path, base_url=HOST), database)
    yield Place(house, hire(house.record), make_app(house))
    house.record.close()


def copies(first: int, count: int, **more: object) -> list[ReportIn]:
    """Near copies, one report each, an hour apart."""
    begin = now() - timedelta(days=3)
    return [
        report(
            n, received=begin + timedelta(hours=n - first), subject=SubjectIn(
                kind=SubjectKind.LISTING, id=f"L-{n}", platform="jobs", content=SHOWS.format(n=n), **more,
            ),
        )
        for n in range(first, first + count)
    ]  # fmt: skip


def test_a_campaign_is_found_once_grows_and_folds_again(place: Place) -> None:
    place.take(copies(1, 8))
    assert place.find() == desk.Found(found=1, grew=0, reports=8)
    assert place.find() == desk.Found(), "looking twice writes nothing twice"
    place.take(copies(9, 3))
    assert place.find() == desk.Found(found=0, grew=1, reports=3)
    [campaign] = place.campaigns()
    assert (campaign.subjects, campaign.reports, campaign.languages, campaign.platforms) == (11, 11, 1, 1)
    assert campaign.wave
    assert refold(place.record)[1] == []


def test_the_same_media_are_a_campaign_of_their_own(place: Place) -> None:
    media = (MediaReference(hash=HashKind.PDQ, digest=MediaHash("ab" * 32), held_by=SourceCode("jobs")),)
    place.take(copies(1, 6, media=media))
    place.find()
    assert {each.tie: each.subjects for each in place.campaigns()} == {Tie.WORDS: 6, Tie.HASH: 6}


def test_pages_show_a_campaign_and_nobody_else_gets_in(place: Place) -> None:
    with Visitor(place.site) as ana:
        ana.sign_in(place.record, place.cast.ana)
        assert "No campaign is known." in ana.get("/patterns/campaigns").text
        place.take(copies(1, 8))
        place.find()
        [campaign] = place.campaigns()
        listed = ana.get("/patterns/campaigns").text
        assert f"/patterns/campaigns/{campaign.id}" in listed
        page = ana.get(f"/patterns/campaigns/{campaign.id}").text
        assert "8 subjects, 8 reports by 8 reporters" in page
        assert "not yet" in page
        assert ana.get("/patterns/campaigns?format=csv").text.startswith("id,tie,subjects")
        assert ana.get(f"/patterns/campaigns/{new_id()}").status_code == 404
    with Visitor(place.site) as eve:
        eve.sign_in(place.record, place.cast.eve)
        for address in ("/patterns/campaigns", f"/patterns/campaigns/{campaign.id}"):
            assert eve.get(address).status_code in (403, 404)


def test_what_may_concern_a_minor_is_listed_for_those_who_are_trained(place: Place) -> None:
    place.take(copies(1, 8))
    place.find()
    [campaign] = place.campaigns()
    with psycopg.connect(place.record.url) as connection:
        connection.execute("UPDATE job SET escalation = 'minor_gate' WHERE id = (SELECT min(id::text)::uuid FROM job)")
    with place.record.reading() as look:
        whole = desk.campaign_view(look, place.house.playbook(), place.cast.ana.id, campaign.id)
    assert (len(whole.subjects), whole.hidden) == (7, 1)


def test_the_wave_of_the_made_up_world_is_found_unaided_as_one_campaign(place: Place) -> None:
    said = reports(Random(7), place.house.playbook(), 1_200, now())
    place.take(said)
    place.find()
    wave = next(story for story in STORIES if story.name == "wave")
    assert wave.shows
    begins = wave.shows.partition("{")[0]
    planted = {
        subject_of(place.record.digest, each.subject.kind.value, each.subject.platform, each.subject.id)[0]
        for each in said if (each.subject.content or "").startswith(begins)
    }  # fmt: skip
    assert len(planted) > 30
    waves = []
    for campaign in place.campaigns("wave"):
        with place.record.reading() as look:
            rows = look.rows("SELECT r.about FROM campaign_report m JOIN report r ON r.id = m.report WHERE m.campaign = %(id)s",
                {"id": campaign.id})  # fmt: skip
        waves.append({row["about"] for row in rows})
    assert planted in waves, "all of it, and nothing else"
    assert sum(bool(planted & each) for each in waves) == 1


def test_commands_find_and_name_campaigns(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.take(copies(1, 8))
    monkeypatch.setenv("LEEWARD_HOME", str(place.house.settings.home))
    monkeypatch.setenv("LEEWARD_DATABASE_URL", place.record.url)
    run = CliRunner()
    ana = ["--as", place.cast.ana.login, "--json"]
    found = json.loads(run.invoke(pattern, ["find", *ana], catch_exceptions=False).output.strip().splitlines()[-1])
    assert found == {"found": 1, "grew": 0, "reports": 8}
    named = json.loads(run.invoke(pattern, ["campaigns", *ana], catch_exceptions=False).output.strip().splitlines()[-1])
    assert [each["subjects"] for each in named["campaigns"]] == [8]
    refused = run.invoke(pattern, ["campaigns", "--as", place.cast.eve.login])
    assert refused.exit_code
