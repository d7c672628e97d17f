"""Parameters, guards, small cells and pictures, without a house."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import parse_one

from leeward.insights.explore.counted import count_columns, without_small
from leeward.insights.explore.guarded import guarded
from leeward.insights.explore.parameters import values_of, with_dollars
from leeward.insights.explore.picturing import proposed, series_of
from leeward.insights.explore.refusals import NotAValue
from leeward.playbook.guarding import RIGHT, Hidden, hidden_from
from leeward.record.terms.people import Role


@pytest.mark.parametrize(
    ("sql", "dollars", "names"),
    [
        ("SELECT :a, :b, :a", "SELECT $a, $b, $a", ("a", "b")),
        ("SELECT '1'::INT, ':no', x[1:n], {a: b} -- :no", "SELECT '1'::INT, ':no', x[1:n], {a: b} -- :no", ()),
        ("SELECT * FROM t WHERE at >= $since", "SELECT * FROM t WHERE at >= $since", ("since",)),
    ],
)
def test_a_parameter_is_a_colon_and_a_name_and_nothing_else_is(sql: str, dollars: str, names: tuple[str, ...]) -> None:
    assert with_dollars(sql) == (dollars, names)


def test_values_are_what_they_look_like() -> None:
    typed = {"a": "7", "b": "0.5", "c": "2026-01-02", "d": "true", "e": "two words"}
    assert values_of(tuple(typed), typed) == {"a": 7, "b": 0.5, "c": date(2026, 1, 2), "d": True, "e": "two words"}
    with pytest.raises(NotAValue, match="value for x"):
        values_of(("x",), {"x": " "})


def test_what_every_role_hides_is_hidden_and_no_more() -> None:
    access = {
        Role.ANALYST: frozenset({RIGHT}),
        Role.POLICY: frozenset({RIGHT}),
        Role.LEAD: frozenset({RIGHT}),
        Role.ADMIN: frozenset(),
    }
    hides = {
        Role.ANALYST: Hidden(columns=frozenset({"a", "b"}), rows={"queue": frozenset({"x", "y"})}),
        Role.POLICY: Hidden(columns=frozenset({"b", "c"}), rows={"queue": frozenset({"y"})}),
    }
    assert hidden_from([Role.ANALYST, Role.POLICY], access, hides) == Hidden(
        columns=frozenset("b"), rows={"queue": frozenset("y")}
    )
    assert hidden_from([Role.ANALYST, Role.LEAD], access, hides) == Hidden()
    assert hidden_from([Role.ANALYST, Role.ADMIN], access, hides) == hides[Role.ANALYST]


def test_a_guarded_table_has_the_same_columns_with_less_in_them() -> None:
    import duckdb

    hidden = Hidden(columns=frozenset({"person"}), rows={"queue": frozenset({"it's"}), "tags": frozenset({"b"})})
    values = "(1, 'p', 'it''s', ['a']), (2, 'q', NULL, ['a']), (3, 'r', 'z', ['b'])"
    source = f"SELECT * FROM (VALUES {values}) AS t (n, person, queue, tags)"
    columns = {"n": "INTEGER", "person": "VARCHAR", "queue": "VARCHAR", "tags": "VARCHAR[]"}
    found = duckdb.connect().execute(guarded(source, columns, hidden))
    assert [each[0] for each in found.description] == ["n", "person", "queue", "tags"]
    assert found.fetchall() == [(2, None, None, ["a"])]
    assert guarded(source, columns, Hidden()) == source


@pytest.mark.parametrize(
    ("sql", "names", "counts"),
    [
        ("SELECT a, count(*) FROM t GROUP BY a", ["a", "count_star()"], {1}),
        ("SELECT a, count(DISTINCT b) AS n, avg(c) AS m FROM t GROUP BY a", ["a", "n", "m"], {1}),
        ("WITH x AS (SELECT a, count(*) AS n FROM t GROUP BY a) SELECT a, n AS renamed FROM x", ["a", "renamed"], {1}),
        ("WITH x AS (SELECT count(*) AS n FROM t) SELECT * FROM x", ["n"], {0}),
        ("SELECT sum(n) AS total FROM (SELECT count(*) AS n FROM t)", ["total"], {0}),
        ("SELECT a, b FROM t", ["a", "b"], set()),
        ("SELECT a, count(*) AS n FROM t GROUP BY a UNION ALL SELECT 'all', count(*) FROM t", ["a", "n"], {1}),
    ],
)
def test_counts_are_found_wherever_they_come_from(sql: str, names: list[str], counts: set[int]) -> None:
    assert count_columns(parse_one(sql, read="duckdb"), names) == counts


def test_a_small_count_takes_its_row_and_one_more_along() -> None:
    rows, hidden = without_small([["a", 3, 0.5], ["b", 9, 0.1], ["c", 80, 0.2]], frozenset({1}), 5)
    assert rows == [["a", "<5", None], ["b", "hidden", None], ["c", 80, 0.2]]
    assert hidden == 2


@given(st.lists(st.integers(0, 30), max_size=12), st.integers(1, 10))
@settings(max_examples=60, deadline=None)
def test_no_count_from_one_to_the_limit_is_left(counts: list[int], small: int) -> None:
    rows, hidden = without_small([["x", count] for count in counts], frozenset({1}), small)
    assert all(not (isinstance(count, int) and 0 < count < small) for _, count in rows)
    assert hidden != 1 or len(counts) == 1


def test_a_picture_is_proposed_and_its_series_are_split() -> None:
    picture = proposed(["day", "queue", "n"], ["DATE", "VARCHAR", "BIGINT"])
    assert picture is not None
    assert (picture.shape, picture.x, picture.y, picture.by) == ("lines", "day", ("n",), "queue")
    rows = [["2026-01-02", "a", 1], ["2026-01-01", "a", 2], ["2026-01-01", "b", 5]]
    assert series_of(picture, ["day", "queue", "n"], rows) == (["2026-01-01", "2026-01-02"], {"a": [2, 1], "b": [5, None]})
    assert proposed(["name"], ["VARCHAR"]) is None
