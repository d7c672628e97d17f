"""One house for all tests of the desk and the pages: ten weeks of reports, and a rise in their last days from one subject."""

import itertools
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import psycopg
import pytest
from litestar import Litestar

from cast import Cast, hire
from frontline.intake.doors import DOOR, report
from leeward.app import make_app
from leeward.frontline.intake import desk as intake
from leeward.frontline.intake.arrival import ReporterIn, ReportIn, SubjectIn
from leeward.house import House
from leeward.insights.trends import desk
from leeward.insights.trends.desk.watching import Found
from leeward.lakeside import lake_folder, write_lake
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.record.terms.subject import SubjectKind
from leeward.settings import Settings
from visitor import HOST

DAYS, USUAL, BURST = 70, 4, 24
_numbers = itertools.count(1)


class Place(NamedTuple):
    """An open house and who works in it."""

    house: House
    cast: Cast
    site: Litestar

    @property
    def record(self) -> Record:
        """Its record."""
        return self.house.record

    @property
    def lake(self) -> Path:
        """Its lake."""
        return lake_folder(self.house)

    def take(self, said: list[ReportIn]) -> None:
        """Reports come in, and reach the lake."""
        intake.receive(self.record, self.house.playbook(), said, door=DOOR, actor=AT_THE_DOOR)
        while seal_pending(self.record):
            pass
        write_lake(self.house)

    def watch(self, at: Moment | None = None) -> Found:
        """Look at everything."""
        return desk.watch(self.record, self.lake, at or now())


def midnight() -> datetime:
    """When today began."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def usual(random: Random) -> list[ReportIn]:
    """Some reports each day, by reporters who come again, none of today."""
    said, today = [], midnight()
    for day in range(DAYS, 0, -1):
        for _ in range(random.randint(USUAL - 2, USUAL + 2)):
            at = today - timedelta(days=day) + timedelta(hours=random.randint(1, 22))
            number = len(said) + 1
            reporter = ReporterIn(id=f"U-{random.randint(1, 30)}")
            said.append(
                report(
                    number, received=at, reporter=reporter, harm=random.choice(["labour_exploitation.fees", "smuggling.offer"])
                )
            )
    return said


def burst(first: int, day: int = 2) -> list[ReportIn]:
    """Many on one subject, by reporters nobody knows."""
    at = midnight() - timedelta(days=day) + timedelta(hours=9)
    subject = SubjectIn(kind=SubjectKind.LISTING, id="L-one", platform="jobs", content="Keepers wanted.")
    return [
        report(first + n, received=at + timedelta(minutes=n), subject=subject, reporter=ReporterIn(id=f"new-{n}"))
        for n in range(BURST)
    ]


@pytest.fixture(scope="module")
def place(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The house."""
    name = f"trends_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    house = House(
        Settings(home=tmp_path_factory.mktemp("home"), base_url=HOST), psycopg.conninfo.make_conninfo(server, dbname=name)
    )
    opened = Place(house, hire(house.record), make_app(house))
    said = usual(Random(3))
    opened.take([*said, *burst(len(said) + 1)])
    yield opened
    house.record.close()
