"""The query over history: what it says of many rules at once, and that it needs nothing but the table."""

import random

import duckdb
import pytest

from leeward.playbook.diagnostics import PlaybookErrors
from leeward.playbook.rules import compile_rules, history_sql
from playbook.rules.fields import FIELDS
from playbook.rules.invention import chance_events
from playbook.rules.lake import history, rule, table


def test_a_coarse_look_for_many_texts_changes_no_match() -> None:
    words = [
        "fee",
        "visa fee",
        "50% off_x",
        "café",
        "it''s",
        "e\nv",
        "FEE",
        "ς",
        "👩",
        "\u0301",
        "(x|",
        "\\",
        "[a",
        "x+",
        "\x01",
        "a.b",
        "^fee$",
        "_",
    ]
    whens = [f"contains(text, '{word}')" for word in words]
    whens += [f"NOT contains(text, '{word}')" for word in words[:5]]
    whens += [f"contains(text, 'word {number}') OR verified" for number in range(20)]
    whens += [f"regexp_matches(text, '(visa|processing) [a-z]{{{number}}}')" for number in range(2, 40)]
    whens += [f"lower(text) LIKE '%{word}%' AND score > 0.2" for word in ("visa", "proc", "aax", *"abcdefghijkl")]
    whens += [f"(contains(title, '{letter}')) IS NULL AND reach > 3" for letter in "abcdefghijklmno"]
    rules = [rule(when, f"r/{number}") for number, when in enumerate(whens)]
    sql = history_sql(rules, FIELDS, "events")
    assert sql.count("AS _near_") == 3
    events = chance_events(FIELDS, 12, 300)
    compiled = compile_rules(rules, FIELDS)
    online = {(number, match.rule.code) for number, event in enumerate(events) for match in compiled.matches(event)}
    assert history(rules, FIELDS, events) == online


def demand_same_as_online(whens: list[str], events: list[dict[str, object]]) -> str:
    """Both find the same in all events; the query."""
    rules = [rule(when, f"r/{number}") for number, when in enumerate(whens)]
    compiled = compile_rules(rules, FIELDS)
    online = {(number, match.rule.code) for number, event in enumerate(events) for match in compiled.matches(event)}
    assert {code for _, code in online} == {each.code for each in rules}, "every rule matches somewhere"
    assert history(rules, FIELDS, events) == online
    return history_sql(rules, FIELDS, "events")


def test_rules_that_bound_the_same_value_stand_behind_the_loosest_bound() -> None:
    whens = [
        "reach > 3",
        "reach >= 3",
        "reach > 40",
        "reach > 3 AND verified",
        "reach BETWEEN 2 AND 90",
        "reach >= 7 OR reach > 9",
    ]
    whens += [f"score <{sign} 0.{tenth}" for sign in ("", "=") for tenth in (1, 5, 9)]
    whens += [f"posted > TIMESTAMPTZ '20{year}-01-01 00:00Z' AND NOT hidden" for year in ("01", 20, 25)]
    whens += [f"coalesce(reports, 5) > {number} AND title IS NULL" for number in (0, 4, 6)]
    whens += [f"list_contains(labels, '{word}') AND price > {number}.5" for word in ("en", "fee") for number in (-3, 0)]
    whens += ["(reports < 4 AND hidden) OR (reports < 7 AND verified)", "reports <= 7 AND hidden", "NOT (reports >= 9)"]
    sql = demand_same_as_online(whens, chance_events(FIELDS, 21, 800))
    for guard in (
        '("reach" >= 3)',
        '("score" <= 0.9e0)',
        '(COALESCE(len("labels"), 0) > 0) AND ("price" > (-3.5e0))',
        '(coalesce("reports", 5) > 0) AND ("title" IS NULL)',
        """("posted" > make_timestamptz(978307200000000)) AND (NOT "hidden")""",
    ):
        assert f"CASE WHEN {guard} THEN CAST(0 AS BIGINT) +" in sql, guard


def test_a_coarse_look_is_taken_only_where_a_search_matters() -> None:
    words = ("fee", "visa", "off", "a", "e", "x", "proc", "café", "ς", "1")
    whens = [f"score > 0.{place} AND contains(lower(text), '{word}')" for place, word in enumerate(words, 1) if place < 10]
    whens += [f"(score > 0.3 AND regexp_matches(lower(text), '{word}[a-z ]')) OR reach > 90" for word in ("fe", "vi", "ca")]
    events = chance_events(FIELDS, 22, 800)
    sql = demand_same_as_online(whens, events)
    assert sql.count('CASE WHEN ("score" > 0.1e0) THEN regexp_matches(') == 1
    for other in ("NOT contains(lower(text), 'fee')", "contains(lower(text), 'fee') IS NULL", "contains(lower(text), 'fee')"):
        sql = demand_same_as_online([*whens, other], events)
        assert "THEN regexp_matches(" not in sql.split("outcome AS")[0], "one search stands alone, so every event is looked at"


def test_an_expression_that_would_burden_the_look_is_found_by_its_texts() -> None:
    whens = [f"regexp_matches(text, '(visa|fee|off).{{0,{number}}}[a-z]')" for number in range(20, 32)]
    whens += [f"regexp_matches(text, '{word}.*[^x]+')" for word in ("fee", "visa", "e")]
    sql = demand_same_as_online(whens, chance_events(FIELDS, 23, 300))
    assert sql.split("outcome AS")[0].count("(?:fee)|(?:off)|(?:visa)") == 1


def test_rules_beyond_one_word_of_bits_are_told_apart() -> None:
    rules = [rule(f"reach = {number}", f"r/{number}") for number in range(200)]
    chosen = random.Random(2).sample(range(200), 30)
    assert history(rules, FIELDS, [{"reach": number} for number in chosen]) == {(row, f"r/{n}") for row, n in enumerate(chosen)}


def test_it_reads_only_the_columns_it_needs_from_any_query() -> None:
    with duckdb.connect() as connection:
        connection.register("stored", table({"reach": FIELDS["reach"]}, [{"reach": 5}, {"reach": None}]))
        sql = history_sql(
            [rule("reach IS NULL")], FIELDS, "(SELECT reach, event_id + 10 AS number FROM stored)", event_id="number"
        )
        assert connection.execute(sql).fetchall() == [(11, "group/name")]


@pytest.mark.parametrize("setting", ["SET TimeZone = 'Asia/Tokyo'", "SET threads = 1"])
def test_no_setting_of_the_session_decides(setting: str) -> None:
    rules = [rule(when, f"r/{number}") for number, when in enumerate(WHENS)]
    events = chance_events(FIELDS, 13, 100)
    with duckdb.connect() as connection:
        connection.register("events", table(FIELDS, events))
        expected = set(connection.execute(history_sql(rules, FIELDS, "events")).fetchall())
        connection.execute(setting)
        assert set(connection.execute(history_sql(rules, FIELDS, "events")).fetchall()) == expected


WHENS = (
    "hour_of_day(posted) < 12",
    "day_of_week(posted) = 7",
    "posted > TIMESTAMPTZ '2026-01-01 00:00Z'",
    "posted > created + INTERVAL '1 day'",
    "text = 'fee'",
    "contains(text, 'FEE')",
    "language = 'en'",
)


def test_nothing_is_written_for_a_rule_with_a_mistake() -> None:
    with pytest.raises(PlaybookErrors):
        history_sql([rule("reach > 3"), rule("rech > 3")], FIELDS, "events")


def test_a_quote_in_a_text_stays_a_text() -> None:
    rules = [rule("text = ''' OR TRUE --'")]
    assert history(rules, FIELDS, [{"text": "' OR TRUE --"}, {"text": "a"}]) == {(0, "group/name")}
