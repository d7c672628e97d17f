"""Expressions as DuckDB text. Nothing here depends on DuckDB's implicit casts, or on an extension."""

from leeward.playbook.model import DIGITS
from leeward.playbook.rules.bounds import bounds, fits
from leeward.playbook.rules.functions import Function
from leeward.playbook.rules.kinds import Kind, Type
from leeward.playbook.rules.like import as_pattern
from leeward.playbook.rules.sql import Sql
from leeward.playbook.rules.tree import Call, Constant


def quoted(name: str) -> str:
    """A name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def text_literal(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


class Duck(Sql):
    """Writes DuckDB text."""

    wide = "HUGEINT"

    def quoted(self, name: str) -> str:
        return quoted(name)

    def text(self, text: str) -> str:
        return text_literal(text)

    def integer(self, value: int) -> str:
        return str(value) if value >= 0 else f"({value})"

    def floating(self, value: float) -> str:
        spelled = repr(value) if "e" in repr(value) else f"{value!r}e0"  # without an exponent it would be a DECIMAL
        return spelled if value >= 0 else f"({spelled})"

    def items(self, values: list[str]) -> str:
        return f"[{', '.join(values)}]"

    def microseconds(self, column: str) -> str:
        return f"epoch_us({column})"

    def moment(self, microseconds: str) -> str:
        return f"make_timestamptz({microseconds})"

    def mapped(self, column: str, name: str, expression: str) -> str:
        return f"list_transform({column}, lambda {name}: {expression})"

    def contains(self, text: str, part: str) -> str:
        return f"contains({text}, {part})"

    def matches(self, text: str, pattern: str) -> str:
        return f"regexp_matches({text}, {text_literal(pattern)})"

    def like(self, text: str, pattern: tuple[tuple[str, str], ...]) -> str:
        written, sign = as_pattern(pattern)
        escape = f" ESCAPE {text_literal(sign)}" if sign else ""
        return f"({text} LIKE {text_literal(written)}{escape})"

    def room(self, type_: Type) -> int:
        # A product of decimals of up to 18 digits has no more there, and overflows; of more, up to 38.
        return type_.digits if type_.digits + type_.scale < DIGITS else 38

    def finite(self, number: str) -> str:
        return f"isfinite({number})"

    def function(self, function: Function) -> str:
        return function.duckdb

    def called(self, node: Call, args: list[str]) -> str:
        if node.name == "list_contains" and isinstance(node.args[1], Constant):
            return f"COALESCE(list_contains({args[0]}, {args[1]}), FALSE)"
        if node.name == "to_float" and node.args[0].type.kind is Kind.INTEGER and not fits(bounds(node.args[0])):
            return f"CAST(CAST({args[0]} AS VARCHAR) AS DOUBLE)"  # DuckDB rounds 128 bits wrongly one time in a hundred
        return super().called(node, args)
