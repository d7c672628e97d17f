"""One meaning in three engines: whatever is invented matches the same online, in DuckDB and on a Spark cluster.

A query on the cluster costs seconds, so many rules and many events go into each. What ever differed is a case of
``playbook.rules.test_meanings``, and all those cases are asked here too.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from leeward.playbook.diagnostics import Location, PlaybookErrors
from leeward.playbook.model import FieldType as F
from leeward.playbook.rules import NOTHING, Known, parse_predicate
from leeward.playbook.rules.casing import lower, upper
from playbook.rules.fields import FIELDS, KNOWN
from playbook.rules.invention import KNOWN as INVENTED
from playbook.rules.invention import Inventor, chance_events, events, quote, schemas
from playbook.rules.lake import rule
from playbook.rules.test_history import WHENS
from playbook.rules.test_meanings import CASES
from properties.agreement import agree

if TYPE_CHECKING:
    from cluster import Cluster

pytestmark = [pytest.mark.spark, pytest.mark.timeout(400)]

T = TypeVar("T")


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """So many examples at once: other ones each time, and nothing to shrink."""
    found: list[T] = []

    @settings(max_examples=count, phases=[Phase.generate], deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def take(value: T) -> None:
        found.append(value)

    take()
    return found


def checked(whens: Sequence[str], fields: Mapping[str, F], most: int, known: Known = NOTHING) -> list[str]:
    """Those the checker takes."""
    found = []
    for when in dict.fromkeys(whens):
        try:
            parse_predicate(when, fields, Location.of_text(when), known)
        except PlaybookErrors:
            continue
        found.append(when)
    return found[:most]


def test_two_executors_share_the_work(spark: "Cluster") -> None:
    assert agree(spark, ["reach > 5"], FIELDS, [{"reach": number} for number in range(40)])
    assert spark.executors() == 2


def test_every_case_means_the_same(spark: "Cluster") -> None:
    asked = {True: "{}", False: "NOT ({})", None: "({}) IS NULL"}
    whens = checked([asked[truth].format(when) for when, _, truth in CASES], FIELDS, len(CASES), KNOWN)
    matched = agree(spark, whens, FIELDS, [event for _, event, _ in CASES], KNOWN)
    assert len(whens) > len(CASES) * 0.8
    assert {code for _, code in matched} == {f"r/{number}" for number in range(len(whens))}, "each is true of its own event"


@st.composite
def predicates(draw: st.DrawFn, fields: dict[str, F], others: int) -> str:
    """A condition over these fields, which may name so many other rules."""
    return Inventor(draw, fields, others).condition(draw(st.integers(0, 2)))


@pytest.mark.parametrize("batch", range(3))
def test_whatever_is_invented_matches_the_same(spark: "Cluster", batch: int) -> None:
    fields = drawn(schemas(), 4 + batch)[-1]
    others = checked(drawn(predicates(fields, 0), 8), fields, 2, INVENTED)
    known = replace(INVENTED, rules=tuple((f"other/{number}", when) for number, when in enumerate(others)))
    whens = checked(drawn(predicates(fields, len(others)), 110), fields, 60, known)
    rows = [*drawn(events(fields), 50), *chance_events(fields, random.randrange(2**32), 150)]
    assert agree(spark, whens, fields, rows, known)


ATOMS = (
    "a", "b", "k", "s", "K", "é", "ſ", "\u212a", "👩", "ab", "bca", ".", "[ab]", "[^a]", "[^👩]", "[a-z]", "[^é-👩]", r"\w",
    r"\W", r"\d", r"\D", r"\s", r"\S", "^", "$", r"\b", r"\A", r"\z", "(?:)", r"\x{1F469}", r"\n", "[[:alpha:]]",
    "[[:^alpha:]]", r"[\W]", r"[^\W]", r"[\d_]", "[[:punct:]]", "[^[:space:]]", "-", r"\.", "_", " ", "(a|)", "(?:|b)",
)  # fmt: skip
FLAGS = ("", "", "", "(?i)", "(?s)", "(?m)", "(?ms)", "(?im)", "(?is)")


def patterns() -> st.SearchStrategy[str]:
    """Regular expressions over few characters, odd ones among them."""

    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        repeats = ("*", "+", "?", "{2}", "{1,2}", "{2,}", "+?", "{0,3}")
        return st.one_of(
            st.lists(inner, min_size=2, max_size=4).map("".join),
            st.lists(inner, min_size=2, max_size=3).map(lambda each: f"({'|'.join(each)})"),
            st.builds("{}{}".format, inner.map("(?:{})".format), st.sampled_from(repeats)),
        )

    return st.builds("{}{}".format, st.sampled_from(FLAGS), st.recursive(st.sampled_from(ATOMS), grow, max_leaves=8))


def test_regular_expressions_find_the_same(spark: "Cluster") -> None:
    texts = drawn(st.text("abksKSéſ\u212a👩\n _-.0ß\U0010ffff\x00\ud7ff\ue000", max_size=6), 300)
    whens = checked([f"regexp_matches(text, {quote(pattern)})" for pattern in drawn(patterns(), 250)], FIELDS, 120)
    assert agree(spark, whens, {"text": F.TEXT}, [{"text": text} for text in texts])


@pytest.mark.parametrize("fold", [lower, upper])
def test_every_character_there_is_folds_the_same(spark: "Cluster", fold: Callable[[str], str]) -> None:
    characters = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code <= 0xDFFF]
    texts = ["".join(characters[start : start + 50]) for start in range(0, len(characters), 50)]
    folded = pa.table({"event_id": range(len(texts)), "text": texts, "title": [fold(text) for text in texts]})
    assert spark.asked([rule(f"{fold.__name__}(text) <> title")], {"text": F.TEXT, "title": F.TEXT}, folded) == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("spark.sql.session.timeZone", "Asia/Tokyo"),
        ("spark.sql.ansi.enabled", "false"),
        ("spark.sql.legacy.sizeOfNull", "true"),
        ("spark.sql.codegen.wholeStage", "false"),
        ("spark.sql.caseSensitive", "true"),
    ],
)
def test_no_setting_of_the_session_decides(spark: "Cluster", name: str, value: str) -> None:
    whens = [
        *WHENS, "array_length(labels) = 0", "list_unique(labels) = 0", "list_sum(hashes) > 0", "reach * reach > 0",
        "score / nullif(price, 0) > 1.0", "lower(text) = 'fee'", "similarity(text, title) > 0.1",
        "hour_of_day(posted, 'Asia/Tokyo') < 3",
    ]  # fmt: skip
    with spark.set(name, value):
        assert agree(spark, whens, FIELDS, chance_events(FIELDS, 13, 100))


def test_a_text_is_only_ever_a_text(spark: "Cluster") -> None:
    """Spark puts ${env:NAME} in even between quotes, and reads a backslash as an escape."""
    texts = [
        "${env:HOME}",
        "${spark:spark.master}",
        "\\",
        "\\n",
        "\\u0041",
        "' OR TRUE --",
        "a''b",
        "$",
        "\x00",
        "\n",
        "\t\r\f",
        ":x",
    ]
    texts = [text for text in texts if "\x00" not in text]
    whens = [f"text = {quote(text)}" for text in texts] + [f"contains(text, {quote(text)})" for text in texts]
    assert len(agree(spark, whens, FIELDS, [{"text": text} for text in texts])) >= 2 * len(texts)
