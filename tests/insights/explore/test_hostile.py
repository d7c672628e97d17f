"""What somebody who means harm might ask: told by words, held by the process, each by itself (requirement: at least 60)."""

import time
from collections.abc import Iterator

import duckdb
import pytest

from insights.explore.hostile import BOMBS, WORDS
from leeward.insights.explore.checking import checked
from leeward.insights.explore.functions import FUNCTIONS
from leeward.insights.explore.refusals import NotAQuery
from leeward.record.lake.apart import Bounds, Task, ask_apart
from leeward.record.lake.apart_inside import locked, run

KNOWN = frozenset({"jobs"})
QUICK = ("endless recursion", "a list of a billion", "a cross join", "a huge text")


BOUNDS = Bounds(seconds=1, megabytes=96)


def task(sql: str) -> Task:
    views = (("jobs", "SELECT 'a' AS job, 'open' AS state"),)
    return Task(sql=sql, views=views, paths=(), values={}, functions=tuple(FUNCTIONS), bounds=BOUNDS)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with locked(task("SELECT 1")) as opened:
        yield opened


def test_there_are_at_least_sixty() -> None:
    assert len(WORDS) + len(BOMBS) >= 60


@pytest.mark.parametrize("what", WORDS)
def test_words_tell_and_the_answer_says_why(what: str) -> None:
    with pytest.raises(NotAQuery) as refused:
        checked(WORDS[what], KNOWN)
    assert len(refused.value.detail) > 10
    assert "Traceback" not in str(refused.value)


@pytest.mark.parametrize(
    "what", [what for what, sql in WORDS.items() if "\x00" not in sql]
)  # a zero byte ends the text for DuckDB
def test_the_process_refuses_the_same_without_the_first_look(what: str, connection: duckdb.DuckDBPyConnection) -> None:
    answer = run(connection, task(WORDS[what]))
    if what == "nested beyond reading" or what == "longer than anybody writes":
        assert answer.outcome in ("refused", "failed", "answered")
        return
    assert answer.outcome in ("refused", "failed"), answer.rows[:3]
    assert answer.rows == []
    assert answer.said


@pytest.mark.parametrize("what", [what for what, sql in WORDS.items() if "/etc/" in sql or "getenv" in sql])
def test_the_lock_alone_gives_no_file_and_no_environment(what: str, connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.Error):
        connection.execute(WORDS[what]).fetchall()


def held(what: str) -> None:
    began = time.monotonic()
    answer = ask_apart(task(BOMBS[what]))
    assert answer.outcome in ("too_long", "too_large"), (answer.outcome, answer.rows[:2])
    assert answer.said.startswith(("It took longer", "It needed more"))
    assert time.monotonic() - began < 30  # it ends; how soon is for the benchmark


@pytest.mark.parametrize("what", QUICK)
def test_a_bomb_is_held(what: str) -> None:
    held(what)


@pytest.mark.long
@pytest.mark.parametrize("what", [what for what in BOMBS if what not in QUICK])
def test_every_bomb_is_held(what: str) -> None:
    held(what)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT state, count(*) FROM jobs GROUP BY ALL",
        "WITH a AS (SELECT * FROM jobs), b AS (SELECT job FROM a) SELECT count(DISTINCT job) AS n FROM b",
        "SELECT date_trunc('week', now()) AS week, quantile_cont(range, 0.9), median(range) FROM range(10) GROUP BY 1",
        "SELECT list_transform([1, 2], lambda x: x + 1), {'a': 1}.a, [1, 2, 3][2:3], CASE WHEN 1 = 1 THEN 'a' ELSE 'b' END",
        "SELECT job, row_number() OVER (PARTITION BY state ORDER BY job) AS n FROM jobs QUALIFY n = 1",
        "FROM jobs SELECT job WHERE state ILIKE 'o%'",
        "SELECT coalesce(nullif(job, 'x'), 'y') || lower(state), regexp_extract(job, 'a'), '1'::DOUBLE FROM jobs",
        "SELECT * FROM jobs UNION SELECT 'b', 'held' ORDER BY 1 LIMIT 5",
        "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s) JOIN jobs ON jobs.job = t.s",
        "SELECT extract(hour FROM now()) AS h, interval '3 days' + DATE '2026-01-01', epoch(now()) > 0, unnest([1, 2])",
        "SELECT state, job FROM jobs WHERE state IN ('open', 'held') AND job BETWEEN 'a' AND 'z' AND job IS NOT NULL",
        "SELECT state, sum(1) FILTER (WHERE job = 'a') FROM jobs GROUP BY ROLLUP (state)",
    ],
)
def test_what_people_write_every_day_runs(sql: str, connection: duckdb.DuckDBPyConnection) -> None:
    checked(sql, KNOWN)
    answer = run(connection, task(sql))
    assert answer.outcome == "answered", answer.said
