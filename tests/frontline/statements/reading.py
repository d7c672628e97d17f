"""A second reading of the database's rules, written from its table of fields and not from ours: a payload passes or it does not.

It is a table of predicates, each over the whole payload; ours walks field by field. The two share no code and no word list.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

Payload = Mapping[str, Any]

VISIBILITY = {
    "CONTENT_REMOVED",
    "CONTENT_DISABLED",
    "CONTENT_DEMOTED",
    "CONTENT_AGE_RESTRICTED",
    "CONTENT_INTERACTION_RESTRICTED",
}
VISIBILITY |= {"CONTENT_LABELLED", "OTHER"}
CATEGORIES = """ANIMAL_WELFARE|CONSUMER_INFORMATION|CYBER_VIOLENCE|CYBER_VIOLENCE_AGAINST_WOMEN|SELF_HARM|VIOLENCE
ILLEGAL_OR_HARMFUL_SPEECH
DATA_PROTECTION_AND_PRIVACY_VIOLATIONS|INTELLECTUAL_PROPERTY_INFRINGEMENTS|NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS
NOT_SPECIFIED_NOTICE|OTHER_VIOLATION_TC|PROTECTION_OF_MINORS|RISK_FOR_PUBLIC_SECURITY|SCAMS_AND_FRAUD|UNSAFE_AND_PROHIBITED_PRODUCTS"""
CATEGORY = {f"STATEMENT_CATEGORY_{each}" for each in re.split(r"[|\n]", CATEGORIES)}
EEA = set(re.findall("..", "ATBEBGCYCZDEDKEEESFIFRGRHRHUIEISITLILTLULVMTNLNOPLPTROSESISK"))
TYPES = {f"CONTENT_TYPE_{each}" for each in re.split(r"\|", "APP|AUDIO|IMAGE|PRODUCT|SYNTHETIC_MEDIA|TEXT|VIDEO|OTHER")}
SOURCES = {"SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER", "SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_VOLUNTARY"}
AUTOMATED = {"AUTOMATED_DECISION_FULLY", "AUTOMATED_DECISION_PARTIALLY", "AUTOMATED_DECISION_NOT_AUTOMATED"}
PROVISION = {f"DECISION_PROVISION_{part}_{end}" for part in ("PARTIAL", "TOTAL") for end in ("SUSPENSION", "TERMINATION")}


def get(payload: Payload, name: str) -> Any:
    """A field as the server sees it: without blanks around, and nothing where it is empty."""
    value = payload.get(name)
    if isinstance(value, str):
        value = value.strip()
    return None if value in ("", None) else value


def one_of(name: str, words: set[str]) -> Callable[[Payload], bool]:
    return lambda payload: get(payload, name) is None or (isinstance(get(payload, name), str) and get(payload, name) in words)


def some_of(name: str, words: set[str] | Callable[[str], bool]) -> Callable[[Payload], bool]:
    known = words if callable(words) else words.__contains__

    def holds(payload: Payload) -> bool:
        value = get(payload, name)
        return value is None or (isinstance(value, list) and all(isinstance(each, str) and known(each.strip()) for each in value))

    return holds


def at_most(name: str, longest: int) -> Callable[[Payload], bool]:
    return lambda payload: size(get(payload, name)) <= longest


def size(value: Any) -> int:
    """What the server measures: signs of a text, things in a list, and of anything else the signs of how it writes it."""
    if isinstance(value, bool) or value is None:
        return 1 if value else 0
    return len(value) if isinstance(value, str | list) else len(str(value))


def there(name: str) -> Callable[[Payload], bool]:
    return lambda payload: get(payload, name) not in (None, [])


def when(condition: Callable[[Payload], bool], *then: Callable[[Payload], bool]) -> Callable[[Payload], bool]:
    return lambda payload: not condition(payload) or all(each(payload) for each in then)


def day(name: str, first: str, last: str) -> Callable[[Payload], bool]:
    def holds(payload: Payload) -> bool:
        value = get(payload, name)
        if value is None:
            return True
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return False
        try:
            datetime.fromisoformat(f"{value}T00:00:00+00:00")
        except ValueError:
            return False
        return first <= value <= last

    return holds


def holds_word(name: str, word: str) -> Callable[[Payload], bool]:
    return lambda payload: word in (get(payload, name) or [])


def is_word(name: str, word: str) -> Callable[[Payload], bool]:
    return lambda payload: get(payload, name) == word


def not_null(name: str) -> Callable[[Payload], bool]:
    """A null is refused where the field cannot be null."""
    return lambda payload: name not in payload or get(payload, name) is not None


ILLEGAL, INCOMPATIBLE = "DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"
DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")


def table(keywords: set[str], languages: set[str]) -> list[Callable[[Payload], bool]]:
    """Every rule. The two long lists come from outside."""
    rules: list[Callable[[Payload], bool]] = [
        lambda payload: any(get(payload, name) not in (None, []) for name in DECISIONS),
        some_of("decision_visibility", {f"DECISION_VISIBILITY_{each}" for each in VISIBILITY}),
        one_of("decision_monetary", {f"DECISION_MONETARY_{each}" for each in ("SUSPENSION", "TERMINATION", "OTHER")}),
        one_of("decision_provision", PROVISION),
        one_of("decision_account", {"DECISION_ACCOUNT_SUSPENDED", "DECISION_ACCOUNT_TERMINATED"}),
        one_of("account_type", {"ACCOUNT_TYPE_BUSINESS", "ACCOUNT_TYPE_PRIVATE"}),
        when(holds_word("decision_visibility", "DECISION_VISIBILITY_OTHER"), there("decision_visibility_other"),
             at_most("decision_visibility_other", 500)),
        when(is_word("decision_monetary", "DECISION_MONETARY_OTHER"), there("decision_monetary_other"),
             at_most("decision_monetary_other", 500)),
        there("decision_ground"), one_of("decision_ground", {ILLEGAL, INCOMPATIBLE}),
        when(is_word("decision_ground", ILLEGAL), there("illegal_content_legal_ground"), there("illegal_content_explanation"),
             at_most("illegal_content_legal_ground", 500), at_most("illegal_content_explanation", 2000)),
        when(is_word("decision_ground", INCOMPATIBLE), there("incompatible_content_ground"),
             there("incompatible_content_explanation"), at_most("incompatible_content_ground", 500),
             at_most("incompatible_content_explanation", 2000), not_null("incompatible_content_illegal"),
             one_of("incompatible_content_illegal", {"Yes", "No"})),
        there("content_type"), some_of("content_type", TYPES),
        when(holds_word("content_type", "CONTENT_TYPE_OTHER"), there("content_type_other"), at_most("content_type_other", 500)),
        there("category"), one_of("category", CATEGORY), not_null("category_addition"), some_of("category_addition", CATEGORY),
        some_of("category_specification", keywords), at_most("category_specification_other", 500),
        some_of("territorial_scope", EEA), one_of("content_language", languages),
        there("content_date"), day("content_date", "2000-01-01", "2038-01-01"),
        there("application_date"), day("application_date", "2020-01-01", "2038-01-01"),
        there("decision_facts"), at_most("decision_facts", 5000),
        there("source_type"), one_of("source_type", SOURCES), at_most("source_identity", 500),
        there("automated_detection"), one_of("automated_detection", {"Yes", "No"}),
        there("automated_decision"), one_of("automated_decision", AUTOMATED),
        there("puid"), at_most("puid", 500),
        lambda payload: get(payload, "puid") is None or (isinstance(get(payload, "puid"), str | int)
        and not isinstance(get(payload, "puid"), bool)
        and re.search(r"\A[a-zA-Z0-9_-]+\Z", str(get(payload, "puid"))) is not None),
        at_most("decision_ground_reference_url", 500),
        lambda payload: get(payload, "decision_ground_reference_url") is None
        or (isinstance(get(payload, "decision_ground_reference_url"), str)
        and get(payload, "decision_ground_reference_url").startswith(("https://", "http://"))),
    ]  # fmt: skip
    ends = [f"end_date_{name}_restriction" for name in ("visibility", "monetary", "service", "account")]
    return [*rules, *(day(name, "0001-01-01", "2038-01-01") for name in ends)]
