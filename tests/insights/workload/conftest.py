"""One house with a past for all tests of the room that only look or forecast."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from cast import hire
from insights.workload.team import Team, live, write
from leeward.app import make_app
from leeward.house import House
from leeward.insights.workload import desk
from leeward.lakeside import lake_folder
from leeward.record.facts.people import PersonJoined
from leeward.record.terms.ids import PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR, Role
from leeward.record.terms.severity import Severity
from leeward.settings import Settings
from visitor import HOST


@pytest.fixture(scope="package")
def team(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Eight reviewers and two leads, seven weeks of work, and a forecast."""
    name = f"workload_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    home: Path = tmp_path_factory.mktemp("workload")
    house = House(Settings(home=home, base_url=HOST), psycopg.conninfo.make_conninfo(server, dbname=name))
    people = tuple(PersonId(new_id()) for _ in range(10))
    with house.record.writing() as tx:
        tx.append([_joined(who, lead=place < 2) for place, who in enumerate(people)])
    live(house.record, people)
    write(house)
    desk.forecast(house.record, house.playbook(), lake_folder(house), now())
    yield Team(house, hire(house.record), make_app(house), people)
    house.record.close()


def _joined(who: PersonId, *, lead: bool) -> PersonJoined:
    roles = (Role.LEAD, Role.REVIEWER) if lead else (Role.REVIEWER,)
    return PersonJoined(
        subject=who, actor=DOOR, occurred=now(), roles=roles, skills=(), languages=(), severity_limit=Severity.IMMINENT
    )
