"""The validator answers as the database does: checked field by field, and against a second reading of the table (FIELD Q15)."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontline.statements.payloads import SOUND, payloads
from frontline.statements.reading import table
from leeward.frontline.statements.rules import RULES
from leeward.frontline.statements.statement import FIELDS
from leeward.frontline.statements.validator import findings_of, problems_of, problems_of_batch
from leeward.playbook.dsa import LANGUAGES, TERRITORIES
from leeward.playbook.vocabulary import DSA_CATEGORIES, DSA_KEYWORDS

SECOND = table(set(DSA_KEYWORDS), set(LANGUAGES))


def wrong(**changes: Any) -> set[tuple[str, str]]:
    """What is wrong with the sound statement after these changes; ``...`` leaves a field out."""
    payload = {name: value for name, value in (SOUND | changes).items() if value is not ...}
    return {(each.field, each.rule) for each in problems_of(payload)}


@settings(max_examples=600, deadline=None)
@given(payloads())
def test_q15_both_readings_take_the_same_statements(payload: dict[str, Any]) -> None:
    assert (problems_of(payload) == ()) == all(rule(payload) for rule in SECOND)


def test_q15_the_corpus_holds_enough_of_both_sorts() -> None:
    seen: Counter[bool] = Counter()

    @settings(max_examples=300, deadline=None, database=None)
    @given(payloads())
    def look(payload: dict[str, Any]) -> None:
        seen[problems_of(payload) == ()] += 1

    look()
    assert min(seen[True], seen[False]) >= 30


def test_q15_there_are_16_categories_69_keywords_30_states_and_184_languages() -> None:
    assert (len(DSA_CATEGORIES), len(DSA_KEYWORDS), len(TERRITORIES), len(LANGUAGES)) == (16, 69, 30, 184)


@pytest.mark.parametrize("word", sorted(DSA_CATEGORIES))
def test_q15_every_category_is_taken(word: str) -> None:
    assert wrong(category=word, category_addition=[word]) == set()


def test_q15_every_keyword_is_taken_and_the_dangerous_toys_are_not() -> None:
    assert wrong(category_specification=sorted(DSA_KEYWORDS)) == set()
    assert wrong(category_specification=["KEYWORD_DANGEROUS_TOYS"]) == {("category_specification", "in")}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"decision_visibility": ...}, {(f"decision_{each}", "required_without_all") for each in
                                       ("visibility", "monetary", "provision", "account")}),
        ({"decision_visibility": ..., "decision_account": "DECISION_ACCOUNT_SUSPENDED"}, set()),
        ({"decision_visibility": ["DECISION_VISIBILITY_OTHER"]}, {("decision_visibility_other", "required")}),
        ({"decision_visibility": ["DECISION_VISIBILITY_OTHER"], "decision_visibility_other": "Shown less"}, set()),
        ({"decision_visibility_other": "w" * 501}, set()),
        ({"decision_monetary": "DECISION_MONETARY_OTHER"}, {("decision_monetary_other", "required")}),
        ({"decision_visibility": "DECISION_VISIBILITY_CONTENT_REMOVED"}, {("decision_visibility", "array")}),
        ({"decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT"},
         {("illegal_content_legal_ground", "required"), ("illegal_content_explanation", "required")}),
        ({"decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT", "illegal_content_legal_ground": "A law",
          "illegal_content_explanation": "Why", "incompatible_content_ground": ...,
          "incompatible_content_explanation": ...}, set()),
        ({"incompatible_content_explanation": "  "}, {("incompatible_content_explanation", "required")}),
        ({"incompatible_content_illegal": "perhaps"}, {("incompatible_content_illegal", "in")}),
        ({"content_type": []}, {("content_type", "required")}),
        ({"content_type": ["CONTENT_TYPE_OTHER"]}, {("content_type_other", "required")}),
        ({"territorial_scope": ["EL"]}, {("territorial_scope", "in")}),
        ({"content_language": "en"}, {("content_language", "in")}),
        ({"content_date": "1999-12-31"}, {("content_date", "after_or_equal")}),
        ({"application_date": "2038-01-02"}, {("application_date", "before_or_equal")}),
        ({"application_date": "2026-02-30"}, {("application_date", "date_format")}),
        ({"end_date_visibility_restriction": "2026-03-01"}, set()),
        ({"source_identity": 7, "puid": 12, "decision_facts": True}, set()),
        ({"source_identity": ["w"] * 501}, {("source_identity", "max")}),
        ({"puid": True}, {("puid", "regex")}),
        ({"end_date_visibility_restriction": "2026-03-02"}, set()),
        ({"decision_facts": "w" * 5001}, {("decision_facts", "max")}),
        ({"puid": "with blank"}, {("puid", "regex")}),
        ({"puid": "x" * 501}, {("puid", "max")}),
        ({"content_id": {"EAN-13": "4006381333931"}}, set()),
        ({"content_id": {"EAN-13": "12"}}, {("content_id", "regex")}),
        ({"content_id": {"ISBN": "12"}}, {("content_id", "in")}),
        ({"account_type": "ACCOUNT_TYPE_OTHER"}, {("account_type", "in")}),
        ({"category": None}, {("category", "required")}),
    ],
)  # fmt: skip
def test_q15_a_condition_is_answered_by_field_and_rule(changes: dict[str, Any], said: set[tuple[str, str]]) -> None:
    assert wrong(**changes) == said


@pytest.mark.parametrize("name", [rule.name for rule in RULES if rule.required])
def test_q15_what_is_required_is_missed(name: str) -> None:
    assert (name, "required") in wrong(**{name: ...})


def test_q15_what_the_database_takes_against_its_own_description_is_found_beside() -> None:
    loose = SOUND | {"end_date_visibility_restriction": "2026-03-01", "source_identity": 7}
    assert problems_of(loose) == ()
    assert {(each.field, each.rule) for each in findings_of(loose)} == {
        ("source_identity", "own:no_text"),
        ("end_date_visibility_restriction", "own:early_end"),
    }
    assert findings_of(SOUND) == ()


def test_every_field_has_a_rule() -> None:
    assert {rule.name for rule in RULES} == set(FIELDS)


@given(st.integers(1, 100), st.data())
@settings(max_examples=25, deadline=None)
def test_a_batch_names_the_place_of_each_bad_one(size: int, data: st.DataObject) -> None:
    bad = data.draw(st.sets(st.integers(0, size - 1)))
    batch = [SOUND | ({"category": "NONE"} if place in bad else {}) for place in range(size)]
    assert set(problems_of_batch(batch)) == bad


@pytest.mark.parametrize("size", [0, 101])
def test_a_batch_of_none_or_of_more_than_100_is_refused(size: int) -> None:
    assert set(problems_of_batch([SOUND] * size)) == {-1}
