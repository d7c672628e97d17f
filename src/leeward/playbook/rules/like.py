"""LIKE patterns: cut into texts and wildcards once, so that both engines match the same thing.

``%`` is any run of characters, ``_`` exactly one (a code point, line breaks too). There is no escape character unless an
ESCAPE clause names one; a backslash is refused by the checker, because engines disagree about it.
"""

from re import escape as quote

Token = tuple[str, str]
ANY: Token = ("any", "%")
ONE: Token = ("one", "_")


class LikeError(ValueError):
    """The escape character stands before nothing it could escape."""


def cut(pattern: str, escape: str = "") -> tuple[Token, ...]:
    """The tokens of a pattern, runs of ``%`` as one. Raises ``LikeError``."""
    tokens: list[Token] = []
    text, place = "", 0
    while place < len(pattern):
        character = pattern[place]
        place += 1
        if escape and character == escape:
            if pattern[place : place + 1] not in ("%", "_", escape):
                raise LikeError(place - 1)
            text += pattern[place]
            place += 1
        elif character in "%_":
            tokens += [("text", text)] if text else []
            tokens += [] if character == "%" and tokens and tokens[-1] == ANY else [ANY if character == "%" else ONE]
            text = ""
        else:
            text += character
    return (*tokens, ("text", text)) if text else tuple(tokens)


def simple(tokens: tuple[Token, ...]) -> tuple[str, str] | None:
    """The function that says the same, and its text: equals, contains, starts_with, ends_with; None when it takes more."""
    texts = [text for kind, text in tokens if kind == "text"]
    shape = "".join(kind[0] for kind, _ in tokens)
    name = {"": "equals", "t": "equals", "at": "ends_with", "ta": "starts_with", "ata": "contains"}.get(shape)
    return (name, texts[0] if texts else "") if name else None


def longest(tokens: tuple[Token, ...]) -> str:
    """The longest fixed text, which any match contains."""
    return max((text for kind, text in tokens if kind == "text"), key=len, default="")


def as_regex(tokens: tuple[Token, ...]) -> str:
    """The same as a regular expression of RE2."""
    spelled = {"any": ".*", "one": "."}
    return "(?s)\\A" + "".join(spelled.get(kind) or _quoted(text) for kind, text in tokens) + "\\z"


def _quoted(text: str) -> str:
    return "".join(quote(character) if character.isascii() else character for character in text)


def as_pattern(tokens: tuple[Token, ...]) -> tuple[str, str]:
    """The same as a LIKE pattern, and its escape character ("" when none is needed)."""
    texts = "".join(text for kind, text in tokens if kind == "text")
    if "%" not in texts and "_" not in texts:
        return "".join(text for _, text in tokens), ""
    escaped = str.maketrans({sign: "!" + sign for sign in "%_!"})
    return "".join(text.translate(escaped) if kind == "text" else text for kind, text in tokens), "!"
