"""The compiled function finds what the rules say, however it looks for it, and one bad rule never takes the others down."""

import random
import subprocess
import sys

import pytest

from leeward.playbook.diagnostics import PlaybookErrors
from leeward.playbook.model import FieldType, Rule
from leeward.playbook.rules import compile_rules
from leeward.record.terms.code import RuleCode
from playbook.rules.fields import FIELDS
from playbook.rules.invention import chance_events
from playbook.rules.lake import history, rule
from playbook.rules.reference import Reference

LISTS = frozenset(name for name, type_ in FIELDS.items() if type_.is_list)


def rules(*whens: str) -> list[Rule]:
    return [rule(when, f"r/{number}") for number, when in enumerate(whens)]


def demand_same(whens: list[str], events: list[dict[str, object]]) -> str:
    """The function and the interpreter agree on every event; the generated source."""
    compiled = compile_rules(rules(*whens), FIELDS)
    references = [Reference(when, LISTS) for when in whens]
    for event in events:
        expected = sum((each.truth(event) is True) << number for number, each in enumerate(references))
        assert compiled.mask(event) == expected, event
    assert not compiled.failures
    return compiled.source


def test_a_chain_of_thresholds_longer_than_python_may_indent() -> None:
    chance = random.Random(3)
    whens = [f"reach {op} {value}" for value in range(150) for op in (">", ">=", "<", "<=")]
    chance.shuffle(whens)
    source = demand_same(whens, [{"reach": value} for value in (-1, 0, 1, 59, 60, 61, 75, 148, 149, 150, None)])
    assert "thresholds in order for 600 rules" in source
    assert max(len(line) - len(line.lstrip()) for line in source.splitlines()) < 4 * 70


def test_thresholds_on_moments_and_calculated_values_are_chained_too() -> None:
    whens = [f"posted > created + INTERVAL '{hours} hours'" for hours in range(12)]
    whens += [f"score * 10.0 > {tenth}.5" for tenth in range(10)]
    whens += [f"posted >= TIMESTAMPTZ '20{year}-01-01 00:00Z'" for year in range(20, 30)]
    whens += [f"hour_of_day(posted) >= {hour} AND day_of_week(posted) < 6" for hour in range(1, 24)]
    whens += [f"score BETWEEN 0.{digit} AND 0.9" for digit in range(1, 9)]
    demand_same(whens, chance_events(FIELDS, 5, 400))


def test_many_rules_on_one_word_are_found_by_one_look_up() -> None:
    whens = [f"harm = 'fee' AND reach > {number}" for number in range(40)]
    whens += [f"language IN ('en', 'es') AND reach < {number}" for number in range(20)]
    whens += [f"lower(language) = 'fee' AND reports = {number}" for number in range(3)]
    source = demand_same(whens, chance_events(FIELDS, 6, 400))
    assert "harm: one look-up for 40 rules" in source


def test_many_rules_on_list_elements_are_found_by_one_look_up_an_element() -> None:
    whens = [f"list_contains(labels, '{code}') AND reach > {number}" for code in ("fee", "en", "x-1") for number in range(5)]
    whens += [f"list_has_any(labels, ['es', 'en']) AND reports > {number}" for number in range(5)]
    source = demand_same(whens, chance_events(FIELDS, 7, 400))
    assert "labels: one look-up an element for 20 rules" in source


def test_many_fixed_texts_are_found_in_one_pass() -> None:
    words = ["fee", "visa fee", "50% off_x", "café", "it''s", "e\nv", "FEE", "a", "ς", "👩", "\u0301", "x"]
    whens = [f"contains(text, '{word}')" for word in words]
    whens += [f"regexp_matches(text, '(visa|processing) [a-z]{{{number}}}')" for number in range(2, 5)]
    whens += [f"text LIKE '%{word}%' AND score > 0.2" for word in ("visa", "proc", "aax")]
    whens += ["NOT contains(text, 'fee')", "text LIKE '%fee%' OR language = 'en'"]
    source = demand_same(whens, chance_events(FIELDS, 8, 400))
    assert "one pass for the texts and expressions" in source


def test_whole_expressions_are_found_in_one_pass_and_need_no_second_look() -> None:
    patterns = [
        r"(?i)FEE",
        r"\bfee\b",
        "[a-f]{2}e",
        "(visa|fee) [a-z]+",
        "^[A-Z]",
        "e$",
        r"\d\d?",
        "(?s)e.v",
        "caf[éx]",
        "[^a-z ]",
    ]
    whens = [f"regexp_matches(text, '{pattern}')" for pattern in patterns]
    whens += [f"regexp_matches(text, '{pattern}') AND reach > 3" for pattern in patterns]
    whens += ["contains(text, 'fee')", "contains(text, '(')", "NOT regexp_matches(text, 'fee|visa')"]
    source = demand_same(whens, chance_events(FIELDS, 11, 600))
    assert source.count("_scanner(") == 1
    assert "_matcher(" not in source


def test_expressions_that_would_burden_the_pass_are_looked_for_alone() -> None:
    patterns = ["fee.*visa", "e.{2,30}a", "[^x]+fee", "(fee|visa){3,9}"]
    whens = [f"regexp_matches(text, '{pattern}')" for pattern in patterns]
    whens += [f"contains(text, '{word}')" for word in ("fee", "visa", "e", "a", "off", "x", "proc", "1", "caf")]
    source = demand_same(whens, chance_events(FIELDS, 12, 600))
    assert source.count("_scanner(") == 1
    assert source.count("_matcher(") == len(patterns)


def test_a_folded_text_is_folded_once() -> None:
    whens = [f"lower(text) LIKE '%{word}%' AND reach > {number}" for number, word in enumerate(("visa", "fee", "off", "x"))]
    source = demand_same(whens, chance_events(FIELDS, 9, 200))
    assert source.count("= None") == 1


def test_many_rules_of_all_kinds_at_once() -> None:
    chance = random.Random(4)
    tests = [
        "verified",
        "NOT hidden",
        "reach > 3",
        "reports <= 7",
        "score > 0.5",
        "language = 'en'",
        "harm IN ('fee', 'es')",
        "contains(text, 'fee')",
        "regexp_matches(lower(text), 'visa|caf')",
        "list_contains(labels, 'en')",
        "account = target",
        "title IS NULL",
        "posted > created",
        "coalesce(reach, 0) < 10",
        "CAST(reach AS DOUBLE) / nullif(reports, 0) > 1.0",
    ]
    whens = []
    for _ in range(150):
        one, other, third = chance.sample(tests, 3)
        whens.append(
            chance.choice((f"{one} AND {other}", f"{one} OR ({other} AND {third})", f"({one} OR {other}) AND NOT ({third})"))
        )
    whens = list(dict.fromkeys(whens))
    events = chance_events(FIELDS, 10, 150)
    demand_same(whens, events)
    compiled = compile_rules(rules(*whens), FIELDS)
    online = {(number, match.rule.code) for number, event in enumerate(events) for match in compiled.matches(event)}
    assert history(rules(*whens), FIELDS, events) == online  # three words of 62 rules


def test_matches_name_the_conjuncts_that_are_true() -> None:
    compiled = compile_rules(rules("reach > 3 AND (verified OR score > 0.5) AND NOT hidden", "reach > 3 AND verified"), FIELDS)
    matches = compiled.matches({"reach": 5, "verified": True, "score": 0.1, "hidden": False})
    assert [(match.rule.code, match.conjuncts) for match in matches] == [("r/0", (0, 1, 3)), ("r/1", (0, 1))]
    assert compiled.matches({"reach": 5, "score": 0.9, "hidden": False})[0].conjuncts == (0, 2, 3)


def test_a_rule_that_raises_is_counted_and_the_others_still_match() -> None:
    compiled = compile_rules(rules("reach > 3", "contains(text, 'fee')", "verified"), FIELDS)
    event = {"reach": 5, "text": 17, "verified": True}
    assert [match.rule.code for match in compiled.matches(event)] == ["r/0", "r/2"]
    assert compiled.failures == {"r/1": 1}
    assert compiled.last_failure == {"r/1": "TypeError"}
    assert [match.rule.code for match in compiled.matches({"reach": 5, "text": "a fee"})] == ["r/0", "r/1"]
    assert compiled.failures == {"r/1": 1}


def test_a_conjunct_that_was_not_needed_does_no_harm() -> None:
    compiled = compile_rules(rules("verified AND (reach > 3 OR contains(text, 'fee'))"), FIELDS)
    assert [match.conjuncts for match in compiled.matches({"reach": 5, "text": 17, "verified": True})] == [(0, 1)]


def test_no_rules_match_nothing() -> None:
    compiled = compile_rules([], FIELDS)
    assert compiled.matches({"reach": 5}) == []
    assert history([], FIELDS, [{"reach": 5}]) == set()


def test_names_that_python_would_not_take() -> None:
    names = ("class", "from", "a b", "None", "_hits", "get", "event", "x;y", '"', "ünï", "self")
    fields = dict.fromkeys(names, FieldType.INTEGER)
    whens = [f'"{name.replace(chr(34), chr(34) * 2)}" = {number}' for number, name in enumerate(names)]
    compiled = compile_rules(rules(*whens), fields)
    assert compiled.mask({name: number for number, name in enumerate(names)}) == (1 << len(names)) - 1
    assert history(rules(*whens), fields, [{"class": 0, '"': 8}]) == {(0, "r/0"), (0, "r/8")}


def test_mistakes_of_all_rules_are_told_at_once() -> None:
    with pytest.raises(PlaybookErrors) as caught:
        compile_rules(rules("rech > 3", "reach > 3", "txt = 'a'"), FIELDS)
    assert [each.file for each in caught.value.diagnostics] == ["rules/r/0.toml", "rules/r/2.toml"]


def test_explaining_shows_each_conjunct_with_its_values() -> None:
    compiled = compile_rules(rules("reach > 3 AND contains(text, 'fee') AND list_contains(labels, 'a')"), FIELDS)
    outcomes = compiled.explain(RuleCode("r/0"), {"reach": 5})
    assert [(each.text, each.truth, dict(each.values)) for each in outcomes] == [
        ("reach > 3", True, {"reach": 5}),
        ("contains(text, 'fee')", None, {"text": None}),
        ("list_contains(labels, 'a')", False, {"labels": ()}),
    ]
    with pytest.raises(KeyError):
        compiled.explain(RuleCode("r/9"), {})


def test_a_chain_of_a_thousand_conditions_checks_and_runs() -> None:
    any_of = " OR ".join(f"reach = {number}" for number in range(1200))
    none_of = " AND ".join(f"reach <> {number}" for number in range(1000))
    assert compile_rules(rules(any_of, none_of), FIELDS).mask({"reach": 1199}) == 0b11
    assert history(rules(any_of, none_of), FIELDS, [{"reach": 999}, {"reach": 1200}]) == {(0, "r/0"), (1, "r/1")}


@pytest.mark.parametrize(
    ("start", "grown"),
    [
        ("verified", "({} AND hidden) IS NULL"),
        ("verified", "hidden = ({})"),
        ("verified", "CASE WHEN {} THEN hidden ELSE reach > 3 END"),
        ("verified", "NOT (({}) IS NOT TRUE)"),
        ("score * 2.0", "abs({}) * 2.0"),
        ("score", "score / nullif({}, 0)"),
        ("reach", "coalesce(nullif({}, 3), reports)"),
        ("reach", "least({}, reports, 7)"),
        ("reach", "CASE WHEN {} > 3 THEN reports ELSE reach END"),
        ("posted", "least({} , created)"),
        ("text", "lower(upper({}))"),
    ],
)
def test_nesting_either_runs_alike_or_is_refused(start: str, grown: str) -> None:
    checked, refused, text = [], 0, start
    for _ in range(30):
        text = grown.format(text)
        when = {"verified": text, "text": f"{text} = 'fee'", "posted": f"{text} > created"}.get(start.split()[0], f"{text} > 1")
        try:
            compile_rules(rules(when), FIELDS)
        except PlaybookErrors as errors:
            refused += "too" in errors.diagnostics[0].message or "nested" in errors.diagnostics[0].message
            continue
        checked.append(when)
    assert len(checked) + refused == 30
    assert len(checked) >= 3
    events = chance_events(FIELDS, 14, 30)
    deepest = [rule(when, f"r/{number}") for number, when in enumerate(checked[-3:])]
    compiled = compile_rules(deepest, FIELDS)
    online = {(number, match.rule.code) for number, event in enumerate(events) for match in compiled.matches(event)}
    assert history(deepest, FIELDS, events) == online


def test_five_thousand_rules_work() -> None:
    whens = [f"reach > {number} AND contains(text, 'word{number} ') AND score < 0.9" for number in range(5000)]
    compiled = compile_rules(rules(*whens), FIELDS)
    found = compiled.matches({"reach": 4000, "text": "word3 word77 word4999 ", "score": 0.5})
    assert [match.rule.code for match in found] == ["r/3", "r/77"]


def test_importing_the_rules_imports_neither_duckdb_nor_sqlglot() -> None:
    code = "import sys, leeward.playbook.rules; print([name for name in ('duckdb', 'sqlglot', 'pyarrow') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
