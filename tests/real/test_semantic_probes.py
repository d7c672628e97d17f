"""The 104 semantic probes of ``semantic_probes``: each is refused at check, or means what is stated here, in all three engines.

Stated is what DuckDB 2.0 said when the probes were made; where the language decides otherwise on purpose, it says so here. What
other engines said then, they still say.
"""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from elsewhere import ENGINES, ERROR, Elsewhere
from leeward.playbook.diagnostics import Location, PlaybookErrors
from leeward.playbook.model import FieldType as F
from leeward.playbook.rules import compile_rules, parse_predicate
from playbook.rules.lake import history, rule, table

if TYPE_CHECKING:
    from cluster import Cluster

SHARED = Path(os.environ.get("LEEWARD_SHARED", Path(__file__).parents[3] / "shared"))
PROBES = SHARED / "data" / "semantic_probes" / "probes.json"

pytestmark = pytest.mark.skipif(not PROBES.exists(), reason=f"the semantic probes are not at {PROBES}: set LEEWARD_SHARED")

FIELDS = {
    "i": F.INTEGER, "j": F.INTEGER, "n": F.INTEGER, "z": F.INTEGER, "big": F.INTEGER, "neg": F.INTEGER,
    "d": F.FLOAT, "nan": F.FLOAT,
    "s": F.TEXT, "t": F.TEXT, "ns": F.TEXT, "emp": F.TEXT, "num": F.TEXT, "pct": F.TEXT, "tr": F.TEXT, "u": F.TEXT, "w": F.TEXT,
    "b": F.BOOLEAN, "nb": F.BOOLEAN,
    "l": F.TEXTS, "le": F.TEXTS, "ln": F.TEXTS, "nl": F.TEXTS,
}  # fmt: skip
OTHERWISE = {
    "overflow": True,  # integers are exact: 2^63 is greater than 0
    "arr_null": False,  # a list is never NULL: the missing one is empty
    "not_arr_null": True,
}
"""Where the language differs from DuckDB on purpose."""

REFUSED = {
    "null_eq_null", "in_with_null_item", "not_in_with_null", "int_div", "int_div_op", "neg_int_div",
    "neg_mod", "div_zero_null", "div_zero_gt", "mod_zero", "float_eq", "dec_lit", "d_eq_lit", "round_half",
    "round_half_e", "cast_trunc", "cast_neg", "nan_eq", "str_num_cmp", "str_num_eq", "bool_int", "try_cast_bad",
    "cast_bad", "like_escape_pct", "contains_empty", "trailing_sp", "eq_case", "substr_0", "split",
    "re_d_unicode", "re_w_unicode", "re_lookahead", "re_backref", "re_ci_unicode", "re_pL", "re_s_nbsp", "re_brace",
    "re_z", "re_dollar_nl", "re_empty_alt", "re_possessive", "arr_len_empty_isnull", "arr_len_null", "len_list",
    "arr_idx", "arr_idx_oob", "arr_filter", "ts_diff", "ts_add", "epoch", "dow", "isodow", "date_trunc",
}  # fmt: skip
"""Engines disagree about it, or it says nothing about a field."""


ONE_MEANING = {
    "bool_is_not_true": "TRUE of NULL",
    "overflow": "integers are exact",
    "int32_mul": "integers are exact",
    "nan_gt": "a float that is not finite is NULL",
    "like_esc_clause": "as in SQL",
    "contains": "case and all",
    "contains_case": "case and all",
    "contains_null": "NULL of NULL",
    "lower_u": "one character becomes one",
    "re_b_unicode": "the edge of an ASCII word",
    "re_dot_nl": "a dot takes no line break",
    "re_null": "NULL of NULL",
    "arr_null": "a missing list is empty",
    "not_arr_null": "a missing list is empty",
    "arr_null_item_miss": "FALSE when the element is not there",
    "not_arr_null_item_miss": "FALSE when the element is not there",
    "arr_search_null": "NULL when what is looked for is",
    "arr_any": "whether they share an element",
}
"""Engines disagree about it, and the language has decided."""
ENGINE = {"DuckDB": "duckdb", "chDB": "chdb", "DataFusion": "datafusion", "Polars": "polars"}
OTHERWISE_TODAY = {("Polars", "int32_mul"): True}  # the probe's integers had 32 bits; ours have 64


def probes() -> list[dict[str, Any]]:
    return json.loads(PROBES.read_text())["probes"] if PROBES.exists() else []


def row() -> dict[str, object]:
    """The probes' row. A float that is not finite never passes the door, so it is missing here."""
    values = json.loads(PROBES.read_text())["row"]
    return {name: value for name, value in values.items() if value == value}


@pytest.mark.parametrize("probe", probes(), ids=lambda probe: probe["id"])
def test_a_probe_is_refused_or_means_what_is_stated(probe: dict[str, Any]) -> None:
    where = Location.of_text(probe["sql"])
    if probe["id"] in REFUSED:
        with pytest.raises(PlaybookErrors) as caught:
            parse_predicate(probe["sql"], FIELDS, where)
        assert all(each.hint for each in caught.value.diagnostics)
        return
    event, when = row(), stated(probe)
    assert compile_rules([rule(when)], FIELDS).mask(event) == 1
    assert history([rule(when)], FIELDS, [event]) == {(0, "group/name")}


def stated(probe: dict[str, Any]) -> str:
    """The condition that it means what is stated: it matches."""
    result = OTHERWISE.get(probe["id"], probe["result"]["duckdb"])
    if "nan" in probe["sql"]:
        result = None if probe["id"] == "nan_gt" else True
    return {True: f"({probe['sql']})", False: f"NOT ({probe['sql']})", None: f"({probe['sql']}) IS NULL"}[result]


@pytest.mark.spark
@pytest.mark.timeout(300)
def test_every_probe_that_is_taken_means_what_is_stated_on_a_cluster(spark: "Cluster") -> None:
    rules = [rule(stated(probe), f"probe/{probe['id']}") for probe in probes() if probe["id"] not in REFUSED]
    assert {code for _, code in spark.matches(rules, FIELDS, [row()])} == {each.code for each in rules}


@pytest.mark.parametrize("engine", ENGINES)
def test_other_engines_still_answer_as_they_did(engine: str, elsewhere: Elsewhere) -> None:
    for probe in probes():
        name = ENGINE[engine]
        answer, recorded = elsewhere.ask(engine, probe["text"][name]), probe["result"][name]
        expected = ERROR if isinstance(recorded, str) else recorded
        assert answer == OTHERWISE_TODAY.get((engine, probe["id"]), expected), probe["text"][name]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    """The probes' row in every engine, NaN and all."""
    return Elsewhere(table(FIELDS, [json.loads(PROBES.read_text())["row"]]), tmp_path_factory.mktemp("probes"))


def test_what_engines_disagree_about_is_refused_or_has_one_meaning() -> None:
    differing = {probe["id"] for probe in probes() if len({json.dumps(each) for each in probe["result"].values()}) > 1}
    assert len(differing) == 58  # by what is recorded; the README there counts 63
    assert differing - REFUSED == set(ONE_MEANING)


def test_all_104_are_accounted_for() -> None:
    found = {probe["id"] for probe in probes()}
    assert len(found) == 104
    assert found >= REFUSED
