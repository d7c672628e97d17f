"""The texts that must occur for a regular expression to match: looked for first, because finding a fixed text is cheap.

After Russ Cox, "Regular Expression Matching with a Trigram Index" (2012): each piece of a pattern has the finite set of
texts it can be (``exact``), or, when that is not finite or too many, the best set of texts one of which it must contain.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import re2

from leeward.playbook.rules.regex import Assertion, Choice, Expression, Literal, OneOf, Pattern, Repeat, Sequence

MOST = 16  # more alternatives than this are not worth looking for
LONGEST = 400  # instructions of RE2: a longer expression is not looked for beside others


@dataclass(frozen=True, slots=True)
class Needles:
    """At least one of ``texts`` occurs wherever the pattern matches. ``enough``: and wherever one occurs, it matches."""

    texts: tuple[str, ...] = ()
    enough: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    exact: frozenset[str] | None
    """All the texts it can be; None when too many."""
    required: frozenset[str]
    """One of these is contained; empty when nothing is known."""
    pure: bool = True
    """Nothing but characters: no ``^``, ``$``, ``\\b`` that could forbid a match."""


_UNKNOWN = _Piece(None, frozenset())


def needles(expression: Expression) -> Needles:
    """What to look for before ``expression``; nothing when it folds case or promises no fixed text."""
    if "i" in expression.flags:
        return Needles()
    piece = _piece(expression.tree)
    best = _better(piece.exact or frozenset(), piece.required)
    if not best:
        return Needles()
    enough = piece.pure and piece.exact is not None and best == piece.exact
    return Needles(_fewest(best), enough)


@lru_cache(maxsize=8192)
def joinable(expression: Expression) -> bool:
    """Whether it may be looked for together with others: counted and boundless repeats multiply the states of an automaton."""
    return _narrow(expression.tree) and re2.compile(expression.text).programsize <= LONGEST


def _narrow(tree: Pattern) -> bool:
    match tree:
        case Sequence(items) | Choice(items):
            return all(map(_narrow, items))
        case Repeat(item, least, most):
            wide = isinstance(item, OneOf) and (item.text == "." or item.text[:2] in ("[^", "\\S", "\\W", "\\D"))
            return isinstance(item, Literal | OneOf) and not (wide and most != 1) and max(least, most or 0) <= 4
        case _:
            return True


def _fewest(texts: frozenset[str]) -> tuple[str, ...]:
    """Without those that contain another of them."""
    return tuple(sorted(text for text in texts if not any(other != text and other in text for other in texts)))


def _better(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The set that says more: longer texts first, then fewer."""

    def worth(texts: frozenset[str]) -> tuple[int, int]:
        shortest = min(map(len, texts), default=0)
        return (min(shortest, 12), -len(texts))

    one, other = (texts if texts and "" not in texts else frozenset[str]() for texts in (one, other))
    return one if worth(one) >= worth(other) else other


def _piece(tree: Pattern) -> _Piece:
    match tree:
        case Literal(character):
            return _Piece(frozenset((character,)), frozenset())
        case OneOf(_, few):
            return _Piece(frozenset(few), frozenset()) if few else _UNKNOWN
        case Assertion(_):
            return _Piece(frozenset(("",)), frozenset(), pure=False)
        case Repeat(item, least, most):
            return _repeat(_piece(item), least, most)
        case Choice(items):
            return _choice([_piece(item) for item in items])
        case Sequence(items):
            return _sequence([_piece(item) for item in items])


def _repeat(item: _Piece, least: int, most: int | None) -> _Piece:
    if least == 0:
        if most == 1 and item.exact is not None and len(item.exact) < MOST:
            return _Piece(item.exact | {""}, frozenset(), item.pure)
        return _UNKNOWN
    if least == most and least <= 4:
        return _sequence([item] * least)
    return _Piece(None, _better(item.exact or frozenset(), item.required), item.pure)


def _choice(items: list[_Piece]) -> _Piece:
    pure = all(item.pure for item in items)
    exact: frozenset[str] | None = None
    if all(item.exact is not None for item in items):
        exact = frozenset[str]().union(*(item.exact or () for item in items))
        if len(exact) > MOST:
            exact = None
    each = [_better(item.exact or frozenset(), item.required) for item in items]
    required = frozenset[str]().union(*each) if all(each) else frozenset[str]()
    return _Piece(exact, required if len(required) <= MOST else frozenset(), pure)


def _sequence(items: list[_Piece]) -> _Piece:
    run: frozenset[str] = frozenset(("",))
    best: frozenset[str] = frozenset()
    whole = True
    for item in items:
        joined = _join(run, item.exact)
        if joined is not None:
            run = joined
            continue
        best = _better(_better(best, run), item.required)
        whole = False
        run = item.exact if item.exact is not None else frozenset(("",))
    pure = all(item.pure for item in items)
    if whole:
        return _Piece(run, frozenset(), pure)
    return _Piece(None, _better(best, run), pure)


def _join(run: frozenset[str], exact: frozenset[str] | None) -> frozenset[str] | None:
    if exact is None or len(run) * len(exact) > MOST:
        return None
    return frozenset(before + after for before, after in product(run, exact))
