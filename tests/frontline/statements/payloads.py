"""Statements of all sorts: a sound one, and changes that make some of them unsound."""

from typing import Any

from hypothesis import strategies as st

from leeward.playbook import dsa
from leeward.playbook.vocabulary import DSA_CATEGORIES, DSA_KEYWORDS

SOUND: dict[str, Any] = {
    "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    "incompatible_content_ground": "A rule of the platform",
    "incompatible_content_explanation": "It is against that rule.",
    "content_type": ["CONTENT_TYPE_TEXT"],
    "category": "STATEMENT_CATEGORY_VIOLENCE",
    "category_specification": ["KEYWORD_HUMAN_EXPLOITATION"],
    "content_date": "2026-03-01",
    "application_date": "2026-03-02",
    "decision_facts": "It was found to break the rule.",
    "source_type": "SOURCE_VOLUNTARY",
    "automated_detection": "No",
    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
    "puid": "01900000-0000-7000-8000-000000000000",
}

_words: dict[str, list[str]] = {
    "decision_monetary": list(dsa.MONETARY), "decision_provision": list(dsa.PROVISION), "decision_account": list(dsa.ACCOUNT),
    "account_type": list(dsa.ACCOUNT_TYPES), "decision_ground": list(dsa.GROUNDS), "incompatible_content_illegal": ["Yes", "No"],
    "category": sorted(DSA_CATEGORIES), "content_language": sorted(dsa.LANGUAGES), "source_type": list(dsa.SOURCE_TYPES),
    "automated_detection": ["Yes", "No"], "automated_decision": list(dsa.AUTOMATED_DECISIONS),
}  # fmt: skip
_lists: dict[str, list[str]] = {
    "decision_visibility": list(dsa.VISIBILITY), "content_type": list(dsa.CONTENT_TYPES),
    "category_addition": sorted(DSA_CATEGORIES), "category_specification": sorted(DSA_KEYWORDS),
    "territorial_scope": list(dsa.TERRITORIES),
}  # fmt: skip
_texts = {
    "decision_visibility_other": 500, "decision_monetary_other": 500, "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2000, "incompatible_content_ground": 500, "incompatible_content_explanation": 2000,
    "content_type_other": 500, "category_specification_other": 500, "decision_facts": 5000, "source_identity": 500,
}  # fmt: skip
_WRONG = ["KEYWORD_DANGEROUS_TOYS", "STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT", "GB", "EL", "en", "yes", "NULL"]
_DAYS = [
    "2026-03-01", "1999-12-31", "2000-01-01", "2019-12-31", "2020-01-01", "2038-01-01", "2038-01-02", "2026-02-30", "2026-3-1",
    "01/03/2026", "2026-03-01 00:00:00", "2026-03-01-12", "20260301",
]  # fmt: skip
_PUIDS = ["a", "A_b-9", "", "with blank", "ümlaut", "a/b", "x" * 500, "x" * 501, "line\nbreak", " around "]
_URLS = ["https://platform.example/rules", "platform.example", "http://platform.example", "https://x.example/" + "r" * 500, ""]


def _text(longest: int) -> st.SearchStrategy[str]:
    return st.sampled_from(["", "   ", "Some words.", "w" * longest, "w" * (longest + 1), "ü" * longest, f"  {'w' * longest}  "])


def _value(name: str) -> st.SearchStrategy[Any]:
    if name in _words:
        return st.sampled_from([*_words[name][:6], *_WRONG, ""])
    if name in _lists:
        return st.lists(st.sampled_from([*_lists[name], *_WRONG[:2]]), max_size=3)
    if name in _texts:
        return _text(_texts[name])
    if name == "puid":
        return st.sampled_from(_PUIDS)
    return st.sampled_from(_URLS if name.endswith("_url") else _DAYS)


_NO_TEXT = st.sampled_from([7, 3.5, True, False, ["w"], ["w"] * 501, []])
"""Where a text is meant: the database reads it as one, or does not."""

_NAMES = [
    *_words, *_lists, *_texts, "puid", "decision_ground_reference_url", "content_date", "application_date",
    *(f"end_date_{each}_restriction" for each in ("visibility", "monetary", "service", "account")),
]  # fmt: skip


@st.composite
def payloads(draw: st.DrawFn) -> dict[str, Any]:
    """The sound statement with up to six fields changed, set to null or left out."""
    made = dict(SOUND)
    for name in draw(st.lists(st.sampled_from(_NAMES), max_size=6)):
        what = draw(st.sampled_from(["value", "value", "value", "null", "out"]))
        if what == "out":
            made.pop(name, None)
        else:
            made[name] = None if what == "null" else draw(_value(name) if name in _lists else _value(name) | _NO_TEXT)
    return made
