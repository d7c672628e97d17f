"""The query for a cluster as text; what it means is asked of a cluster in ``tests/properties/test_three_engines.py``."""

import re

import pytest
import re2

from leeward.playbook.diagnostics import PlaybookErrors
from leeward.playbook.rules import spark_sql
from leeward.playbook.rules.functions import TABLE
from leeward.playbook.rules.java import java_pattern
from leeward.playbook.rules.regex import POSIX
from leeward.playbook.rules.spark import text_literal
from playbook.rules.fields import FIELDS
from playbook.rules.lake import rule


def test_every_function_has_its_spark_text() -> None:
    assert [each.name for each in TABLE if each.strict and not each.spark] == [], "write `spark` in functions.py"


def test_nothing_is_written_for_a_rule_with_a_mistake() -> None:
    with pytest.raises(PlaybookErrors):
        spark_sql([rule("reach > 3"), rule("rech > 3")], FIELDS, "events")


def test_without_rules_it_is_a_query_without_rows() -> None:
    assert spark_sql([], FIELDS, "events").endswith("FROM events WHERE FALSE")


def test_a_case_folding_is_made_once_for_all_rules_and_reads_the_one_inside_it() -> None:
    sql = spark_sql(
        [rule("upper(lower(text)) = 'A'", "r/1"), rule("contains(lower(text), 'a') AND upper(lower(text)) <> 'B'", "r/2")],
        FIELDS,
        "events",
    )
    assert sql.count("THEN lower(`text`)") == 1
    assert sql.count("THEN upper(_shared_0)") == 1


@pytest.mark.parametrize(
    ("text", "spark"),
    [
        ("visa fee", "'visa fee'"),
        ("it's", r"'it\'s'"),
        ("a\\n", r"'a\\n'"),
        ("a\nb", r"'a\U0000000ab'"),
        ("${env:HOME}", r"'\U00000024{env:HOME}'"),  # Spark would put the variable in, between quotes too
        ("café 👩", "'café 👩'"),
    ],
)
def test_a_text_holds_nothing_that_spark_would_read(text: str, spark: str) -> None:
    assert text_literal(text) == spark


@pytest.mark.parametrize(
    ("pattern", "java"),
    [
        ("(processing|visa) fee", "(?:processing|visa) fee"),
        ("(?i)fees?", "[Ff][Ee][Ee][Ss\\x{17F}]?"),
        ("a|b|[c-e]", "[a-e]"),
        ("^a.b$", r"\Aa[\x{0}-\x{9}\x{B}-\x{D7FF}\x{E000}-\x{10FFFF}]b\z"),
        ("(?m)^a$", r"(?<![^\n])a(?![^\n])"),
        (r"x{2,}\.", r"x{2,}\x{2E}"),
        (r"[\w-]+", r"[\x{2D}0-9A-Z_a-z]+"),
        ("[^[:alpha:]a]", r"[\x{0}-\x{40}\x{5B}-\x{60}\x{7B}-\x{D7FF}\x{E000}-\x{10FFFF}]"),
        (r"[\d\D]|[^\d\D]", r"[\x{0}-\x{D7FF}\x{E000}-\x{10FFFF}]"),
        (r"[^\d\D]", "(?!)"),
        ("(ab|c)*d", "(?:ab|c)*d"),
    ],
)
def test_patterns_in_javas_words(pattern: str, java: str) -> None:
    assert java_pattern(pattern) == java


CLASSES = (
    ".", "(?s).", r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", r"(?i)\w", r"(?i)\W", r"(?i)[\W_]", "(?i)k", "(?i)[r-t]",
    "(?i)[^r-t]", "(?i)[[:upper:]]", "(?i)[[:^lower:]k]", "[a-zé-ü]", "[^a-zé-ü]", r"[\]\-\\^]", "[^-a]",
    r"[\x{1F600}-\x{1F64F}a]", "(?i)[!-~]", *(f"[[:{sign}{name}:]]" for sign in ("", "^") for name in sorted(POSIX)),
)  # fmt: skip
SAMPLED = [
    chr(code) for code in (*range(0x600), *range(0x2100, 0x2140), 0xD7FF, 0xE000, 0xFFFF, *range(0x1F5F0, 0x1F660), 0x10FFFF)
]


@pytest.mark.parametrize("pattern", CLASSES)
def test_a_class_takes_the_characters_that_re2_takes(pattern: str) -> None:
    """Python reads the classes that are written for Java: they are nothing but ranges."""

    spelled = re.sub(r"\\x\{([0-9A-F]+)\}", lambda found: re.escape(chr(int(found[1], 16))), java_pattern(pattern))
    ours, theirs = re.compile(spelled), re2.compile(pattern)
    assert [each for each in SAMPLED if bool(ours.fullmatch(each)) != bool(theirs.fullmatch(each))] == []
