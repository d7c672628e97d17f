"""Expressions as Python text: the value, and the guards that must hold for it not to be NULL."""

import keyword
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from leeward.playbook.rules.bank import hash_distance
from leeward.playbook.rules.bounds import nullable
from leeward.playbook.rules.casing import lower, upper
from leeward.playbook.rules.conditions import Guard
from leeward.playbook.rules.contacts import emails, part, phones, similarity, url_domain, url_host
from leeward.playbook.rules.functions import FUNCTIONS
from leeward.playbook.rules.globe import distance_km
from leeward.playbook.rules.kinds import FLOAT, Kind, Type
from leeward.playbook.rules.plain import plain_letters, unaccent
from leeward.playbook.rules.tree import Arithmetic, Call, Case, Column, Constant, Constants, Local, Node, Value
from leeward.playbook.rules.zones import local

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MEMOISED = ("lower", "upper", "unaccent", "plain_letters")
_TAKEN = frozenset(("event", "get"))


def units(value: object, unit: int) -> int | None:
    """A decimal as a whole number of its smallest unit, of which ``unit`` make one. Exact: it has at most 18 digits."""
    if value is None:
        return None
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        raise TypeError("this is no decimal")
    return int(value * unit)


def seconds(span: timedelta) -> int:
    """Whole seconds, dropped downwards."""
    return span.days * 86_400 + span.seconds


def least(*values: object) -> object:
    """The smallest of those that are not None; None if all are."""
    present = [value for value in values if value is not None]
    return min(present) if present else None  # type: ignore[type-var]


def greatest(*values: object) -> object:
    """The greatest of those that are not None; None if all are."""
    present = [value for value in values if value is not None]
    return max(present) if present else None  # type: ignore[type-var]


def of_some(function: Callable[[Sequence[Any]], object]) -> Callable[[Sequence[Any]], object]:
    """A function of a list, None for an empty one."""

    def asked(values: Sequence[Any]) -> object:
        return function(values) if values else None

    return asked


RUNTIME: Mapping[str, object] = {
    "_EPOCH": EPOCH,
    "_UTC": UTC,
    "_datetime": datetime,
    "_timedelta": timedelta,
    "_lower": lower,
    "_upper": upper,
    "_seconds": seconds,
    "_units": units,
    "_least": least,
    "_greatest": greatest,
    "_hash_distance": hash_distance,
    "_local": local,
    "_unaccent": unaccent,
    "_plain_letters": plain_letters,
    "_url_host": url_host,
    "_url_domain": url_domain,
    "_emails": emails,
    "_phones": phones,
    "_similarity": similarity,
    "_part": part,
    "_distance_km": distance_km,
    "_list_min": of_some(min),
    "_list_max": of_some(max),
    "_list_sum": of_some(sum),
}
"""The names that generated code may use. All begin with an underscore; fields never do."""


class Names:
    """The names of one generated function: its fields, constants, temporaries and memos."""

    def __init__(self) -> None:
        self.fields: dict[str, tuple[str, Type]] = {}
        self.constants: dict[str, str] = {}
        """By their Python text."""
        self.memos: dict[str, str] = {}
        """By the text they stand for."""
        self._temporaries: dict[Node, str] = {}

    def field(self, name: str, type_: Type) -> str:
        """The local variable of a field."""
        if name not in self.fields:
            plain = (
                name.isidentifier() and name.isascii() and not keyword.iskeyword(name) and name not in _TAKEN and name[0] != "_"
            )
            taken = {local for local, _ in self.fields.values()}
            self.fields[name] = (name if plain and name not in taken else f"field_{len(self.fields)}_", type_)
        return self.fields[name][0]

    def constant(self, code: str, prefix: str) -> str:
        """The name of something built once, e.g. a moment or a compiled pattern."""
        if code not in self.constants:
            self.constants[code] = f"_{prefix}{len(self.constants)}"
        return self.constants[code]

    def temporary(self, node: Node) -> str:
        """The variable that holds a value which had to be calculated to know whether it is NULL."""
        return self._temporaries.setdefault(node, f"_t{len(self._temporaries)}")

    def memo(self, code: str) -> str:
        """The code, calculated when it is first needed and then kept for the event. (An empty text is calculated again.)"""
        name = self.memos.setdefault(code, f"_m{len(self.memos)}")
        return f"({name} or ({name} := {code}))"


class Values:
    """Writes expressions. ``said`` writes a condition, for CASE."""

    def __init__(self, names: Names, said: Callable[[Node], str]) -> None:
        self.names, self._said = names, said

    def literal(self, value: Value) -> str:
        """A literal as Python text."""
        if isinstance(value, datetime):
            return self.names.constant(f"_datetime.fromisoformat('{value.isoformat()}')", "moment")
        if isinstance(value, timedelta):
            return self.names.constant(f"_timedelta({value.days}, {value.seconds}, {value.microseconds})", "span")
        return repr(value)

    def value(self, node: Node) -> tuple[str, tuple[Guard, ...]]:
        """The text of a value and its guards, to be tested in this order. Moments are timedeltas since 1970."""
        match node:
            case Column(name=name, type=type_):
                return self._column(name, type_)
            case Constant(value=value):
                return self._constant(value), ()
            case Constants(values=values):
                return self.names.constant(f"frozenset(({', '.join(map(self._constant, values))},))", "set"), ()
            case Arithmetic():
                return self._arithmetic(node)
            case Local(value=value, zone=zone):
                text, guards = self.value(value)
                return f"{self.names.constant(f'_local({zone!r})', 'zone')}({text})", guards
            case Call(name="to_float", args=(Node(type=Type(kind=Kind.DECIMAL, scale=scale)) as inner,)):
                code, guards = self.value(inner)
                return f"({code} / {10**scale})", guards  # Python's quotient of whole numbers is the nearest float
            case Call(name=name) if FUNCTIONS[name].total:
                return FUNCTIONS[name].online.format(*map(self.or_none, node.args)), ()
            case Case():
                return self._kept(node, self._case(node))
            case Call(name=name) if FUNCTIONS[name].partial:
                return self._kept(node, self._or_none(*self._strict(node)))
            case Call(name=name) if FUNCTIONS[name].strict:
                return self._strict(node)
            case Call(name="nullif"):
                return self._nullif(node)
            case Call(name="coalesce", args=args):
                return self._kept(node, self._coalesce(args))
            case Call(name=name, args=args):  # least, greatest
                return self._kept(node, f"_{name}({', '.join(map(self.or_none, args))})")
            case _:
                raise AssertionError(f"no value: {node}")

    def _constant(self, value: Value) -> str:
        if isinstance(value, datetime):
            return self.literal(value - EPOCH)
        text = self.literal(value)
        return f"({text})" if text.startswith("-") else text

    def _column(self, name: str, type_: Type) -> tuple[str, tuple[Guard, ...]]:
        local = self.names.field(name, type_)
        if type_.many:
            return f"[_each - _EPOCH for _each in {local}]" if type_.kind is Kind.TIMESTAMP else local, ()
        code = f"({local} - _EPOCH)" if type_.kind is Kind.TIMESTAMP else local
        return code, (Guard(f"{local} is not None", f"{local} is None"),)

    def moment(self, node: Node) -> tuple[str, tuple[Guard, ...]]:
        """A plain moment as a datetime, for comparing it with another plain one."""
        if isinstance(node, Column):
            local = self.names.field(node.name, node.type)
            return local, (Guard(f"{local} is not None", f"{local} is None"),)
        assert isinstance(node, Constant)
        return self.literal(node.value), ()

    def compared(self, node: Node, as_moment: bool) -> Value:
        """What a literal is compared as."""
        assert isinstance(node, Constant)
        return node.value - EPOCH if isinstance(node.value, datetime) and not as_moment else node.value

    def or_none(self, node: Node) -> str:
        """The value, or None where it is NULL."""
        code, guards = self.value(node)
        if isinstance(node, Column) and node.type.kind is not Kind.TIMESTAMP:
            return code
        return self._or_none(code, guards)

    def _or_none(self, code: str, guards: tuple[Guard, ...]) -> str:
        return f"({code} if {' and '.join(guard.holds for guard in guards)} else None)" if guards else code

    def _strict(self, node: Call) -> tuple[str, tuple[Guard, ...]]:
        parts = [self.value(arg) for arg in node.args]
        code = FUNCTIONS[node.name].online.format(*(text for text, _ in parts))
        guards = tuple(dict.fromkeys(guard for _, each in parts for guard in each))
        return self.names.memo(code) if node.name in _MEMOISED else code, guards

    def _kept(self, node: Node, code: str) -> tuple[str, tuple[Guard, ...]]:
        """A value whose calculation tells whether it is NULL."""
        if not nullable(node):
            return code, ()
        name = self.names.temporary(node)
        return name, (Guard(f"({name} := {code}) is not None", f"({name} := {code}) is None", 40.0),)

    def _nullif(self, node: Call) -> tuple[str, tuple[Guard, ...]]:
        value, other = node.args
        code, guards = self.value(value)
        excluded = self.or_none(other)
        return code, (*guards, Guard(f"{code} != {excluded}", f"{code} == {excluded}", 15.0))

    def _coalesce(self, args: tuple[Node, ...]) -> str:
        code = self.or_none(args[-1])
        for arg in reversed(args[:-1]):
            value, guards = self.value(arg)
            code = f"({value} if {' and '.join(guard.holds for guard in guards)} else {code})"
        return code

    def _case(self, node: Case) -> str:
        code = self.or_none(node.default)
        for condition, value in reversed(node.branches):
            code = f"({self.or_none(value)} if {self._said(condition)} else {code})"
        return code

    def _arithmetic(self, node: Arithmetic) -> tuple[str, tuple[Guard, ...]]:
        code, guards = self._calculated(node)
        if node.type != FLOAT:
            return code, guards
        # A result that is not finite is NULL: subtracted from itself it is not zero.
        name = self.names.temporary(node)
        return name, (*guards, Guard(f"({name} := {code}) - {name} == 0.0", f"({name} := {code}) - {name} != 0.0", 40.0))

    def _calculated(self, node: Node) -> tuple[str, tuple[Guard, ...]]:
        """A chain of + - * needs its test for finiteness only at the end: infinity never comes back. A divisor needs its own."""
        if not isinstance(node, Arithmetic):
            return self.value(node)
        left, left_guards = self._calculated(node.left)
        right, right_guards = self.value(node.right) if node.op == "/" else self._calculated(node.right)
        return f"({left} {node.op} {right})", tuple(dict.fromkeys((*left_guards, *right_guards)))
