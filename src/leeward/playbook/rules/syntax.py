"""The text of a predicate, read by sqlglot: its expression, and where in the text each piece of it stands.

Importing this module imports sqlglot, which takes a fifth of a second; ``predicate.py`` does so when the first rule is parsed.
"""

from collections.abc import Iterator
from itertools import pairwise

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from leeward.playbook.rules.tree import Span

MAX_TEXT = 20_000
MAX_DEPTH = 40
"""How deep expressions may be nested; Python's own parser allows 200 parentheses, and each of ours may need several."""

_dialect = Dialect.get_or_raise("duckdb")
_FUNCTIONS = {name: build for name, build in _dialect.parser_class.FUNCTIONS.items() if name != "DAY_OF_WEEK"}
"""sqlglot would take only one argument for it; what it does not know it reads as it is written."""
_NAMELESS: dict[type[exp.Expr], str] = {exp.Trim: "trim", exp.Substring: "substring"}
_CONNECTIVES = (TokenType.AND, TokenType.OR)


class SyntaxProblem(Exception):
    """The text is not one SQL expression."""

    def __init__(self, message: str, hint: str, span: Span) -> None:
        super().__init__(message)
        self.message, self.hint, self.span = message, hint, span


class Source:
    """A predicate's text, its tokens and its expression."""

    def __init__(self, text: str) -> None:
        """Raises ``SyntaxProblem``."""
        self.text = text
        if not text.strip():
            raise SyntaxProblem("the predicate is empty", "write a condition over the fields, e.g. reach > 1000", (0, len(text)))
        if len(text) > MAX_TEXT:
            raise SyntaxProblem(f"the predicate is longer than {MAX_TEXT} characters", "make it several rules", (0, 1))
        self.expression, self.tokens = _parsed(text)
        self._starts = {token.start: place for place, token in enumerate(self.tokens)}
        for kind, name in _NAMELESS.items():
            self._find_names(kind, name)
        self._spans = self._all_spans()
        if _depth(self.expression) > MAX_DEPTH:
            raise SyntaxProblem(
                f"expressions are nested deeper than {MAX_DEPTH}", "flatten it, or make it several rules", (0, len(text))
            )

    def span(self, expression: exp.Expr) -> Span:
        """Where an expression stands; where its parent stands when it left no trace of its own."""
        found = self._spans.get(id(expression))
        if found is not None:
            return found
        parent = expression.parent
        return self.span(parent) if isinstance(parent, exp.Expr) else (0, len(self.text))

    def _all_spans(self) -> dict[int, Span]:
        """From the leaves up, without recursion: a chain of ANDs is as deep as it is long."""
        spans: dict[int, Span] = {}
        for expression in reversed(list(self.expression.walk())):
            inner = [spans[id(child)] for child in expression.iter_expressions() if id(child) in spans]
            start = expression.meta.get("start")
            if isinstance(start, int):
                inner.append((start, self._call_end(start, expression.meta["end"] + 1)))
            if inner:
                spans[id(expression)] = (min(start for start, _ in inner), max(end for _, end in inner))
        return spans

    def _find_names(self, kind: type[exp.Expr], name: str) -> None:
        """Where the calls of a function stand whose name sqlglot reads and forgets: they come in the order of their names."""
        calls = [
            (min((each.meta["start"] for each in call.walk() if "start" in each.meta), default=0), place, call)
            for place, call in enumerate(self.expression.find_all(kind, bfs=False))
            if "start" not in call.meta
        ]
        written = [
            token
            for token, after in pairwise(self.tokens)
            if token.text.lower() == name and after.token_type is TokenType.L_PAREN
        ]
        for (_, _, call), token in zip(sorted(calls, key=lambda each: each[:2]), written, strict=False):
            call.meta.update(start=token.start, end=token.end)

    def _call_end(self, start: int, end: int) -> int:
        """Where the call that begins with this name ends: after its closing parenthesis."""
        place = self._starts.get(start, -2) + 1
        if place < 0 or place >= len(self.tokens) or self.tokens[place].token_type is not TokenType.L_PAREN:
            return end
        depth = 0
        for token in self.tokens[place:]:
            depth += (token.token_type is TokenType.L_PAREN) - (token.token_type is TokenType.R_PAREN)
            if depth == 0:
                return token.end + 1
        return end

    def name(self, expression: exp.Expr) -> str:
        """A function's name as it was written; empty when it was an operator."""
        start = expression.meta.get("start")
        if not isinstance(start, int) or not isinstance(expression, exp.Func):
            return ""
        return self.text[start : expression.meta["end"] + 1]

    def leaves(self) -> list[tuple[exp.Expr, Span]]:
        """The conjuncts: what is left when AND, OR and the parentheses around them are taken away, in the order of the text."""
        found = list(_leaves(self.expression))
        spans = [self.span(leaf) for leaf in found]
        cuts = [0]
        for (_, end), (start, _) in pairwise(spans):
            between = [t for t in self.tokens if end <= t.start and t.end < start and t.token_type in _CONNECTIVES]
            cuts += [between[-1].start, between[-1].end + 1] if between else [end, start]
        cuts.append(len(self.text))
        return [(leaf, self._trimmed(cuts[2 * n], cuts[2 * n + 1], _wraps(leaf))) for n, leaf in enumerate(found)]

    def _trimmed(self, start: int, end: int, wraps: int) -> Span:
        """The tokens between two offsets without the parentheses that have no partner there, or that wrap it all."""
        inside = [token for token in self.tokens if start <= token.start and token.end < end]
        opened: list[int] = []
        lonely: set[int] = set()
        for place, token in enumerate(inside):
            if token.token_type is TokenType.L_PAREN:
                opened.append(place)
            elif token.token_type is TokenType.R_PAREN:
                lonely.add(place) if not opened else opened.pop()
        lonely.update(opened)
        kept = [token for place, token in enumerate(inside) if place not in lonely]
        kept = kept[wraps : len(kept) - wraps]
        return (kept[0].start, kept[-1].end + 1) if kept else (start, end)


def _parsed(text: str) -> tuple[exp.Expr, list[Token]]:
    try:
        tokens = _dialect.tokenize(text)
        parser = _dialect.parser()
        parser.FUNCTIONS = _FUNCTIONS  # type: ignore[misc]
        statements = parser.parse(tokens, text)
    except RecursionError:
        raise SyntaxProblem("expressions are nested too deep", "flatten it, or make it several rules", (0, 1)) from None
    except ParseError as error:
        raise _problem(text, error) from None
    except SqlglotError:  # the tokenizer's own: it names no place
        start = _open_quote(text)
        raise SyntaxProblem(
            "a quote is opened and never closed", "texts stand in single quotes: 'visa fee'", (start, start + 1)
        ) from None
    found = [each for each in statements if each is not None]
    if len(found) == 1:
        return found[0], tokens
    message = "a predicate is one condition" if found else "the predicate is empty"
    raise SyntaxProblem(message, "join conditions with AND or OR; take the ; out", (0, len(text)))


def _open_quote(text: str) -> int:
    opened, place = -1, 0
    for place, character in enumerate(text):
        if opened < 0 and character in "'\"":
            opened = place
        elif opened >= 0 and character == text[opened]:
            opened = -1
    return max(opened, 0)


def _problem(text: str, error: ParseError) -> SyntaxProblem:
    first = error.errors[0] if error.errors else {}
    word = str(first.get("highlight") or "")
    end = _offset(text, int(first.get("line") or 1), int(first.get("col") or 1))
    start = max(0, end - len(word))
    message = f"this is not SQL: {word!r} does not fit here"
    if not text[end:].strip():
        message = f"something is missing after {word!r}"
    hint = "a predicate is one SQL condition, e.g. reach > 1000 AND language = 'en'"
    return SyntaxProblem(message, hint, (start, max(end, start + 1)))


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return min(start + column, len(text))


def _leaves(expression: exp.Expr) -> Iterator[exp.Expr]:
    stack = [expression]
    while stack:
        here = stack.pop()
        bare = here.unnest() if isinstance(here, exp.Paren) else here
        if isinstance(bare, exp.And | exp.Or):
            stack += [bare.expression, bare.this]
        else:
            yield here


def _wraps(expression: exp.Expr) -> int:
    wraps = 0
    while isinstance(expression, exp.Paren):
        wraps, expression = wraps + 1, expression.this
    return wraps


def _depth(expression: exp.Expr) -> int:
    """How deep the tree is, a chain of ANDs or ORs counted once."""
    deepest, stack = 0, [(expression, 1)]
    while stack:
        here, depth = stack.pop()
        deepest = max(deepest, depth)
        chain = isinstance(here, exp.And | exp.Or)
        stack += [(child, depth + (not chain or type(child) is not type(here))) for child in here.iter_expressions()]
    return deepest
