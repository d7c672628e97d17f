"""What the database asks of each field, in its own order and its own names of rules, as data.

Read in its request for several statements. What is not required is asked about only when it is there. The tests hold a second
reading of the same table, written apart.
"""

import re
from typing import Any

import msgspec

from leeward.playbook import dsa
from leeward.playbook.vocabulary import DSA_CATEGORIES, DSA_KEYWORDS

DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
PUID = re.compile(r"[a-zA-Z0-9-_]+")
URL = re.compile(r"https?://[^\s/?#@]+\.?[^\s]*", re.IGNORECASE)
EAN = re.compile(r"[0-9]{13}")


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What one field has to be."""

    name: str
    required: bool = False
    required_if: tuple[str, str] | None = None
    """Another field, and the value of it (or in it) that makes this one required; with any other value it is dropped unread."""
    without: tuple[str, ...] = ()
    """Required when none of these is there."""
    words: tuple[str, ...] = ()
    """What it may say; nothing here: any text."""
    several: bool = False
    """Whether it is a list."""
    longest: int | None = None
    date: tuple[str, str] | None = None
    """The first and the last day."""
    shape: str | None = None
    """``puid``, ``url`` or ``ean``."""
    nullable: bool = True
    """Whether null stands for nothing."""


def _decision(name: str, words: tuple[str, ...], several: bool = False) -> Rule:
    return Rule(name=name, words=words, several=several, without=tuple(other for other in DECISIONS if other != name))


def _text(name: str, longest: int, **more: Any) -> Rule:
    return Rule(name=name, longest=longest, **more)


def _end(name: str) -> Rule:
    return Rule(name=f"end_date_{name}_restriction", date=("0001-01-01", "2038-01-01"))


CATEGORIES, KEYWORDS = tuple(sorted(DSA_CATEGORIES)), tuple(sorted(DSA_KEYWORDS))
ILLEGAL, INCOMPATIBLE = ("decision_ground", dsa.ILLEGAL), ("decision_ground", dsa.INCOMPATIBLE)

RULES = (
    _decision("decision_visibility", dsa.VISIBILITY, several=True),
    _text("decision_visibility_other", 500, required_if=("decision_visibility", "DECISION_VISIBILITY_OTHER")),
    _decision("decision_monetary", dsa.MONETARY),
    _text("decision_monetary_other", 500, required_if=("decision_monetary", "DECISION_MONETARY_OTHER")),
    _decision("decision_provision", dsa.PROVISION),
    _decision("decision_account", dsa.ACCOUNT),
    Rule(name="account_type", words=dsa.ACCOUNT_TYPES),
    Rule(name="category_specification", words=KEYWORDS, several=True),
    _text("category_specification_other", 500),
    Rule(name="decision_ground", required=True, words=dsa.GROUNDS),
    _text("decision_ground_reference_url", 500, shape="url"),
    _text("illegal_content_legal_ground", 500, required_if=ILLEGAL),
    _text("illegal_content_explanation", 2000, required_if=ILLEGAL),
    _text("incompatible_content_ground", 500, required_if=INCOMPATIBLE),
    _text("incompatible_content_explanation", 2000, required_if=INCOMPATIBLE),
    Rule(name="incompatible_content_illegal", words=dsa.YES_NO, nullable=False),
    Rule(name="content_type", required=True, words=dsa.CONTENT_TYPES, several=True),
    _text("content_type_other", 500, required_if=("content_type", "CONTENT_TYPE_OTHER")),
    Rule(name="category", required=True, words=CATEGORIES),
    Rule(name="category_addition", words=CATEGORIES, several=True, nullable=False),
    Rule(name="territorial_scope", words=dsa.TERRITORIES, several=True),
    Rule(name="content_language", words=tuple(sorted(dsa.LANGUAGES))),
    Rule(name="content_date", required=True, date=("2000-01-01", "2038-01-01")),
    Rule(name="application_date", required=True, date=("2020-01-01", "2038-01-01")),
    _end("account"),
    _end("monetary"),
    _end("service"),
    _end("visibility"),
    _text("decision_facts", 5000, required=True),
    Rule(name="source_type", required=True, words=dsa.SOURCE_TYPES),
    _text("source_identity", 500),
    Rule(name="automated_detection", required=True, words=dsa.YES_NO),
    Rule(name="automated_decision", required=True, words=dsa.AUTOMATED_DECISIONS),
    _text("puid", 500, required=True, shape="puid"),
    Rule(name="content_id", shape="ean"),
)
