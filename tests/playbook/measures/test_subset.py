"""The part of SQL that measures may use: what is in it is typed and means what it says, everything else is refused by name."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.measures.reading import read_gauges
from leeward.playbook.measures.trying import try_cases
from playbook.measures.gauges import CASES, VIEWS, gauge, reads, text_of

GOLDEN = Path(__file__).parents[2] / "golden" / "measures"
TEXTS = sorted(GOLDEN.glob("*.sql"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_errors_read_as_they_always_did(path: Path) -> None:
    """Between lines of ``----`` stands a SELECT each; the ``.txt`` says what is said of it. LEEWARD_WRITE_GOLDEN=1 writes it."""
    said = []
    for text in path.read_text().split("\n----\n"):
        findings = reads(text.strip() + "\n")
        said.append("\n".join(each.render() for each in findings) or "nothing is wrong")
    told, expected = "\n\n".join(said) + "\n", path.with_suffix(".txt")
    if os.environ.get("LEEWARD_WRITE_GOLDEN"):
        expected.write_text(told)
    assert told == expected.read_text()


HOSTILE = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT occurred AS at FROM read_parquet('/lake/*.parquet')",
    "SELECT occurred AS at FROM '/etc/passwd'",
    'SELECT occurred AS at FROM "/etc/passwd"',
    "SELECT occurred AS at FROM glob('*')",
    "SELECT occurred AS at FROM job_opened; DROP TABLE fact",
    "COPY job_opened TO '/tmp/x.csv'",
    "ATTACH '/tmp/x.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA database_list",
    "SET memory_limit = '1TB'",
    "SET lock_configuration = false",
    "CREATE TABLE t AS SELECT 1",
    "INSERT INTO job_opened VALUES (1)",
    "DELETE FROM job_opened",
    "UPDATE job_opened SET queue = 'x'",
    "CALL pragma_version()",
    "EXPORT DATABASE '/tmp/x'",
    "DESCRIBE job_opened",
    "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 AS n FROM r) SELECT n AS value FROM r",
    "SELECT occurred AS at FROM job_opened, job_decided",
    "SELECT j.occurred AS at FROM job_opened AS j CROSS JOIN job_decided AS d",
    "SELECT j.occurred AS at FROM job_opened AS j FULL JOIN job_decided AS d ON d.subject = j.subject",
    "SELECT j.occurred AS at FROM job_opened AS j NATURAL JOIN job_decided",
    "SELECT j.occurred AS at FROM job_opened AS j ASOF JOIN job_decided AS d ON d.occurred <= j.occurred",
    "SELECT j.occurred AS at FROM job_opened AS j JOIN job_decided AS d USING (subject)",
    "SELECT j.occurred AS at FROM job_opened AS j JOIN job_decided AS d ON TRUE",
    "SELECT j.occurred AS at FROM job_opened AS j JOIN job_decided AS d ON d.position > j.position",
    "SELECT occurred AS at, getenv('HOME') AS home FROM job_opened",
    "SELECT occurred AS at, current_setting('threads') AS x FROM job_opened",
    "SELECT occurred AS at, random() AS value FROM job_opened",
    "SELECT occurred AS at, now() AS b FROM job_opened",
    "SELECT now() AS at FROM job_opened",
    "SELECT current_timestamp AS at FROM job_opened",
    "SELECT occurred AS at, uuid() AS u FROM job_opened",
    "SELECT occurred AS at, repeat('x', 1000000000) AS x FROM job_opened",
    "SELECT range(1000000000) AS x, occurred AS at FROM job_opened",
    "SELECT occurred AS at, unnest(clauses) AS clause FROM job_opened",
    "SELECT j.occurred AS at FROM job_opened AS j CROSS JOIN range(1000000000) AS t(x)",
    "SELECT occurred AS at, (SELECT max(position) FROM job_decided) AS value FROM job_opened",
    "SELECT occurred AS at FROM job_opened LIMIT 5",
    "SELECT occurred AS at FROM job_opened ORDER BY random()",
    "SELECT occurred AS at FROM job_opened USING SAMPLE 10",
    "SELECT occurred AS at FROM job_opened TABLESAMPLE (10)",
    "SELECT occurred AS at FROM job_opened OFFSET 5",
    "SELECT occurred AS at FROM job_opened QUALIFY row_number() OVER (ORDER BY position) = 1",
    "SELECT DISTINCT ON (queue) occurred AS at FROM job_opened",
    "SELECT occurred AS at FROM job_opened FOR UPDATE",
    "SELECT occurred AS at FROM information_schema.tables",
    "SELECT occurred AS at FROM duckdb_settings()",
    "SELECT occurred AS at FROM main.job_opened",
    "SELECT occurred AS at FROM other.main.job_opened",
    "SELECT occurred AS at FROM opted_out",
    "SELECT occurred AS at FROM wellbeing_seen",
    "SELECT occurred AS at, regexp_matches(queue, '(a+)+$') AS hit FROM job_opened",
    "SELECT occurred AS at, list_transform(clauses, x -> x) AS y FROM job_opened",
    "SELECT occurred AS at, queue COLLATE nocase AS q FROM job_opened",
    "SELECT occurred AS at, CAST(occurred AS VARCHAR) AS q FROM job_opened",
    "SELECT occurred AS at, queue::JSON AS q FROM job_opened",
    "SELECT COLUMNS('.*') FROM job_opened",
    "SELECT occurred AS at, queue FROM job_opened UNION SELECT occurred AS at, queue FROM job_opened",
    "SELECT occurred AS at, $1 AS x FROM job_opened",
    "SELECT occurred AS at, :other AS x FROM job_opened",
    "SELECT occurred AS at FROM job_opened WHERE occurred > TIMESTAMP '2026-01-01'",
    "FROM job_opened",
    "PIVOT job_opened ON queue",
    "SELECT occurred AS at FROM job_opened PIVOT (count(*) FOR queue IN ('a'))",
    "VALUES (1)",
    "SELECT 1 AS value",
    "",
    "-- nothing",
    "SELECT occurred AS at FROM job_opened WHERE " + "(" * 500 + "TRUE" + ")" * 500,
    "SELECT occurred AS at FROM job_opened WHERE queue = 'a" + "b" * 30_000 + "'",
    "SELECT occurred AS at FROM job_opened /* never closed",
    "SELECT 'never closed FROM job_opened",
    "SELECT occurred AS at, sum(position) OVER (ORDER BY position ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) AS v FROM job_opened",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_or_wayward_text_is_refused_with_its_place(text: str) -> None:
    findings = reads(text)
    assert findings
    assert all(each.file == "measures/a/b.sql" and each.line > 0 and each.message for each in findings)


@given(some.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    reads(f"SELECT occurred AS at, {text} AS x FROM job_opened")
    reads(text)


WORDS = some.sampled_from(
    """SELECT FROM WHERE AND OR NOT ( ) , . * + - / = < occurred AS at queue job_opened count sum OVER PARTITION BY ORDER GROUP
    HAVING CASE WHEN THEN END IN EXISTS NULL TRUE 'a' 1 1.5 :start :end INTERVAL DAY JOIN LEFT ON WITH UNION ALL unnest
    FILTER DISTINCT BETWEEN LIKE IS epoch list_contains severity place clauses""".split()  # noqa: SIM905
)


@given(some.lists(WORDS, min_size=1, max_size=25))
@settings(max_examples=120, deadline=None)
def test_no_order_of_words_breaks_the_reader(words: list[str]) -> None:
    reads("SELECT occurred AS at FROM job_opened WHERE " + " ".join(words))
    reads("SELECT " + " ".join(words) + " AS x, occurred AS at FROM job_opened")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"version": "0"}, "version"),
        ({"interval": "wald"}, "interval"),
        ({"interval": "none"}, "interval"),
        ({"minimum": "-1"}, "minimum"),
        ({"guardrail": "none"}, "guardrail"),
        ({"guardrail": "no/such"}, "guardrail"),
        ({"guardrail": "a/b"}, "guardrail"),
        ({"period": "year"}, "period"),
        ({"settles": "soon"}, "settles"),
        ({"unit": ""}, "unit"),
        ({"interval": "poisson"}, "interval"),
        ({"statistic": "p90"}, ""),
        ({"intervals": "wilson"}, "intervals"),
    ],
)
def test_a_header_that_does_not_fit_is_refused_at_its_line(said: dict[str, str], place: str) -> None:
    findings = reads("SELECT occurred AS at, queue = 'x' AS hit FROM job_opened\n", **said)
    assert len(findings) == 1
    line = findings[0].source
    assert place in line


def test_only_what_decides_the_number_is_its_version() -> None:
    """Q21: a definition has a digest; wording and spacing do not change it, everything else does."""
    first = gauge("SELECT occurred AS at, queue = 'x' AS hit FROM job_opened\n")
    same = gauge(
        "SELECT occurred AS at,\n  queue = 'x' AS hit -- a word\nFROM job_opened\n", name="Another name", question="Which?"
    )
    assert same.digest == first.digest
    others = [
        gauge("SELECT occurred AS at, queue = 'y' AS hit FROM job_opened\n"),
        gauge("SELECT recorded AS at, queue = 'x' AS hit FROM job_opened\n"),
        gauge("SELECT occurred AS at, queue = 'x' AS hit FROM job_opened\n", minimum="2"),
        gauge("SELECT occurred AS at, queue = 'x' AS hit FROM job_opened\n", exclusions="some"),
        gauge("SELECT occurred AS at, queue = 'x' AS hit FROM job_opened\n", settles="1 hour"),
        gauge("SELECT occurred AS at, queue = 'x' AS hit, language FROM job_opened\n"),
    ]
    assert len({first.digest, *(each.digest for each in others)}) == 7


def test_a_measure_without_cases_is_no_measure() -> None:
    findings: list[Diagnostic] = []
    assert read_gauges({"measures/a/b.sql": text_of("SELECT occurred AS at FROM job_opened")}, VIEWS, findings) == []
    assert [each.message for each in findings] == ["this measure has no cases"]


def test_cases_without_a_measure_are_said_to_be() -> None:
    findings: list[Diagnostic] = []
    read_gauges({"measures/a/b.cases.toml": CASES}, VIEWS, findings)
    assert [each.message for each in findings] == ["these cases have no measure"]


CASE = CASES.replace("expect = { n = 0 }\n", "")


@pytest.mark.parametrize(
    ("cases", "message"),
    [
        ("", "there is no case"),
        ("[[cases]]\n", 'a file of cases has no key "cases"'),
        (CASE, '"expect" is missing'),
        (CASE + "expect = {}", "what must come out is missing"),
        (CASE + "expect = { m = 1 }", 'there is no key "m" here'),
        (CASE + "expect = { n = 'one' }", "this is no number"),
        (CASE + "expect = { refused = 'never' }", "a value is refused when it is undefined"),
        (CASE + "expect = { n = 0 }\nslice = [{ n = 1 }]", '"by" is missing'),
        (CASE + "expect = { n = 0 }\nslice = [{ n = 1, by = { language = 'en' } }]", "this measure has no dimension language"),
        (CASE + "expect = { n = 0 }\ngiven.job_decided = []", "this measure does not read job_decided"),
        (CASE + "expect = { n = 0 }\ngiven.job_opened = [{ quue = 'a' }]", "job_opened has no column quue"),
        (CASE + "expect = { n = 0 }\ngiven.job_opened = [{ queue = 3 }]", "this is no text"),
        (CASE + "expect = { n = 0 }\ngiven.job_opened = [{ occurred = 2026-01-01T00:00:00 }]", "this is no moment"),
        (CASES.replace("01-12", "01-04"), "this period ends before it begins"),
    ],
)
def test_a_case_that_does_not_fit_is_refused_at_its_place(cases: str, message: str) -> None:
    findings: list[Diagnostic] = []
    text = text_of("SELECT occurred AS at, queue FROM job_opened")
    read_gauges({"measures/a/b.sql": text, "measures/a/b.cases.toml": cases}, VIEWS, findings)
    assert message in [each.message for each in findings]
    assert {each.file for each in findings} == {"measures/a/b.cases.toml"}


def test_a_case_that_is_not_kept_says_what_came_out() -> None:
    cases = CASE + "given.job_opened = [{ queue = 'a', occurred = 2026-01-05T00:00:00Z }]\nexpect = { n = 2, value = 2 }\n"
    text, findings = text_of("SELECT occurred AS at, queue FROM job_opened"), []
    [measure] = read_gauges({"measures/a/b.sql": text, "measures/a/b.cases.toml": cases}, VIEWS, findings)
    wrong = try_cases(measure, VIEWS)
    assert [each.message for each in wrong] == ["case 'empty': value is 1, not 2", "case 'empty': n is 1, not 2"]
    assert {(each.file, each.line) for each in wrong} == {("measures/a/b.cases.toml", 6)}
    assert "what comes out: value = 1, n = 1" in wrong[0].hint


def test_a_case_looks_as_of_its_moment() -> None:
    """Q54: what was recorded later is not known then."""
    cases = (
        CASE
        + """as_of = 2026-01-13T00:00:00Z
given.job_opened = [
  { queue = 'a', occurred = 2026-01-05T00:00:00Z },
  { queue = 'a', occurred = 2026-01-05T00:00:00Z, recorded = 2026-01-14T00:00:00Z },
]
expect = { n = 1 }
"""
    )
    text, findings = text_of("SELECT occurred AS at, queue FROM job_opened"), []
    [measure] = read_gauges({"measures/a/b.sql": text, "measures/a/b.cases.toml": cases}, VIEWS, findings)
    assert try_cases(measure, VIEWS) == []
