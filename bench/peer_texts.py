"""The rules of the benchmark in the languages of other engines, from the same checked predicate that ours are compiled from.

SQL has three truth values and these languages two, so a predicate is written as the condition under which it is TRUE: NOT asks
when its operand is FALSE, and every comparison first asks whether its fields are there. Only what the workload uses is spelled.
"""

from collections.abc import Callable
from dataclasses import dataclass

from leeward.playbook.rules.tree import (
    And,
    Arithmetic,
    Call,
    Column,
    Compare,
    Constant,
    In,
    IsNull,
    Node,
    Not,
    Or,
    Regex,
)

FOLDED = "text_folded"
"""``lower(text)`` is handed to the peers ready-made: not all have it, and ours calculates it once an event too."""
OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True)
class Spelling:
    """How an engine writes things; ``str.format`` over the operands."""

    both: str = " && "
    either: str = " || "
    negated: str = "!({0})"
    same: str = "=="
    field: str = "{0}"
    present: str = "{0} != null"
    absent: str = "{0} == null"
    contains: str = "{0}.contains({1})"
    matches: str = "{0}.matches({1})"
    member: str = "{1} in {0}"
    among: str = "{0} in [{1}]"
    length: str = "size({0})"
    decimal: str = "double({0})"
    raw: bool = False
    """Whether a backslash in a text stands for itself."""


CEL = Spelling()
CEL_OF_MAP = Spelling(field="e.{0}", present="('{0}' in e)", absent="!('{0}' in e)")
ZEN = Spelling(
    " and ",
    " or ",
    "not ({0})",
    contains="contains({0}, {1})",
    matches="matches({0}, {1})",
    length="len({0})",
    decimal="{0}",
    raw=True,
)
RULE_ENGINE = Spelling(
    " and ", " or ", "not ({0})", contains="({1} in {0})", matches="({0} =~~ {1})", length="{0}.length", decimal="{0}"
)


class Text:
    """Writes one engine's text."""

    def __init__(self, spelling: Spelling) -> None:
        self.spelling = spelling

    def true(self, node: Node) -> str:
        """The condition under which ``node`` is TRUE. Raises ValueError for what the workload does not use."""
        return self._condition(node, self.true, self.false, wanted=True)

    def false(self, node: Node) -> str:
        """The condition under which ``node`` is FALSE."""
        return self._condition(node, self.false, self.true, wanted=False)

    def _condition(self, node: Node, same: Callable[[Node], str], other: Callable[[Node], str], *, wanted: bool) -> str:
        spelling = self.spelling
        match node:
            case And(parts=parts):
                return self._joined(spelling.both if wanted else spelling.either, [same(part) for part in parts])
            case Or(parts=parts):
                return self._joined(spelling.either if wanted else spelling.both, [same(part) for part in parts])
            case Not(value=value):
                return other(value)
            case IsNull(value=Column(name=name)):
                return (spelling.absent if wanted else spelling.present).format(name)
            case Compare(
                op=op, left=Call(name="coalesce", args=(Column(name=name) as value, Constant() as default)), right=right
            ):
                given = same(Compare(node.type, node.span, op, value, right))
                missing = self._joined(spelling.both, [spelling.absent.format(name), self._compared(op, default, right, wanted)])
                return self._joined(spelling.either, [given, missing])
            case Compare(op=op, left=left, right=right):
                test = self._compared(op, left, right, wanted)
            case Column():
                test = self._value(node) if wanted else spelling.negated.format(self._value(node))
            case _:
                test = self._test(node) if wanted else spelling.negated.format(self._test(node))
        return self._joined(spelling.both, [*self._guards(node), test])

    def _joined(self, word: str, parts: list[str]) -> str:
        return parts[0] if len(parts) == 1 else f"({word.join(parts)})"

    def _compared(self, op: str, left: Node, right: Node, wanted: bool) -> str:
        sign = {"=": self.spelling.same, "<>": "!="}.get(op if wanted else OPPOSITE[op], op if wanted else OPPOSITE[op])
        return f"{self._value(left)} {sign} {self._value(right)}"

    def _test(self, node: Node) -> str:
        spelling = self.spelling
        match node:
            case In(value=value, values=values):
                return spelling.among.format(self._value(value), ", ".join(map(self._literal, values)))
            case Regex(value=value, pattern=pattern):
                return spelling.matches.format(self._value(value), self._literal(pattern))
            case Call(name="contains", args=(value, part)):
                return spelling.contains.format(self._value(value), self._value(part))
            case Call(name="list_contains", args=(value, part)):
                return spelling.member.format(self._value(value), self._value(part))
            case _:
                raise ValueError(f"the workload is not known to use {node}")

    def _guards(self, node: Node) -> list[str]:
        """What must be there for ``node`` not to be NULL, in the order of the text."""
        match node:
            case Column(name=name, type=type_):
                return [] if type_.many else [self.spelling.present.format(name)]
            case Call(name="nullif", args=(value, other)):
                return [*self._guards(value), f"{self._value(value)} != {self._value(other)}"]
            case _:
                return list(dict.fromkeys(guard for child in node.children() for guard in self._guards(child)))

    def _value(self, node: Node) -> str:
        spelling = self.spelling
        match node:
            case Column(name=name):
                return spelling.field.format(name)
            case Constant(value=value):
                return self._literal(value)
            case Call(name="lower", args=(Column(name="text"),)):
                return spelling.field.format(FOLDED)
            case Call(name="to_float", args=(value,)):
                return spelling.decimal.format(self._value(value))
            case Call(name="nullif", args=(value, _)):
                return self._value(value)
            case Call(name="array_length", args=(value,)):
                return spelling.length.format(self._value(value))
            case Arithmetic(op=op, left=left, right=right):
                return f"({self._value(left)} {op} {self._value(right)})"
            case _:
                raise ValueError(f"the workload is not known to use {node}")

    def _literal(self, value: object) -> str:
        if isinstance(value, str):
            return "'" + (value if self.spelling.raw else value.replace("\\", "\\\\")) + "'"
        return repr(value)
