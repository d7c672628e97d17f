"""The database's answer to a statement, before it is asked: the same statements pass, and the same fields are named (Q15).

Two things the database documents and does not check: an end date is not before the application date, and a text is a text. It
takes such statements, so ``problems_of`` does too; ``findings_of`` names them, and the playbook says whether they stay here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from leeward.frontline.statements.rules import EAN, PUID, RULES, URL, Rule
from leeward.record.facts.statements import Problem
from leeward.record.terms.code import FieldCode, ReasonCode

BATCH = 100
EARLY_END, NO_TEXT = ReasonCode("own:early_end"), ReasonCode("own:no_text")
_ENDS = tuple(f"end_date_{each}_restriction" for each in ("visibility", "monetary", "service", "account"))


def problems_of(payload: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything that is wrong with a statement, in the order of the fields; nothing when the database takes it."""
    given = {name: _trimmed(value) for name, value in payload.items()}
    found = [Problem(field=FieldCode(rule.name), rule=ReasonCode(said)) for rule in RULES for said in _asked(rule, given)]
    return tuple(found)


def findings_of(payload: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What the database takes though its own description rules it out: an end before the beginning, a text that is none."""
    given = {name: _trimmed(value) for name, value in payload.items()}
    loose = [Problem(field=FieldCode(rule.name), rule=NO_TEXT) for rule in RULES if _no_text(rule, given)]
    return (*loose, *_early(given))


def _no_text(rule: Rule, given: Mapping[str, Any]) -> bool:
    """Whether a field of text holds something else that the database reads as one."""
    plain = not rule.words and not rule.several and rule.date is None and rule.shape != "ean"
    return plain and given.get(rule.name) is not None and not isinstance(given[rule.name], str)


def problems_of_batch(statements: Sequence[Mapping[str, Any]]) -> dict[int, tuple[Problem, ...]]:
    """What is wrong with which of several statements, by place; a batch of none or of more than 100 is refused as -1."""
    if not 1 <= len(statements) <= BATCH:
        return {-1: (Problem(field=FieldCode("statements"), rule=ReasonCode("between")),)}
    found = {place: problems_of(each) for place, each in enumerate(statements)}
    return {place: problems for place, problems in found.items() if problems}


def _trimmed(value: Any) -> Any:
    """Blanks around a text go, and an empty text is none, before anything is asked."""
    if isinstance(value, str):
        return value.strip() or None
    return [_trimmed(each) for each in value] if isinstance(value, list | tuple) else value


def _asked(rule: Rule, given: Mapping[str, Any]) -> Iterator[str]:
    if rule.required_if is not None and not _says(given.get(rule.required_if[0]), rule.required_if[1]):
        return  # dropped unread
    if rule.name == "incompatible_content_illegal" and given.get("decision_ground") != "DECISION_GROUND_INCOMPATIBLE_CONTENT":
        return
    value = given.get(rule.name)
    if value is None or value == []:
        yield from _nothing(rule, given, value)
    elif rule.several:
        yield from _list(rule, value)
    elif rule.shape == "ean":
        yield from _ean(value)
    elif not isinstance(value, str):
        yield from _other(rule, value)
    else:
        yield from _text(rule, value)


def _nothing(rule: Rule, given: Mapping[str, Any], value: Any) -> Iterator[str]:
    """What is said about a field that is not there, or empty."""
    if rule.required or rule.required_if is not None:
        yield "required"
    elif rule.without and all(given.get(other) in (None, []) for other in rule.without):
        yield "required_without_all"
    elif not rule.nullable and rule.name in given and value is None:
        yield "array" if rule.several else "in"
    elif value == [] and not rule.several:
        yield from _other(rule, value)


def _says(value: Any, word: str) -> bool:
    return word in value if isinstance(value, list) else bool(value == word)


def _list(rule: Rule, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield "array"
    elif any(not isinstance(each, str) or each not in rule.words for each in value):
        yield "in"


def _other(rule: Rule, value: Any) -> Iterator[str]:
    """What is no text, in a field of text: the database measures it as its language writes it, and counts what is in a list."""
    if isinstance(value, list | tuple | dict):
        if rule.longest is not None and len(value) > rule.longest:
            yield "max"
        yield from _never(rule)
    elif isinstance(value, bool):
        yield from _never(rule)
    elif rule.shape == "url":
        yield "url"
    else:
        yield from _text(rule, str(value))


def _never(rule: Rule) -> Iterator[str]:
    """The rules that only a text or a number can pass."""
    if rule.words:
        yield "in"
    if rule.shape is not None:
        yield {"puid": "regex", "url": "url"}.get(rule.shape, "array")
    if rule.date is not None:
        yield "date_format"


def _text(rule: Rule, value: str) -> Iterator[str]:
    if rule.words and value not in rule.words:
        yield "in"
    if rule.longest is not None and len(value) > rule.longest:
        yield "max"
    if rule.shape == "puid" and not PUID.fullmatch(value):
        yield "regex"
    if rule.shape == "url" and not URL.fullmatch(value):
        yield "url"
    if rule.date is not None:
        yield from _date(value, *rule.date)


def _date(value: str, first: str, last: str) -> Iterator[str]:
    day = _day(value)
    if day is None:
        yield "date_format"
    elif day < date.fromisoformat(first):
        yield "after_or_equal"
    elif day > date.fromisoformat(last):
        yield "before_or_equal"


def _day(value: Any) -> date | None:
    """A day written as YYYY-MM-DD and in no other way."""
    if not isinstance(value, str) or len(value) != 10 or value[4] != "-" or not value.isascii():
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _ean(value: Any) -> Iterator[str]:
    """A table with nothing but a number of thirteen digits."""
    if not isinstance(value, dict):
        yield "array"
    elif set(value) != {"EAN-13"}:
        yield "in"
    elif not isinstance(value["EAN-13"], str) or not EAN.fullmatch(value["EAN-13"]):
        yield "regex"


def _early(given: Mapping[str, Any]) -> Iterator[Problem]:
    applied = _day(given.get("application_date"))
    for name in _ENDS:
        end = _day(given.get(name))
        if applied is not None and end is not None and end < applied:
            yield Problem(field=FieldCode(name), rule=EARLY_END)
