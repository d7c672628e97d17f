"""Words for the codes of publishers, known or not: a code that nobody expected is shown, never dropped."""

import re

_PREFIX = re.compile(
    r"^(STATEMENT_CATEGORY|KEYWORD|DECISION_(VISIBILITY|MONETARY|PROVISION|ACCOUNT|GROUND)|CONTENT_TYPE|SOURCE|ACCOUNT_TYPE)_"
)
_CODE = re.compile(r"^[A-Z][A-Z0-9_]+$")


def words(value: str | None) -> str:
    """``KEYWORD_HUMAN_TRAFFICKING`` as "human trafficking"; what is no code stays as it is."""
    if value is None:
        return "not said"
    if value == "NONE":
        return "nothing"
    if not _CODE.match(value) or len(value) <= 3:
        return value.replace("_", " ") if value.islower() else value
    return _PREFIX.sub("", value).replace("_", " ").lower()
