"""Two-valued conditions as Python text: what is left of three-valued logic once it is resolved at compile time.

A ``Test`` is a piece of Python that is true or false, given that its guards hold ("this is not None"). ``All`` and ``Any``
join them; ``spelled`` writes them out, cheapest and most telling first, each guard once.
"""

from dataclasses import dataclass, field

from leeward.playbook.rules.tree import Value

Known = frozenset[str]


@dataclass(frozen=True, slots=True)
class Guard:
    """Something that must hold before a test makes sense; usually that a value is not NULL."""

    holds: str
    fails: str
    cost: float = 8.0


@dataclass(frozen=True, slots=True)
class Access:
    """What an index can use of a test: it is true only if ``key`` takes one of ``values``, or passes ``bound``.

    kind ``member``: ``key in values``; ``element``: a value is in the list ``key``; ``needle``: a value is part of the text
    ``key``; ``bound``: ``key op value``; ``flag``: ``key`` itself. ``whole``: the test says nothing more than that;
    otherwise ``rest`` (or the test again) is what remains to be tested.
    """

    kind: str
    key: str
    values: tuple[Value, ...]
    op: str = ""
    whole: bool = True
    guards: tuple[Guard, ...] = ()
    rest: str = ""
    pattern: str = ""
    """Of a needle: the expression that can be looked for in place of the texts, and says all that the test says."""


@dataclass(frozen=True, slots=True)
class Test:
    """Python text that is true or false."""

    code: str
    cost: float
    passes: float
    """How often it is true, guessed: what decides the order, never the meaning."""
    guards: tuple[Guard, ...] = ()
    access: Access | None = field(default=None, compare=False)
    loose: bool = False
    """Whether ``code`` binds weaker than ``and``."""


@dataclass(frozen=True, slots=True)
class All:
    """Every one. With none it is true."""

    items: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one. With none it is false."""

    items: tuple["Condition", ...]


Condition = Test | All | Any
TRUE, FALSE = All(()), Any(())


def every(*items: Condition) -> Condition:
    """All of ``items``, flat."""
    flat: list[Condition] = []
    for item in items:
        flat += item.items if isinstance(item, All) else [item]
    if FALSE in flat:
        return FALSE
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def some(*items: Condition) -> Condition:
    """Any of ``items``, flat."""
    flat: list[Condition] = []
    for item in items:
        flat += item.items if isinstance(item, Any) else [item]
    if TRUE in flat:
        return TRUE
    return flat[0] if len(flat) == 1 else Any(tuple(flat))


def cost(condition: Condition) -> float:
    """Nanoseconds, about."""
    if isinstance(condition, Test):
        return condition.cost + sum(guard.cost for guard in condition.guards)
    return sum(map(cost, condition.items)) * 0.7


def passes(condition: Condition) -> float:
    """How often it is true, guessed."""
    if isinstance(condition, Test):
        return condition.passes
    chance = 1.0
    for item in condition.items:
        chance *= passes(item) if isinstance(condition, All) else 1.0 - passes(item)
    return chance if isinstance(condition, All) else 1.0 - chance


def rank(condition: Condition) -> float:
    """What orders the items of a conjunction: cost for each event it keeps away."""
    return cost(condition) / max(0.01, 1.0 - passes(condition))


def spelled(condition: Condition, known: Known = frozenset()) -> str:
    """The condition as one Python expression. ``known`` guards need no saying."""
    text, _, _ = _spelled(condition, known)
    return text


def _spelled(condition: Condition, known: Known) -> tuple[str, Known, bool]:
    """The text, what is known where it is true, and whether it binds weaker than ``and``."""
    if isinstance(condition, Test):
        missing = [guard.holds for guard in condition.guards if guard.holds not in known]
        words = [*missing, f"({condition.code})" if condition.loose and missing else condition.code]
        words = [word for word in words if word != "True"] or ["True"]
        return " and ".join(words), known | set(missing), condition.loose and len(words) == 1
    if not condition.items:
        return str(condition == TRUE), known, False
    if isinstance(condition, All):
        return _spelled_all(condition, known)
    words = []
    for item in sorted(condition.items, key=_reverse_rank):
        word, _, _ = _spelled(item, known)
        words.append(word)
    return " or ".join(words), known, True


def _spelled_all(condition: All, known: Known) -> tuple[str, Known, bool]:
    words = []
    for item in sorted(condition.items, key=rank):
        word, known, loose = _spelled(item, known)
        words.append(f"({word})" if loose else word)
    return " and ".join(words), known, False


def _reverse_rank(condition: Condition) -> float:
    return cost(condition) / max(0.01, passes(condition))
