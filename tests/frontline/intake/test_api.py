"""The API: one, an array, NDJSON, Arrow; what cannot be taken is said row by row; media is turned away with a typed error."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pyarrow
import pytest
from litestar.testing import TestClient

from cast import Cast, hire
from frontline.intake.doors import DOOR, event, report
from leeward.administration.people import desk as people
from leeward.app import make_app
from leeward.frontline.intake import desk as intake
from leeward.frontline.review.described import GiveIn
from leeward.frontline.review.reasons import ASSIGN
from leeward.house import House
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.settings import Settings

HOST = "http://testserver.local"
JSON = {"content-type": "application/json"}


class Caller:
    """A program with a key."""

    def __init__(self, house: House, cast: Cast) -> None:
        self.house = house
        self.client = TestClient(make_app(house), base_url=HOST, raise_server_exceptions=False)
        rights = ("report.create", "activity.create")
        _, self.secret = people.issue_key(
            house.record, cast.ada.id, cast.ada.id, name="tests", permissions=rights, may=frozenset(rights), days=None
        )

    def post(self, path: str, body: bytes, **headers: str) -> httpx.Response:
        """POST with the key."""
        return self.client.post(path, content=body, headers={"authorization": f"Bearer {self.secret}", **headers})


@pytest.fixture
def caller(database: str, tmp_path: Path) -> Iterator[Caller]:
    house = House(Settings(home=tmp_path, base_url=HOST), database)
    yield Caller(house, hire(house.record))
    house.record.close()


def encoded(*rows: Any) -> bytes:
    return msgspec.json.encode(rows[0] if len(rows) == 1 else rows)


def test_one_report_is_taken(caller: Caller) -> None:
    answer = caller.post("/v1/reports", encoded(report()), **JSON)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["received"], answer.json()["receipts"][0]["status"]) == (1, "received")


def test_a_batch_is_taken_and_its_duplicates_are_told(caller: Caller) -> None:
    answer = caller.post("/v1/reports", encoded(report(1), report(2), report(1)), **JSON).json()
    assert (answer["received"], answer["duplicates"], answer["refused"]) == (2, 1, 0)


def test_ndjson_is_taken_and_a_broken_line_is_named_in_its_place(caller: Caller) -> None:
    body = b"\n".join([encoded(report(1)), b'{"subject": {', encoded(report(2)), b'{"harm": "x"}'])
    answer = caller.post("/v1/reports", body, **{"content-type": "application/x-ndjson"})
    receipts = answer.json()["receipts"]
    assert [receipt["status"] for receipt in receipts] == ["received", "refused", "received", "refused"]
    assert receipts[3]["problem"]["reason"] == "unreadable"
    assert "subject" in receipts[3]["problem"]["message"]


def test_where_none_is_fit_the_status_says_so(caller: Caller) -> None:
    answer = caller.post("/v1/reports", encoded(report(harm="no_such_harm")), **JSON)
    assert answer.status_code == 422
    assert answer.json()["receipts"][0]["problem"]["field"] == "harm"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"\x89PNG\r\n\x1a\n0000", "application/json", 415),
        (b"whatever", "image/png", 415),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
        (b"", "application/json", 400),
        (b"{not json", "application/json", 400),
        (b"[]", "application/json", 400),
    ],
)
def test_what_is_no_report_at_all_is_refused_as_a_whole(caller: Caller, body: bytes, content_type: str, status: int) -> None:
    answer = caller.post("/v1/reports", body, **{"content-type": content_type})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["title"]
    with caller.house.record.reading() as look:
        refused = look.value("SELECT count(*) FROM fact WHERE kind = 'report_refused'")
    assert refused == (1 if status == 415 else 0)


def test_more_than_a_batch_is_refused_before_anything_is_taken(caller: Caller) -> None:
    answer = caller.post("/v1/reports", encoded(*(report(n) for n in range(501))), **JSON)
    assert answer.status_code == 400
    assert "500" in answer.text


def test_activity_as_json_and_as_an_arrow_stream_is_the_same(caller: Caller) -> None:
    answer = caller.post("/v1/activity", encoded(event(1), event(2)), **JSON)
    assert (answer.status_code, answer.json()["taken"]) == (200, 2), answer.text
    rows = [{"id": each.id, "occurred": each.occurred, **each.fields} for each in (event(2), event(3))]
    table = pyarrow.Table.from_pylist(rows)
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    arrow = {"content-type": "application/vnd.apache.arrow.stream"}
    answer = caller.post("/v1/activity?kind=listing_posted&platform=jobs", sink.getvalue().to_pybytes(), **arrow)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["taken"], answer.json()["duplicates"]) == (1, 1)


def test_a_binary_column_is_refused(caller: Caller) -> None:
    table = pyarrow.table({"id": ["1"], "occurred": [event().occurred], "title": [b"\x89PNG"]})
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    arrow = {"content-type": "application/vnd.apache.arrow.stream"}
    answer = caller.post("/v1/activity?kind=listing_posted", sink.getvalue().to_pybytes(), **arrow)
    assert answer.status_code == 415


def test_without_a_key_nobody_comes_in(caller: Caller) -> None:
    caller.secret = "lw_wrong"
    assert caller.post("/v1/reports", encoded(report()), **JSON).status_code == 401


def test_the_description_is_valid_openapi_and_its_examples_are_taken(caller: Caller) -> None:
    described = caller.client.get("/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    for path in ("/v1/reports", "/v1/activity"):
        examples = described["paths"][path]["post"]["requestBody"]["content"]["application/json"]["examples"]
        for example in examples.values():
            answer = caller.post(path, msgspec.json.encode(example["value"]), **JSON)
            assert answer.status_code == 200, answer.text
    assert described["components"]["schemas"]["ReportIn"]["additionalProperties"] is False


def test_the_description_tells_how_a_job_is_given_to_somebody(caller: Caller) -> None:
    told = caller.client.get("/v1/openapi.json").json()
    give = told["paths"]["/v1/jobs/{job}/assign"]["post"]
    content = give["requestBody"]["content"]["application/json"]
    assert content["schema"] == {"$ref": "#/components/schemas/GiveIn"}
    assert give["responses"]["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Given"}
    assert set(told["components"]["schemas"]["Given"]["required"]) == {"job", "to", "until"}
    [example] = content["examples"].values()
    msgspec.json.decode(msgspec.json.encode(example["value"]), type=GiveIn)
    assert example["value"]["reason"] in ASSIGN


def test_a_notice_is_told_what_it_lacks_and_is_completed(caller: Caller) -> None:
    """Q03, by the API."""
    lacks = report(harm="intimate_images.shared", source="notice", capacity="subject", elements=("location", "contact"))
    [receipt] = caller.post("/v1/reports", encoded(lacks), **JSON).json()["receipts"]
    assert receipt["validity"] == [
        {"instrument": "us-tida", "valid": False, "missing": ["signature", "explanation", "good_faith"]}
    ]
    path = f"/v1/reports/{receipt['report']}/elements"
    half = caller.post(path, encoded({"elements": ["signature"]}), **JSON).json()
    assert half["validity"] == [{"instrument": "us-tida", "valid": False, "missing": ["explanation", "good_faith"]}]
    whole = caller.post(path, encoded({"elements": ["explanation", "good_faith"], "text": "It is the pier."}), **JSON).json()
    assert whole["validity"] == [{"instrument": "us-tida", "valid": True, "missing": []}]


@pytest.mark.parametrize(
    ("sent", "status", "reason"),
    [
        ({"elements": ["signatur"]}, 422, "unknown_element"),
        ({"text": "data:image/png;base64,iVBORw0KGgo="}, 422, "data_url"),
        ({"elements": "signature"}, 400, None),
    ],
)
def test_what_cannot_be_added_is_refused_by_name(caller: Caller, sent: object, status: int, reason: str | None) -> None:
    [receipt] = caller.post("/v1/reports", encoded(report()), **JSON).json()["receipts"]
    answer = caller.post(f"/v1/reports/{receipt['report']}/elements", encoded(sent), **JSON)
    assert answer.status_code == status
    assert answer.json().get("problem", {}).get("reason") == reason


def test_nothing_is_added_to_what_is_not_there(caller: Caller) -> None:
    answer = caller.post("/v1/reports/01890000-0000-7000-8000-000000000000/elements", encoded({"elements": []}), **JSON)
    assert answer.status_code == 404


def test_a_key_that_only_gives_notice_adds_to_its_own_reports_only(caller: Caller) -> None:
    [own] = caller.post("/v1/reports", encoded(report(1)), **JSON).json()["receipts"]
    [other] = intake.receive(caller.house.record, caller.house.playbook(), [report(2)], door=DOOR, actor=AT_THE_DOOR)
    for number, status in ((own["report"], 200), (other.report, 404)):
        answer = caller.post(f"/v1/reports/{number}/elements", encoded({"text": "One word more."}), **JSON)
        assert answer.status_code == status
