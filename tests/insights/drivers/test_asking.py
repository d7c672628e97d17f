"""Asking the lake why a number moved: five weeks of reports in which one reporter sends many in Spanish in the last."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import product
from typing import NamedTuple

import psycopg
import pytest
from litestar import Litestar
from playwright.sync_api import expect

from browsing import LOOKS, chromium, free_port, grave_faults, served, sideways, signed_in
from cast import Cast, hire
from leeward.app import make_app
from leeward.cli import main
from leeward.house import House
from leeward.insights.drivers import desk
from leeward.insights.drivers.links import href_of
from leeward.insights.drivers.question import Question
from leeward.insights.drivers.refusals import NoSuchPart, NoSuchSeries, NotAPeriod, NothingBefore
from leeward.insights.drivers.series import SERIES
from leeward.lakeside import lake_folder, write_lake
from leeward.record.facts.intake import ReportReceived
from leeward.record.ledger.record import open_record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.code import Digest, HarmCode, LanguageCode, PlaceCode, SourceCode
from leeward.record.terms.ids import ReporterId, SubjectId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR
from leeward.record.terms.report import Capacity, Source
from leeward.settings import Settings
from visitor import HOST, Visitor

HARMS = ("sextortion.threat", "labour_exploitation.fees", "smuggling.transport")
LANGUAGES, MARKETS, WEEKS = ("en", "es", "fr"), ("DE", "ES", "US"), 5
LAST = (now() - timedelta(days=1)).date()
BUSY = ReporterId(new_id())


class World(NamedTuple):
    """The house, its people and its site."""

    house: House
    cast: Cast
    site: Litestar

    def ask(self, series: str = "reports", **more: object) -> desk.Answer:
        asked = Question(series=series, **({"last": LAST} | more))  # type: ignore[arg-type]
        return desk.explain(self.house.record, lake_folder(self.house), asked)


def planted() -> Iterator[ReportReceived]:
    """Four a week of each harm, language and market, each by somebody else; in the last week sixty more by one in Spanish."""
    end = datetime.combine(LAST + timedelta(days=1), time(), UTC)
    for week, harm, language, market, n in product(range(WEEKS), HARMS, LANGUAGES, MARKETS, range(4)):
        yield told(end - timedelta(days=7 * (WEEKS - week)) + timedelta(hours=5 + 24 * n), harm, language, market)
    for n in range(60):
        yield told(end - timedelta(hours=3 + n), "sextortion.threat", "es", MARKETS[n % 3], BUSY)


def told(at: datetime, harm: str, language: str, market: str, reporter: ReporterId | None = None) -> ReportReceived:
    number = new_id()
    return ReportReceived(
        subject=number, actor=DOOR, occurred=at, about=SubjectId(new_id()), reporter=reporter or ReporterId(new_id()),
        source=Source.USER_REPORT, capacity=Capacity.THIRD_PARTY, door=SourceCode("tests"), harm=HarmCode(harm),
        language=LanguageCode(language), jurisdictions=(PlaceCode(market),), idempotency=Digest(number.hex * 2),
    )  # fmt: skip


@pytest.fixture(scope="module")
def world(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    name, home = f"moved_{new_id().hex[-12:]}", tmp_path_factory.mktemp("moved")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    house = House(Settings(home=home, base_url=HOST), psycopg.conninfo.make_conninfo(server, dbname=name))
    quiet = open_record(house.record.url, keys=house.record.keys)  # nobody listens: these weeks have passed
    with quiet.writing() as tx:
        tx.append(list(planted()))
    quiet.close()
    cast = hire(house.record)
    seal_pending(house.record)
    write_lake(house)
    yield World(house, cast, make_app(house))
    house.record.close()


def test_what_one_reporter_sent_is_found_and_said_in_a_sentence(world: World) -> None:
    answer = world.ask()
    assert (answer.whole.before, answer.whole.after, answer.whole.amount) == (108, 168, 60)
    (driver,) = answer.drivers
    assert dict(driver.where)["reporter"] == str(BUSY)
    assert (driver.before, driver.after, driver.share) == (0, 60, 1)
    assert driver.low <= 60 <= driver.high
    assert answer.sentences[0].startswith("Reports received rose by 60 [")
    assert "100 % of the rise of 60 reports is reports" in answer.sentences[1]
    assert f"from one reporter ({str(BUSY)[-8:]})" in answer.sentences[1]
    assert answer.rest.amount == 0


def test_without_the_reporter_the_language_and_the_harm_tell(world: World) -> None:
    answer = world.ask(by=("harm", "language", "market"))
    assert [dict(each.where) for each in answer.drivers] == [{"harm": "sextortion.threat", "language": "es"}]
    assert "sextortion: threat in Spanish" in answer.drivers[0].words
    assert answer.drivers[0].before == 12


def test_it_is_said_whether_it_is_one(world: World) -> None:
    found = {each.dimension: each for each in world.ask().concentration}
    assert found["reporter"].one
    assert (found["reporter"].value, found["reporter"].usual) == (str(BUSY), 0)
    assert found["language"].value == "es"
    assert not found["market"].one, "a third of the rise is in each market, as is usual"


def test_a_part_is_asked_about_alone(world: World) -> None:
    quiet = world.ask(where=(("language", "fr"),))
    assert (quiet.whole.before, quiet.whole.after) == (36, 36)
    assert not quiet.drivers
    assert not quiet.against
    assert "within what it does anyway" in quiet.sentences[0]


def test_periods_before_anything_is_known_are_left_out_and_said(world: World) -> None:
    answer = world.ask(earlier=9)
    assert (answer.question.earlier, answer.left_out) == (4, 5)
    with pytest.raises(NothingBefore, match="or later"):
        world.ask(last=LAST - timedelta(days=28))
    with pytest.raises(NothingBefore, match="no decisions yet"):
        world.ask("decisions")


def test_what_cannot_be_asked_is_refused_with_a_remedy(world: World) -> None:
    with pytest.raises(NoSuchSeries, match='did you mean "reports"'):
        world.ask("reprots")
    with pytest.raises(NoSuchPart, match='did you mean "language"'):
        world.ask(by=("langage",))
    with pytest.raises(NoSuchPart, match="Nothing is left"):
        world.ask(where=(("language", "es"),), by=("language",))
    with pytest.raises(NotAPeriod, match="1 to 366 days"):
        world.ask(days=0)
    hostile = world.ask(where=(("language", "es' OR 1=1 --"),))
    assert hostile.cells == 0, "a value is a value, never SQL"


@pytest.mark.parametrize("code", SERIES)
def test_every_series_can_be_asked_of_a_made_up_world(made_up: House, code: str) -> None:
    """Each one's expressions fit the lake's tables; contributions add up to the move."""
    asked = Question(series=code, last=(now() - timedelta(days=1)).date(), days=14, earlier=3)
    try:
        answer = desk.explain(made_up.record, lake_folder(made_up), asked)
    except NothingBefore:
        assert code in ("appeals", "overturned"), "only appeals all came of late in that world"
        return
    parts = [each.amount for each in (*answer.drivers, *answer.against, answer.rest)]
    assert sum(parts) == pytest.approx(answer.whole.amount, abs=1e-9)
    assert answer.sentences


def test_the_page_says_why_and_links_to_what_is_behind(world: World) -> None:
    with Visitor(world.site) as ana:
        ana.sign_in(world.house.record, world.cast.ana)
        page = ana.get("/drivers").text
        assert "100 % of the rise of 60 reports" in page
        assert f'href="/reporters/{BUSY}"' in page
        assert "Is it one?" in page
        exported = ana.get("/drivers?format=csv&by=harm&by=language")
        assert "harm=sextortion.threat & language=es,12.0,72.0,60.0" in exported.text
        empty = ana.get("/drivers?series=decisions")
        assert empty.status_code == 200
        assert "The lake holds no decisions yet." in empty.text
        wrong = ana.get("/drivers?last=tomorrow")
        assert wrong.status_code == 422
        assert "a date such as 2026-05-19" in wrong.text
        told = json.loads(ana.get("/v1/drivers?by=harm&by=language").text)
        assert told["drivers"][0]["amount"] == 60


def test_eve_is_not_told_why_anything_moved(world: World) -> None:
    with Visitor(world.site) as eve:
        eve.sign_in(world.house.record, world.cast.eve)
        assert eve.get("/drivers").status_code == 403
        assert eve.get("/v1/drivers").status_code == 403


def test_a_slice_leads_to_its_list_only_for_whoever_may_see_it() -> None:
    rights = frozenset({"queue.view", "reporter.view"})
    assert href_of({"queue": "recruitment", "language": "es"}, rights) == "/queues/recruitment?language=es"
    assert href_of({"reporter": str(BUSY)}, rights) == f"/reporters/{BUSY}"
    assert href_of({"reporter": "others"}, rights) == ""
    assert href_of({"queue": "recruitment"}, frozenset()) == ""
    assert href_of({"harm": "recruitment"}, rights) == ""


def test_the_command_line_says_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEEWARD_HOME", str(world.house.settings.home))
    monkeypatch.setenv("LEEWARD_DATABASE_URL", world.house.record.url)

    def run(*arguments: str, code: int = 0) -> str:
        monkeypatch.setattr(sys, "argv", ["leeward", "driver", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert (ended.value.code or 0) == code
        out, err = capsys.readouterr()
        return out + err

    assert "100 % of the rise of 60 reports" in run("explain", "reports")
    found = json.loads(run("explain", "reports", "--by", "harm,language", "--json").splitlines()[-1])
    assert found["drivers"][0]["where"] == [["harm", "sextortion.threat"], ["language", "es"]]
    assert "DIMENSION=VALUE" in run("explain", "reports", "--where", "language", code=2)
    assert "did you mean" in run("explain", "report", code=1)
    assert set(SERIES) <= {each["code"] for each in json.loads(run("series", "--json"))["series"]}


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS)
def test_the_page_fits_and_can_be_used_by_everybody(world: World, look: str) -> None:
    with served(world.site, free_port()) as url, chromium() as browser:
        page = signed_in(browser, world.house.record, world.cast.ana.id, url, **LOOKS[look]).new_page()
        page.goto(f"{url}/drivers?by=harm&by=language")
        expect(page.get_by_role("heading", name="Why did it move?")).to_be_visible()
        assert grave_faults(page) == []
        assert sideways(page) == 0
        page.get_by_role("link", name="Look inside").first.click()
        expect(page.get_by_role("link", name="Language: Spanish")).to_be_visible()
