"""The API against requests that schemathesis makes up from its own description: always an answer that the description allows."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cast import hire
from frontline.intake.test_api import HOST, Caller
from leeward.frontline.intake.described import ActivityAnswer, Answer, Trouble, document
from leeward.house import House
from leeward.settings import Settings

DESCRIBED = schemathesis.openapi.from_dict(document())
ANSWERS = {"/v1/reports": Answer, "/v1/activity": ActivityAnswer}
modes = pytest.mark.parametrize("mode", [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE])


@pytest.fixture(scope="module")
def calling(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """One house for all requests: whatever is sent, it goes on."""
    import psycopg

    name = "invented_requests"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    folder: Path = tmp_path_factory.mktemp("house")
    house = House(Settings(home=folder, base_url=HOST), psycopg.conninfo.make_conninfo(server, dbname=name))
    yield Caller(house, hire(house.record))
    house.record.close()


@pytest.mark.parametrize("path", ANSWERS)
@modes
def test_whatever_is_sent_the_answer_is_one_that_is_described(calling: Caller, path: str, mode: Any) -> None:
    operation = DESCRIBED[path]["POST"]
    documented = {int(status) for status in document()["paths"][path]["post"]["responses"]}

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: schemathesis.Case) -> None:
        assume(isinstance(case.body, dict | list))
        answer = calling.post(path, json.dumps(case.body).encode(), **{"content-type": "application/json"})
        assert answer.status_code in documented, answer.text
        kind = ANSWERS[path] if answer.status_code in (200, 422) else Trouble
        msgspec.json.decode(answer.content, type=kind)

    send()


@given(body=st.binary(max_size=200), content_type=st.sampled_from(["application/json", "application/x-ndjson", "text/plain", ""]))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.parametrize("path", ANSWERS)
def test_no_bytes_make_the_house_stumble(calling: Caller, path: str, body: bytes, content_type: str) -> None:
    assert calling.post(path, body, **{"content-type": content_type}).status_code < 500
