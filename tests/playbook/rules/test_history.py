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
