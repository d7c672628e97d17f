"""What hypothesis invents: schemas, predicates over every construct and function, and events to try them on.

Predicates are text, written with as few parentheses as SQL needs. Values come from small pools that sit on and beside the
literals, so that equalities and boundaries are really met, and from the extremes of each type.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from leeward.playbook.model import FieldType as F
from leeward.playbook.rules import Known, WordList

NAMES = (
    "reach",
    "text",
    "order",
    "from",
    "class",
    "event",
    "get",
    "lambda",
    "select",
    "a b",
    "ünï",
    "x1",
    "Y",
    "_hits",
    "f2",
    "None",
    "day",
    "f3",
    "é",
    "T",
    "in",
    "z",
    "_m0",
    "is",
    "count",
)
INTEGERS = (0, 1, 2, 3, 7, 10, -1, -7, 100, 2**31 - 1, -(2**31), 2**53, 2**53 + 1, 2**63 - 1, -(2**63))
FLOATS = (0.0, -0.0, 0.1, 0.5, 0.9, 1.0, 2.5, -3.25, 1e10, 5e-324, 1.7976931348623157e308, -1e308, 9007199254740993.0, 9.3e18)
WORDS = (
    "",
    "a",
    "fee",
    "visa fee",
    "Visa",
    "FEE",
    "50% off_x",
    "café",
    "CAFÉ",
    "İ",
    "ΑΣ",
    "ς",
    "straße",
    "K",
    "ſ",
    "it's",
    "a\nb",
    "\\",
    "foo\u0301",
    "👩‍👩‍👧",
    "\u2028",
    "\x01",
    "ǆ",
    "ŉ",
)
CONTACTS = (
    "HTTPS://u:p@www.Example.COM.:80/a?b@c",
    "http://shop.example.co.uk\\x",
    "http://192.0.2.7/",
    "http://a..b",
    "http://é.x#",
    "write a.b@c-d.co.uk or x@y",
    "call +63 (917) 123-4567; 0917.123.4567890123 or 1,000,000",
    "\t visa  fee \n",
    "𝐯𝐢𝐬𝐚 ｆｅｅ",
    "Ệ́",
)
TEXTS = (
    *WORDS,
    "00ff00ff00ff00ff",
    "ABCDEF0123456789",
    "00fe00ff00ff00fe",
    "a visa fee of 50% off_x",
    "processing fee\nvisa",
    "FEE fee Fee",
    "caf",
    "xaax",
    "line1\nline2",
    *CONTACTS,
)
CODES = ("en", "es", "labour.fees", "labour.debt", "x-1", "fee")
PARTS = ("a", "fee", "visa", "e\nv", "50%", "_", "é", "İ", "it's", "👩", "labour.", "σ", "x")
PATTERNS = (
    "fee", "(visa|processing) fee", "^a", "a$", r"\bfee\b", r"\d+%", "(?i)FEE", "(?i)k", r"a.b", "(?s)a.b", "(?m)^visa",
    "[^a-z]", "fe+", "f?ee{1,2}", "it''s", "caf[é]?$", r"\w\s\w", "[[:upper:]]", r"\x{130}", "x(a|b){2}x", "(a|)fee",
    "^(?:en|es)$", r"\S\z", r"\.", "fee.*off", "(?i)s",
)  # fmt: skip
ZONES = ("Asia/Manila", "Europe/Berlin", "Pacific/Chatham", "America/St_Johns", "UTC")
DEGREES = ("0.0", "14.6", "-180.0", "90.5", "121")
LIKES = ("fee", "%fee%", "visa%", "%x", "_", "%a_b%", "%_%fee", "50!% off%", "%!_x", "caf_", "İ", "%%a%%", "")
MOMENTS = tuple(
    datetime(*parts, tzinfo=UTC)  # type: ignore[misc]
    for parts in (
        (1970, 1, 1),
        (2026, 1, 1),
        (2026, 1, 4, 23, 59, 59, 999999),
        (2026, 1, 5),
        (2024, 2, 29, 12),
        (1969, 12, 31, 23, 59, 59, 999999),
        (1, 1, 1),
        (9999, 12, 31, 23, 59, 59, 999999),
    )
)
DIGESTS = ("00ff00ff00ff00ff", "00FF00FF00FF00FE", "f0ff00ff00ff00f0", "abcdef0123456789", "00ff", "AB" * 32, "zz", "0" * 16)
KNOWN = Known(
    lists=(
        WordList("bank", "2", frozenset(("00ff00ff00ff00ff", "ABCDEF0123456789", "0" * 16)), 64),
        WordList("words", "1", frozenset(("fee", "visa fee", "en", "CAFÉ", "👩‍👩‍👧"))),
    )
)
"""What invented rules may name besides fields; ``World.known`` adds other rules."""
IDS = tuple(UUID(int=number) for number in (1, 2, 3))
MONEY, RATE, LARGE = F("decimal(12,2)"), F("decimal(9,6)"), F("decimal(18,0)")
DECIMALS = {
    MONEY: tuple(map(Decimal, ("0.00", "0.01", "-0.01", "12.50", "0.10", "9999999999.99", "-9999999999.99", "100.00"))),
    RATE: tuple(map(Decimal, ("0.000000", "0.000001", "-0.333333", "0.100000", "12.500000", "999.999999"))),
    LARGE: tuple(map(Decimal, ("0", "1", "-1", "9007199254740993", "999999999999999999", "-999999999999999999"))),
}
SPANS = tuple(timedelta(microseconds=each) for each in (0, 1, -1, 1_000_000, 3_600_000_000, 86_400_000_000, 7 * 86_400_000_000))
TYPES = (
    F.INTEGER, F.FLOAT, F.BOOLEAN, F.TIMESTAMP, F.TEXT, F.ID, F.CODE, MONEY, RATE, LARGE, F.DURATION, F.INTEGERS, F.FLOATS,
    F.TEXTS, F.IDS, F.CODES, F.BOOLEANS,
    F.TIMESTAMPS,
)  # fmt: skip


def quote(text: str) -> str:
    """A text literal."""
    return "'" + text.replace("'", "''") + "'"


def closed(text: str) -> str:
    """In parentheses, unless it is one word or one call."""
    return text if " " not in text and text[0] != "-" else f"({text})"


class Inventor:
    """Writes predicates over the fields of a schema, drawing every choice."""

    def __init__(self, draw: st.DrawFn, fields: dict[str, F], others: int = 0) -> None:
        """``others``: so many rules ``other/0`` ... may be named."""
        self.draw, self.fields, self.others = draw, fields, others

    def pick(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def column(self, *types: F) -> str:
        return self.pick(*(f'"{name}"' for name, type_ in self.fields.items() if type_ in types))

    def literals(self, pool: tuple[str, ...], most: int = 4) -> str:
        return ", ".join(self.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=most, unique=True)))

    # Values

    def integer(self, depth: int) -> str:
        column = self.column(F.INTEGER)
        shapes = ["column", "column", "literal"]
        if depth:
            shapes += [
                "sum",
                "mixed",
                "minus",
                "abs",
                "length",
                "array",
                "clock",
                "between",
                "generic",
                "case",
                "digests",
                "made",
                "folded",
            ]
        match self.pick(*shapes):
            case "column":
                return column
            case "literal":
                return self.pick(*map(str, INTEGERS))
            case "sum":
                return f"{column} {self.pick(*'+-*')} {closed(self.integer(depth - 1))}"
            case "mixed":
                return f"{column} - {self.column(F.INTEGER)} * {self.pick('2', '3')}"
            case "minus":
                return f"-{column}"
            case "abs":
                return f"abs({self.integer(depth - 1)})"
            case "length":
                return f"length({self.text(depth - 1)})"
            case "array":
                return f"array_length({self.column(F.INTEGERS, F.TEXTS, F.CODES, F.IDS, F.FLOATS, F.BOOLEANS, F.TIMESTAMPS)})"
            case "clock":
                zone = self.pick("", "", *(f", '{name}'" for name in ZONES))
                if zone:
                    return f"{self.pick('epoch_days', 'hour_of_day', 'day_of_week')}({self.column(F.TIMESTAMP)}{zone})"
                return f"{self.pick('epoch_seconds', 'epoch_days', 'hour_of_day', 'day_of_week')}({self.moment(depth - 1)})"
            case "made":
                return f"{self.pick('array_length', 'list_unique')}({self.contacts(depth)})"
            case "folded":
                return f"{self.pick('list_min', 'list_max', 'list_sum')}({self.column(F.INTEGERS)})"
            case "digests":
                other = self.text(depth - 1) if self.draw(st.booleans()) else quote(self.pick(*DIGESTS))
                return f"hash_distance({self.text(depth - 1)}, {other})"
            case "between":
                return f"seconds_between({self.moment(depth - 1)}, {self.moment(depth - 1)})"
            case "generic":
                return f"{self.pick('coalesce', 'nullif', 'least', 'greatest')}({column}, {self.integer(depth - 1)})"
            case _:
                return self.case(depth, self.integer)

    def float(self, depth: int) -> str:
        column = self.column(F.FLOAT)
        shapes = ["column", "column", "literal"]
        if depth:
            shapes += ["sum", "mixed", "cast", "ratio", "fraction", "abs", "generic", "case", "similar", "far", "folded"]
        match self.pick(*shapes):
            case "column":
                return column
            case "literal":
                return self.pick(*map(repr, FLOATS))
            case "sum":
                return f"{column} {self.pick(*'+-*')} {closed(self.float(depth - 1))}"
            case "mixed":
                return f"{column} {self.pick(*'+-*')} {closed(self.integer(depth - 1))}"
            case "similar":
                return f"similarity({self.text(depth - 1)}, {self.text(depth - 1)})"
            case "far":
                places = (self.pick(self.column(F.FLOAT), *DEGREES) for _ in range(3))
                return f"distance_km({self.column(F.FLOAT)}, {', '.join(places)})"
            case "folded":
                return f"{self.pick('list_min', 'list_max')}({self.column(F.FLOATS)})"
            case "cast":
                return f"CAST({self.integer(depth - 1)} AS DOUBLE)"
            case "ratio":
                return f"{column} / nullif({self.float(depth - 1)}, 0)"
            case "fraction":
                return f"CAST({self.integer(depth - 1)} AS DOUBLE) / nullif({self.integer(depth - 1)}, 0)"
            case "abs":
                return f"abs({self.float(depth - 1)})"
            case "generic":
                return f"{self.pick('coalesce', 'least', 'greatest')}({column}, {self.float(depth - 1)})"
            case _:
                return self.case(depth, self.float)

    def text(self, depth: int) -> str:
        column = self.column(F.TEXT, F.CODE)
        match self.pick("column", *(["fold", "fold", "made", "made", "generic", "case"] if depth else [])):
            case "column":
                return column
            case "made":
                return self.made_text(depth)
            case "fold":
                return f"{self.pick('lower', 'upper')}({self.text(depth - 1)})"
            case "generic":
                other = self.text(depth - 1) if self.draw(st.booleans()) else quote(self.pick(*WORDS))
                return f"{self.pick('coalesce', 'nullif')}({column}, {other})"
            case _:
                return self.case(depth, self.text)

    def made_text(self, depth: int) -> str:
        text = self.text(depth - 1)
        match self.pick("whole", "whole", "substring", "replace", "part", "join"):
            case "whole":
                return f"{self.pick('trim', 'unaccent', 'plain_letters', 'url_host', 'url_domain')}({text})"
            case "substring":
                return f"substring({text}, {self.pick('1', '2', '9')}, {self.pick('1', '3', '100')})"
            case "replace":
                return f"replace({text}, {quote(self.pick(*PARTS))}, {quote(self.pick('', *PARTS))})"
            case "part":
                return f"split_part({text}, {quote(self.pick(' ', '.', *PARTS))}, {self.pick('1', '2', '3')})"
            case _:
                return f"({text} || {self.pick(quote('-'), self.column(F.TEXT, F.CODE))})"

    def contacts(self, depth: int) -> str:
        return f"{self.pick('emails', 'phones')}({self.text(depth - 1)})"

    def moment(self, depth: int) -> str:
        column = self.column(F.TIMESTAMP)
        match self.pick("column", "column", "literal", *(["shifted", "shifted", "generic", "case", "listed"] if depth else [])):
            case "column":
                return column
            case "literal":
                return f"TIMESTAMPTZ '{self.draw(st.sampled_from(MOMENTS)).isoformat(sep=' ')}'"
            case "listed":
                return f"{self.pick('list_min', 'list_max')}({self.column(F.TIMESTAMPS)})"
            case "shifted":
                return f"{column} {self.pick('+', '-')} {self.interval()}"
            case "generic":
                return f"{self.pick('coalesce', 'least', 'greatest', 'nullif')}({column}, {self.moment(depth - 1)})"
            case _:
                return self.case(depth, self.moment)

    def interval(self) -> str:
        units = ("second", "seconds", "minutes", "hours", "day", "weeks")
        return f"INTERVAL '{self.pick('0', '1', '2', '24', '100', '-5')} {self.pick(*units)}'"

    def case(self, depth: int, value: Callable[[int], str]) -> str:
        otherwise = self.pick("", " ELSE NULL", "value")
        if otherwise == "value":
            otherwise = f" ELSE {value(depth - 1)}"
        return f"CASE WHEN {self.condition(depth - 1)} THEN {value(depth - 1)}{otherwise} END"

    def decimal(self, depth: int) -> str:
        column = self.column(MONEY, RATE, LARGE)
        match self.pick("column", "column", "literal", *(["sum", "times", "abs", "generic", "case", "minus"] if depth else [])):
            case "column":
                return column
            case "literal":
                return self.pick("0", "1", "-1", "0.1", "0.10", "12.5", "-0.01", "0.3333333", "1000000.000001")
            case "sum":
                return f"{column} {self.pick(*'+-')} {closed(self.decimal(depth - 1))}"
            case "times":
                return f"{column} * {self.pick('2', '0.5', '-3', self.column(MONEY, RATE), self.column(F.INTEGER))}"
            case "abs":
                return f"abs({self.decimal(depth - 1)})"
            case "minus":
                return f"-{column}"
            case "generic":
                return f"{self.pick('coalesce', 'nullif', 'least', 'greatest')}({column}, {self.decimal(depth - 1)})"
            case _:
                return self.case(depth, self.decimal)

    def span(self, depth: int) -> str:
        column = self.column(F.DURATION)
        match self.pick("column", "column", "literal", *(["sum", "apart", "generic", "case", "minus"] if depth else [])):
            case "column":
                return column
            case "literal":
                return self.interval()
            case "sum":
                return f"{column} {self.pick(*'+-')} {closed(self.span(depth - 1))}"
            case "apart":
                return f"{self.column(F.TIMESTAMP)} - {closed(self.moment(depth - 1))}"
            case "minus":
                return f"-{column}"
            case "generic":
                return f"{self.pick('coalesce', 'nullif', 'least', 'greatest')}({column}, {self.span(depth - 1)})"
            case _:
                return self.case(depth, self.span)

    # Conditions

    def condition(self, depth: int) -> str:
        if depth and self.draw(st.booleans()):
            return self.joined(depth - 1)
        return self.test(depth)

    def test(self, depth: int) -> str:
        kinds = ("flag", "integer", "float", "text", "moment", "list", "decimal", "span")
        written: Callable[[int], str] = getattr(self, f"{self.pick(*kinds)}_test")
        return written(depth)

    def order(self) -> str:
        return self.pick("=", "<>", "<", "<=", ">", ">=")

    def loose(self) -> str:
        return self.pick("<", "<=", ">", ">=")

    def flag_test(self, depth: int) -> str:
        flag = self.column(F.BOOLEAN)
        match self.pick("plain", "equal", "ids", "null", *(["other"] if self.others else [])):
            case "plain":
                return flag
            case "other":
                return f"rule('other/{self.draw(st.integers(0, self.others - 1))}')"
            case "equal":
                return f"{flag} {self.pick('=', '<>')} {self.pick('TRUE', 'FALSE', self.column(F.BOOLEAN))}"
            case "ids":
                return f"{self.column(F.ID)} {self.pick('=', '<>', 'IS DISTINCT FROM')} {self.column(F.ID)}"
            case _:
                return f"{flag} IS {self.pick('NULL', 'NOT NULL', 'TRUE', 'NOT TRUE', 'FALSE', 'NOT FALSE')}"

    def integer_test(self, depth: int) -> str:
        value, pool = self.integer(depth), tuple(map(str, INTEGERS))
        match self.pick("order", "order", "order", "float", "in", "between", "null", "distinct"):
            case "order":
                return f"{value} {self.order()} {self.integer(self.draw(st.integers(0, depth)))}"
            case "float":
                return f"{value} {self.loose()} {self.float(0)}"
            case "in":
                return f"{value} {self.pick('IN', 'NOT IN')} ({self.literals(pool)})"
            case "between":
                return f"{value} {self.pick('BETWEEN', 'NOT BETWEEN')} {self.integer(0)} AND {self.integer(0)}"
            case "null":
                return f"{closed(value)} IS {self.pick('NULL', 'NOT NULL')}"
            case _:
                return f"{value} IS {self.pick('', 'NOT ')}DISTINCT FROM {self.integer(depth)}"

    def float_test(self, depth: int) -> str:
        value = self.float(depth)
        match self.pick("order", "order", "integer", "between", "null"):
            case "order":
                return f"{value} {self.loose()} {self.float(self.draw(st.integers(0, depth)))}"
            case "integer":
                return f"{value} {self.loose()} {self.integer(depth)}"
            case "between":
                return f"{value} {self.pick('BETWEEN', 'NOT BETWEEN')} {self.float(0)} AND {self.float(0)}"
            case _:
                return f"{closed(value)} IS {self.pick('NULL', 'NOT NULL')}"

    def decimal_test(self, depth: int) -> str:
        value = self.decimal(depth)
        match self.pick("order", "order", "order", "integer", "float", "in", "between", "null", "distinct"):
            case "order":
                return f"{value} {self.order()} {self.decimal(self.draw(st.integers(0, depth)))}"
            case "integer":
                return f"{self.column(MONEY, RATE, LARGE)} {self.order()} {self.integer(depth)}"
            case "float":
                return f"CAST({value} AS DOUBLE) {self.loose()} {self.float(0)}"
            case "in":
                literals = self.literals(("0", "0.1", "12.5", "-1", "100", "9999999999.99"))
                return f"{self.column(MONEY, RATE)} {self.pick('IN', 'NOT IN')} ({literals})"
            case "between":
                return f"{value} {self.pick('BETWEEN', 'NOT BETWEEN')} {self.decimal(0)} AND {self.decimal(0)}"
            case "null":
                return f"{closed(value)} IS {self.pick('NULL', 'NOT NULL')}"
            case _:
                return f"{value} IS {self.pick('', 'NOT ')}DISTINCT FROM {self.decimal(depth)}"

    def span_test(self, depth: int) -> str:
        value = self.span(depth)
        match self.pick("order", "order", "moment", "in", "between", "null", "distinct"):
            case "order":
                return f"{value} {self.order()} {self.span(self.draw(st.integers(0, depth)))}"
            case "moment":
                return f"{self.column(F.TIMESTAMP)} {self.pick(*'+-')} {closed(value)} {self.order()} {self.moment(0)}"
            case "in":
                return f"{self.column(F.DURATION)} {self.pick('IN', 'NOT IN')} (INTERVAL '1 hour', INTERVAL '0 seconds')"
            case "between":
                return f"{value} {self.pick('BETWEEN', 'NOT BETWEEN')} {self.span(0)} AND {self.span(0)}"
            case "null":
                return f"{closed(value)} IS {self.pick('NULL', 'NOT NULL')}"
            case _:
                return f"{value} IS {self.pick('', 'NOT ')}DISTINCT FROM {self.span(depth)}"

    def text_test(self, depth: int) -> str:
        value, words = self.text(depth), tuple(map(quote, TEXTS))
        match self.pick(
            "equal", "order", "in", "like", "like", "part", "part", "regex", "regex", "null", "distinct", "list", "bank"
        ):
            case "list":
                return f"in_list({value}, 'words')"
            case "bank":
                return f"in_bank({value}, 'bank'{self.pick('', ', 1', ', 8')})"
            case "equal":
                return f"{value} {self.pick('=', '<>', '!=')} {self.pick(*words, self.text(depth))}"
            case "order":
                return f"{self.column(F.TEXT)} {self.order()} {self.pick(*words)}"
            case "in":
                return f"{value} {self.pick('IN', 'NOT IN')} ({self.literals(words)})"
            case "like":
                how = self.pick("LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE")
                return f"{value} {how} {self.pick(*map(quote, LIKES))} ESCAPE '!'"
            case "part":
                part = self.pick(*map(quote, PARTS), self.text(depth))
                return f"{self.pick('contains', 'starts_with', 'ends_with')}({value}, {part})"
            case "regex":
                return f"regexp_matches({value}, '{self.pick(*PATTERNS)}')"
            case "null":
                return f"{closed(value)} IS {self.pick('NULL', 'NOT NULL')}"
            case _:
                return f"{value} IS {self.pick('', 'NOT ')}DISTINCT FROM {self.pick(*words, self.text(depth))}"

    def moment_test(self, depth: int) -> str:
        value = self.moment(depth)
        match self.pick("order", "order", "between", "duration", "duration", "null"):
            case "order":
                return f"{value} {self.order()} {self.moment(self.draw(st.integers(0, depth)))}"
            case "between":
                return f"{value} BETWEEN {self.moment(0)} AND {self.moment(0)}"
            case "duration":
                more = self.pick("", f" + {self.interval()}")
                return f"{value} - {closed(self.moment(0))}{more} {self.order()} {self.interval()}"
            case _:
                return f"{closed(value)} IS {self.pick('NULL', 'NOT NULL')}"

    def list_test(self, depth: int) -> str:
        words = self.column(F.TEXTS, F.CODES)
        match self.pick("text", "integer", "id", "any", "both", "contacts", "moment"):
            case "text":
                return f"list_contains({words}, {self.pick(*map(quote, (*CODES, *WORDS)), self.text(depth))})"
            case "integer":
                return f"list_contains({self.column(F.INTEGERS)}, {self.integer(depth)})"
            case "id":
                return f"list_contains({self.column(F.IDS)}, {self.column(F.ID)})"
            case "moment":
                return f"list_contains({self.column(F.TIMESTAMPS)}, {self.moment(depth)})"
            case "contacts":
                if self.draw(st.booleans()):
                    return f"list_has_any({self.contacts(1)}, {words})"
                return f"list_contains({self.contacts(1)}, {self.pick(quote('a.b@c-d.co.uk'), quote('+639171234567'))})"
            case "any":
                return f"list_has_any({words}, [{self.literals(tuple(map(quote, CODES)), 3)}])"
            case _:
                return f"list_has_any({words}, {self.column(F.TEXTS, F.CODES)})"

    def joined(self, depth: int) -> str:
        one, other = self.condition(depth), self.condition(depth)
        match self.pick("and", "and", "or", "or", "chain", "not", "not_test", "is", "coalesce", "case", "equal"):
            case "and":
                return f"({one}) AND ({other})"
            case "or":
                return f"({one}) OR ({other})"
            case "chain":
                return f"{self.test(0)} AND {self.test(0)} OR {self.test(0)} AND NOT {self.test(0)}"
            case "not":
                return f"NOT ({one})"
            case "not_test":
                return f"NOT {self.test(0)}"
            case "is":
                return f"({one}) IS {self.pick('TRUE', 'NOT TRUE', 'FALSE', 'NOT FALSE', 'NULL', 'NOT NULL')}"
            case "coalesce":
                return f"coalesce({self.column(F.BOOLEAN)}, {self.pick('TRUE', 'FALSE', one)})"
            case "case":
                return f"CASE WHEN {one} THEN {other} ELSE {self.condition(depth)} END"
            case _:
                return f"({one}) {self.pick('=', '<>')} ({other})"


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, F]:
    """At least a field of each type, under names that are hard to carry."""
    types = [*TYPES, *TYPES[:11], *draw(st.lists(st.sampled_from(TYPES), max_size=4))]
    names = draw(st.permutations(NAMES))
    return dict(zip(names, types, strict=False))


VALUES: dict[F, st.SearchStrategy[Any]] = {
    **{
        type_: st.one_of(
            st.sampled_from(pool),
            st.builds(
                lambda units, scale: Decimal(units).scaleb(-scale),
                st.integers(1 - 10 ** type_.decimal[0], 10 ** type_.decimal[0] - 1),
                st.just(type_.decimal[1]),
            ),
        )
        for type_, pool in DECIMALS.items()
        if type_.decimal
    },
    F.DURATION: st.one_of(st.sampled_from(SPANS), st.integers(-(10**15), 10**15).map(lambda each: timedelta(microseconds=each))),
    F.INTEGER: st.one_of(st.sampled_from(INTEGERS), st.integers(-(2**63), 2**63 - 1)),
    F.FLOAT: st.one_of(st.sampled_from(FLOATS), st.floats(allow_nan=False, allow_infinity=False)),
    F.BOOLEAN: st.booleans(),
    F.TEXT: st.one_of(
        st.sampled_from(TEXTS),
        st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
        st.text(st.characters(exclude_categories=("Cs",)), max_size=6),
    ),
    F.CODE: st.sampled_from(CODES),
    F.ID: st.sampled_from(IDS),
    F.TIMESTAMP: st.one_of(
        st.sampled_from(MOMENTS),
        st.builds(
            lambda at, by: at + timedelta(microseconds=by),
            st.sampled_from(MOMENTS[:5]),
            st.sampled_from((-1, 1, 86_400_000_000, 3_600_000_000, -3_600_000_001)),
        ),
    ),
}


def events(fields: dict[str, F]) -> st.SearchStrategy[dict[str, object]]:
    """An event: each field a value, NULL, or missing."""
    return st.fixed_dictionaries({}, optional={name: _value(type_) for name, type_ in fields.items()})


def _value(type_: F) -> st.SearchStrategy[object]:
    one = VALUES[type_.element]
    value = st.lists(one, max_size=4) if type_.is_list else one
    return st.one_of(st.none(), value, value)


def chance_events(fields: dict[str, F], seed: int, count: int) -> list[dict[str, object]]:
    """Many events from a seed: quicker than drawing each value, at the price of not shrinking."""
    chance = random.Random(seed)
    return [
        {name: value for name, type_ in fields.items() if (value := _chance_value(chance, type_)) is not ...}
        for _ in range(count)
    ]


def _chance_value(chance: random.Random, type_: F) -> object:
    if chance.random() < 0.15:
        return chance.choice((None, ...))
    if type_.is_list:
        return [chance.choice(POOLS[type_.element]) for _ in range(chance.randrange(4))]
    return chance.choice(POOLS[type_])


POOLS: dict[F, tuple[object, ...]] = {
    **DECIMALS,
    F.DURATION: SPANS,
    F.INTEGER: INTEGERS,
    F.FLOAT: FLOATS,
    F.BOOLEAN: (True, False),
    F.TEXT: (*TEXTS, *CODES),
    F.CODE: CODES,
    F.ID: IDS,
    F.TIMESTAMP: (
        *MOMENTS,
        *(at + timedelta(microseconds=1) for at in MOMENTS[:5]),
        *(at - timedelta(hours=1) for at in MOMENTS[:5]),
    ),
}


@dataclass(frozen=True)
class World:
    """Fields, predicates over them, and events: a few drawn value by value, many from a seed."""

    fields: dict[str, F]
    others: list[str]
    """Predicates of rules that the others may name."""
    predicates: list[str]
    drawn: list[dict[str, object]]
    seed: int

    @property
    def known(self) -> Known:
        """What the predicates may name besides fields."""
        return replace(KNOWN, rules=tuple((f"other/{number}", when) for number, when in enumerate(self.others)))

    @property
    def rows(self) -> list[dict[str, object]]:
        """All events."""
        return [*self.drawn, *chance_events(self.fields, self.seed, 60)]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world to try everything in."""
    fields = draw(schemas())
    others = [Inventor(draw, fields, number).condition(1) for number in range(draw(st.integers(0, 2)))]
    inventor = Inventor(draw, fields, len(others))
    predicates = [inventor.condition(draw(st.integers(0, 2))) for _ in range(draw(st.integers(1, 8)))]
    return World(fields, others, predicates, draw(st.lists(events(fields), max_size=4)), draw(st.integers(0, 2**16)))
