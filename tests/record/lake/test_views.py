"""The tables that measures read: whatever the operational database knows by folding, they say too, out of the lake alone."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import duckdb
import pytest

from leeward.house import House
from leeward.lakeside import lake_folder
from leeward.record.facts import KINDS, PRIVATE
from leeward.record.lake import views
from leeward.record.lake.reading import Lake, LakeRefused, open_lake
from leeward.record.ledger.record import Record

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def lake(made_up: House) -> Iterator[Lake]:
    with open_lake(made_up.record, lake_folder(made_up)) as opened:
        yield opened


def asked(lake: Lake, sql: str, **when: Any) -> Rows:
    with lake.tables(sql, **when) as connection:
        return list(connection.sql(sql).to_arrow_table().to_pylist())


def known(record: Record, sql: str) -> Rows:
    with record.reading() as look:
        return [dict(row) for row in look.rows(sql)]


@pytest.mark.parametrize("name", sorted(views.derived()))
def test_a_derived_table_documents_its_columns_and_no_others(lake: Lake, name: str) -> None:
    found = asked(lake, f"SELECT * FROM (DESCRIBE {name})")
    known = views.derived()[name]
    types = {row["column_name"]: row["column_type"].replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ") for row in found}
    assert list(types.items()) == [(column, each.type) for column, each in known.columns.items()]
    assert all(said.endswith(".") for said in (known.sentence, *(each.sentence for each in known.columns.values())))


def test_the_view_of_a_kind_has_its_fields_even_where_it_never_happened(lake: Lake) -> None:
    for name in ("job_opened", "suspension_contested"):
        found = asked(lake, f"SELECT * FROM (DESCRIBE {name})")
        assert {row["column_name"]: row["column_type"] for row in found}.keys() == views.columns_of(name).keys()
        assert [row["column_name"] for row in found][2:5] == ["subject", "actor", "occurred"]


def test_no_view_tells_how_somebody_is_doing() -> None:
    assert not PRIVATE & views.names()
    assert views.names() >= set(KINDS) - PRIVATE


def test_severities_are_words_too(lake: Lake) -> None:
    for table in ("job_decided", "jobs", "decisions"):
        found = asked(lake, f"SELECT DISTINCT severity, severity_name FROM {table}")
        words = {row["severity"]: row["severity_name"] for row in found}
        assert words.items() <= {0: "minor", 1: "low", 2: "serious", 3: "severe", 4: "imminent"}.items()
        assert len(words) > 1


def test_jobs_are_as_they_stand(lake: Lake, made_up: House) -> None:
    columns = "about, state, queue, harm, severity, received, start_by, legal_due, reports, opened, decision, verdict"
    stand = known(made_up.record, f"SELECT id AS job, {columns} FROM job ORDER BY id")
    found = asked(lake, f"SELECT job, {columns} FROM jobs ORDER BY job")
    assert len(found) > 500
    assert {row["state"] for row in found} >= {"open", "decided"}
    plain = [{name: _plain(value) for name, value in row.items()} for row in stand]
    assert found == plain


def test_a_job_is_decided_when_it_first_was(lake: Lake) -> None:
    found = asked(
        lake,
        """SELECT j.decided, min(d.decided) AS first, count(d.decision) AS n, any_value(j.decisions) AS decisions
        FROM jobs j LEFT JOIN decisions d ON d.job = j.job AND d.undone IS NULL GROUP BY j.job, j.decided""",
    )
    assert all(row["decided"] == row["first"] and row["n"] == row["decisions"] for row in found)


def test_decisions_are_as_they_stand(lake: Lake, made_up: House) -> None:
    columns = "job, verdict, clause, severity, queue, language, source, first_seen, claimed, decided"
    told = "CASE WHEN undone IS NOT NULL THEN 'undone' WHEN reversed IS NOT NULL THEN 'reversed' ELSE 'made' END AS state"
    stand = known(made_up.record, f"SELECT id AS decision, decider AS person, state, {columns} FROM decision ORDER BY id")
    found = asked(lake, f"SELECT decision, person, {told}, {columns} FROM decisions ORDER BY decision")
    assert found == [{name: _plain(value) for name, value in row.items()} for row in stand]
    assert len(found) > 400


def test_clocks_are_as_they_stand(lake: Lake, made_up: House) -> None:
    stand = known(
        made_up.record,
        """SELECT report, clock, job, instrument, legal, starts, due, stopped AS met, on_time, missed FROM clock
        ORDER BY report, clock""",
    )
    found = asked(
        lake,
        """SELECT report, clock, job, instrument, legal, starts, due, met, on_time, missed IS NOT NULL AS missed FROM clocks
        ORDER BY report, clock""",
    )
    assert found == [{name: _plain(value) for name, value in row.items()} for row in stand]
    assert len(found) > 50


def test_appeals_are_as_they_stand(lake: Lake, made_up: House) -> None:
    columns = "decision, appellant, received, due, expedited"
    stand = known(made_up.record, f"SELECT id AS appeal, {columns}, outcome FROM appeal ORDER BY id")
    found = asked(lake, f"SELECT appeal, {columns}, outcome FROM appeals ORDER BY appeal")
    assert found == [{name: _plain(value) for name, value in row.items()} for row in stand]
    assert len(found) > 5


def test_reports_belong_to_the_jobs_that_they_stand_with(lake: Lake, made_up: House) -> None:
    stand = known(made_up.record, "SELECT id AS report, about, source, received, job FROM report ORDER BY id")
    found = asked(lake, "SELECT report, about, source, received, job FROM reports ORDER BY report")
    assert found == [{name: _plain(value) for name, value in row.items()} for row in stand]


def test_time_with_a_job_in_hand_is_the_time_that_counts_for_exposure(lake: Lake, made_up: House) -> None:
    stand = known(
        made_up.record,
        """SELECT work AS job, person, began AS claimed, ended FROM looked WHERE work IN (SELECT id FROM job)
        ORDER BY work, ended""",
    )
    found = asked(lake, "SELECT job, person, claimed, ended FROM assignments WHERE ended IS NOT NULL ORDER BY job, ended")
    assert found == [{name: _plain(value) for name, value in row.items()} for row in stand]
    assert len(found) > 400


def test_a_check_stands_for_the_decisions_of_its_stratum(lake: Lake) -> None:
    [found] = asked(lake, "SELECT count(*) AS n, count(weight) AS weighed, min(weight) AS least FROM checks")
    assert found["n"] == found["weighed"] > 3
    assert found["least"] >= 1


def test_as_of_a_moment_a_table_knows_exactly_what_was_recorded_by_then(lake: Lake, made_up: House) -> None:
    [span] = known(made_up.record, "SELECT min(recorded) AS first, max(recorded) AS last FROM fact WHERE kind = 'job_decided'")
    for share in (-0.1, 0.3, 0.7, 1.1):
        moment = span["first"] + (span["last"] - span["first"]) * share
        with made_up.record.reading() as look:
            counts = look.rows(
                "SELECT kind, count(*) AS n FROM fact WHERE recorded <= %(moment)s AND kind = ANY (%(kinds)s) GROUP BY kind",
                {"moment": moment, "kinds": ["job_opened", "job_decided", "job_claimed"]},
            )
        told = {row["kind"]: row["n"] for row in counts}
        sql = """SELECT (SELECT count(*) FROM jobs) AS job_opened, (SELECT count(*) FROM decisions) AS job_decided,
            (SELECT count(*) FROM assignments) AS job_claimed"""
        [found] = asked(lake, sql, as_of=moment)
        assert {kind: n for kind, n in found.items() if n} == told


def test_as_of_before_the_first_fact_all_is_empty(lake: Lake, made_up: House) -> None:
    [span] = known(made_up.record, "SELECT min(recorded) AS first FROM fact")
    for name in views.derived():
        assert asked(lake, f"SELECT * FROM {name}", as_of=span["first"] - timedelta(seconds=1)) == []


def _plain(value: Any) -> Any:
    return str(value) if re.fullmatch(r"[0-9a-f-]{36}", str(value)) else value


def test_a_question_reads_the_tables_and_nothing_beside_them(lake: Lake, made_up: House) -> None:
    names, [row] = lake.ask("SELECT count(*) AS n FROM jobs")
    assert names == ["n"]
    assert row[0] > 500
    _, moments = lake.ask("SELECT max(decided), min(received) FROM jobs")
    assert moments[0][0] > moments[0][1]
    key = next((made_up.settings.home / "keys").iterdir())
    for hostile in (
        f"SELECT * FROM read_text('{key}')",
        "SELECT * FROM glob('/*')",
        "SET enable_external_access = true",
        "COPY (SELECT 1) TO '/tmp/canary.csv'",
        "ATTACH '/tmp/canary.db'",
        "INSTALL httpfs",
        "SELECT nothing FROM jobs",
    ):
        with pytest.raises(LakeRefused):
            lake.ask(hostile)


def test_whoever_reads_parquet_is_told_of_one_file_a_table(lake: Lake) -> None:
    assert len(lake.paths("derived")) == len(views.derived())
    [path] = lake.paths("derived", "jobs")
    rows = asked(lake, "SELECT count(*) AS n FROM jobs")
    assert duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall() == [(rows[0]["n"],)]


@pytest.mark.parametrize("name", sorted(views.derived()))
def test_what_was_made_ahead_is_what_the_facts_say(lake: Lake, name: str) -> None:
    assert lake.made == lake.written > 0
    ahead = asked(lake, f"SELECT * FROM {name} ORDER BY ALL")
    with lake.tables(name, made=False) as connection:
        from_facts = connection.sql(f"SELECT * FROM {name} ORDER BY ALL").to_arrow_table().to_pylist()
    assert ahead == from_facts
    with lake.tables(name) as connection:
        plan = str(connection.execute(f"EXPLAIN SELECT * FROM {name}").fetchall())
    assert plan.count("PARQUET") == 1, "it is read, not folded again"
