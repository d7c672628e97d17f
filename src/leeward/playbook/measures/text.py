"""The text of a measure's SELECT, read by sqlglot, and where in the text each piece of it stands."""

from collections.abc import Sequence

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

LONGEST = 20_000
DEEPEST = 60
Span = tuple[int, int]
_dialect = Dialect.get_or_raise("duckdb")


class NotSql(Exception):
    """The text is not one SELECT."""

    def __init__(self, message: str, hint: str, span: Span) -> None:
        super().__init__(message)
        self.message, self.hint, self.span = message, hint, span


class Text:
    """A SELECT, and where its pieces stand."""

    def __init__(self, text: str) -> None:
        """Raises NotSql."""
        self.text = text
        if not text.strip():
            raise NotSql("there is no SELECT", "below the header stands one SELECT over views of the lake", (0, 1))
        if len(text) > LONGEST:
            raise NotSql(f"the SELECT is longer than {LONGEST} characters", "make it several measures", (0, 1))
        self.tokens = _tokens(text)
        self.tree = _tree(text, self.tokens)
        self._starts = {token.start: place for place, token in enumerate(self.tokens)}
        self._spans = self._all_spans()

    def span(self, node: exp.Expr) -> Span:
        """Where a piece stands; where what is around it stands, when it left no trace of its own."""
        here: exp.Expr | None = node
        while here is not None:
            if id(here) in self._spans:
                return self._spans[id(here)]
            here = here.parent
        return (0, len(self.text))

    def word(self, node: exp.Expr) -> Span:
        """The first word of a piece."""
        start, end = self.span(node)
        place = self._starts.get(start)
        return (start, min(end, self.tokens[place].end + 1)) if place is not None else (start, end)

    def find(self, *words: str) -> Span | None:
        """Where these words stand, as keywords, one after another."""
        for place in range(len(self.tokens) - len(words) + 1):
            some = self.tokens[place : place + len(words)]
            if all(each.text.upper() == word for each, word in zip(some, words, strict=True)) and not _is_text(some[0]):
                return some[0].start, some[-1].end + 1
        return None

    def _all_spans(self) -> dict[int, Span]:
        spans: dict[int, Span] = {}
        for node in reversed(list(self.tree.walk())):
            inner = [spans[id(child)] for child in node.iter_expressions() if id(child) in spans]
            start = node.meta.get("start")
            if isinstance(start, int):
                inner.append((start, self._call_end(start, node.meta["end"] + 1)))
            if inner:
                spans[id(node)] = (min(start for start, _ in inner), max(end for _, end in inner))
        return spans

    def _call_end(self, start: int, end: int) -> int:
        """Where the call that begins with this name ends."""
        place = self._starts.get(start, -2) + 1
        if place <= 0 or place >= len(self.tokens) or self.tokens[place].token_type is not TokenType.L_PAREN:
            return end
        depth = 0
        for token in self.tokens[place:]:
            depth += (token.token_type is TokenType.L_PAREN) - (token.token_type is TokenType.R_PAREN)
            if depth == 0:
                return token.end + 1
        return end


def _is_text(token: Token) -> bool:
    return token.token_type is TokenType.STRING


def _tokens(text: str) -> list[Token]:
    try:
        return list(_dialect.tokenize(text))
    except SqlglotError:
        start = max(text.rfind("'"), text.rfind('"'), text.rfind("/*"), 0)
        hint = "texts stand in single quotes, comments end where they began"
        raise NotSql("a quote or a comment is opened and never closed", hint, (start, start + 1)) from None


def _tree(text: str, tokens: Sequence[Token]) -> exp.Expr:
    try:
        found = [each for each in _dialect.parser().parse(list(tokens), text) if each is not None]
    except RecursionError:
        raise NotSql("expressions are nested too deep", "flatten it, or make it several measures", (0, 1)) from None
    except ParseError as error:
        raise _misread(text, error) from None
    if len(found) > 1:
        second = next((token for token in tokens if token.token_type is TokenType.SEMICOLON), tokens[-1])
        raise NotSql("a measure is one SELECT", "take out the ; and what follows it", (second.start, second.end + 1))
    if not found:
        raise NotSql("there is no SELECT", "below the header stands one SELECT over views of the lake", (0, 1))
    if _depth(found[0]) > DEEPEST:
        raise NotSql(f"expressions are nested deeper than {DEEPEST}", "flatten it, or make it several measures", (0, 1))
    return found[0]


def _misread(text: str, error: ParseError) -> NotSql:
    first = error.errors[0] if error.errors else {}
    word = str(first.get("highlight") or "")
    start = 0
    for _ in range(int(first.get("line") or 1) - 1):
        start = text.find("\n", start) + 1
    end = min(start + int(first.get("col") or 1), len(text))
    message = (
        f"this is not SQL: {word[:40]!r} does not fit here" if text[end:].strip() else f"something is missing after {word!r}"
    )
    return NotSql(message, "a measure is one SELECT over views of the lake", (max(0, end - len(word)), max(end, 1)))


def _depth(tree: exp.Expr) -> int:
    """How deep the tree is, a chain of ANDs or ORs counted once."""
    deepest, stack = 0, [(tree, 1)]
    while stack:
        here, depth = stack.pop()
        deepest = max(deepest, depth)
        chain = isinstance(here, exp.And | exp.Or)
        stack += [(child, depth + (not chain or type(child) is not type(here))) for child in here.iter_expressions()]
    return deepest
