"""Explore as people use it: asked, answered, refused, kept, drawn, taken away; each run a fact, each word in the vault."""

import io
import re
import time
import zipfile

import httpx
import pytest

from insights.explore.conftest import Bench
from leeward.record.facts.explore import AnswerTaken, QueryRun, QuerySaved
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from visitor import Visitor

ASK = "SELECT role, count(*) AS people FROM (SELECT unnest(roles) AS role FROM person_joined) GROUP BY ALL ORDER BY ALL"


def finished(visitor: Visitor, sql: str, **more: str) -> httpx.Response:
    """Run it, and wait for its page."""
    visitor.get("/explore")
    sent = visitor.post("/explore/run", {"sql": sql, **more})
    assert sent.status_code == 303, sent.text[:2000]
    for _ in range(100):
        page = visitor.get(sent.headers["location"])
        if 'id="under-way"' not in page.text:
            page.extensions["at"] = sent.headers["location"].encode()
            return page
        time.sleep(0.1)
    raise AssertionError("it never ended")


def facts(record: Record, kind: str) -> list[dict[str, object]]:
    with record.reading() as look:
        return [
            dict(row) for row in look.rows("SELECT actor, body FROM fact WHERE kind = %(kind)s ORDER BY position", {"kind": kind})
        ]


def test_an_answer_comes_and_the_run_is_a_fact_without_a_word_of_it(bench: Bench) -> None:
    ana = bench.visitor("ana")
    page = finished(ana, ASK)
    assert "reviewer" in page.text
    last = facts(bench.house.record, "query_run")[-1]
    assert last["actor"] == bench.cast.ana.id
    assert last["body"]["outcome"] == "answered"  # type: ignore[index]
    assert last["body"]["tables"] == ["person_joined"]  # type: ignore[index]
    assert "unnest" not in str(last)
    assert QueryRun.__struct_fields__
    stored = b"".join(path.read_bytes() for path in (bench.house.settings.home / "explore").rglob("*") if path.is_file())
    assert b"people" not in stored


def test_a_role_sees_neither_who_nor_the_rows_it_may_not(bench: Bench) -> None:
    hidden = finished(bench.visitor("ana"), "SELECT count(actor) AS seen FROM person_joined").text
    assert re.search(r'<td class="digits">\s*0\s*</td>', hidden)
    shown = finished(bench.visitor("bob"), "SELECT count(actor) AS seen FROM person_joined").text
    assert re.search(r'<td class="digits">\s*6\s*</td>', shown)


def test_a_refusal_says_why_and_is_written_down(bench: Bench) -> None:
    ana = bench.visitor("ana")
    ana.get("/explore")
    answer = ana.post("/explore/run", {"sql": "SELECT * FROM read_text('/etc/passwd')"})
    assert answer.status_code == 422
    assert "does not run here" in answer.text or "not read here" in answer.text
    assert facts(bench.house.record, "query_run")[-1]["body"]["outcome"] == "refused"  # type: ignore[index]


def test_a_value_is_asked_for_and_filled_in(bench: Bench) -> None:
    ana = bench.visitor("ana")
    ana.get("/explore")
    sql = "SELECT count(*) AS n FROM person_joined WHERE list_contains(roles, :role)"
    missing = ana.post("/explore/run", {"sql": sql})
    assert "We still need a value for role" in missing.text
    assert 'name="value-role"' in missing.text
    assert re.search(r'<td class="digits">\s*1\s*</td>', finished(ana, sql, **{"value-role": "analyst"}).text)


def test_an_answer_is_for_who_asked_alone(bench: Bench) -> None:
    page = finished(bench.visitor("ana"), "SELECT 1 AS one")
    at = page.extensions["at"].decode()
    bob = bench.visitor("bob")
    assert bob.get(at).status_code == 404
    assert bob.get(f"{at}/export?format=csv").status_code == 404


def test_a_long_run_is_stopped_by_who_asked(bench: Bench) -> None:
    ana = bench.visitor("ana")
    ana.get("/explore")
    at = ana.post("/explore/run", {"sql": "SELECT max(hash(a.range, b.range)) FROM range(9999999) a, range(9999999) b"}).headers[
        "location"
    ]
    assert 'id="under-way"' in ana.get(at).text
    assert ana.get("/explore").status_code == 200  # the house answers meanwhile
    ana.post(f"{at}/stop")
    for _ in range(100):
        if "Stopped after" in ana.get(at).text:
            break
        time.sleep(0.1)
    assert facts(bench.house.record, "query_run")[-1]["body"]["outcome"] == "stopped"  # type: ignore[index]


def test_a_kept_query_is_ones_own_until_it_is_shared(bench: Bench) -> None:
    ana, bob = bench.visitor("ana"), bench.visitor("bob")
    ana.get("/explore")
    assert ana.post("/explore/queries", {"name": "two words", "sql": ASK}).status_code == 422
    at = ana.post("/explore/queries", {"name": "roles", "sql": ASK}).headers["location"]
    assert "unnest(roles)" in ana.get(at).text
    assert bob.get(at).status_code == 404
    ana.post("/explore/queries", {"name": "roles", "sql": ASK, "shared": "true"})
    assert "unnest(roles)" in bob.get(at).text
    assert facts(bench.house.record, "text_read")[-1]["actor"] == bench.cast.bob.id
    assert bob.post(f"{at}/drop").status_code == 403
    assert ana.post(f"{at}/drop").status_code == 303
    assert bob.get(at).status_code == 404
    assert QuerySaved.__struct_fields__


def test_a_picture_is_one_click_away(bench: Bench) -> None:
    ana = bench.visitor("ana")
    page = finished(ana, ASK)
    at = page.extensions["at"].decode()
    assert f"{at}?shape=bars#outcome" in page.text
    drawn = ana.get(f"{at}?shape=bars").text
    assert 'class="drawing rows"' in drawn
    assert "cannot be drawn" in ana.get(f"{at}?shape=bars&x=nothing").text


def test_small_counts_do_not_leave_the_house_and_taking_is_a_fact(bench: Bench) -> None:
    ana = bench.visitor("ana")
    at = finished(ana, ASK).extensions["at"].decode()
    text = ana.get(f"{at}/export?format=csv").text
    assert "admin,<5" in text
    assert ",1\r\n" not in text
    taken = facts(bench.house.record, "answer_taken")[-1]["body"]
    assert (taken["format"], taken["hidden"] > 0) == ("csv", True)  # type: ignore[index]
    assert AnswerTaken.__struct_fields__


def test_no_file_runs_anything_in_a_spreadsheet(bench: Bench) -> None:
    ana = bench.visitor("ana")
    at = finished(ana, "SELECT '=1+1' AS a, '@x' AS \"=b\", 7 AS n").extensions["at"].decode()
    assert "'=1+1" in ana.get(f"{at}/export?format=csv").text
    with zipfile.ZipFile(io.BytesIO(ana.get(f"{at}/export?format=xlsx").content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"=1+1" in book.read("xl/sharedStrings.xml")
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(ana.get(f"{at}/export?format=parquet").content))
    assert table.to_pylist() == [{"a": "=1+1", "=b": "@x", "n": 7}]


def test_a_query_becomes_the_draft_of_a_measure(bench: Bench) -> None:
    ana = bench.visitor("ana")
    ana.get("/explore")
    draft = ana.post("/explore/measure?name=roles-now", {"sql": ASK}).text
    assert "roles_now.sql" in draft
    assert "-- denominator: ..." in draft


def test_completion_knows_the_tables_their_columns_and_the_functions(bench: Bench) -> None:
    found = bench.visitor("ana").get("/explore/words").json()
    assert "queue" in found["tables"]["jobs"]
    assert "opted_out" not in found["tables"]
    assert {"date_trunc", "count"} <= set(found["functions"])
    assert "getenv" not in found["functions"]


@pytest.mark.parametrize("path", ["/explore", "/explore/words", "/explore/runs/00000000-0000-7000-8000-000000000001"])
def test_eve_sees_nothing_of_it(bench: Bench, path: str) -> None:
    assert bench.visitor("eve").get(path).status_code == 403


def test_what_stands_is_what_the_facts_say(bench: Bench) -> None:
    _, differences = refold(bench.house.record)
    assert differences == []
