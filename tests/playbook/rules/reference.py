"""The rule language once more, as slowly and plainly as it can be said: an interpreter of three-valued logic.

It walks sqlglot's own tree of the text, not ours, and knows nothing of the checker, of T and F, or of any emitter. What it
says is what the reference page says; the property test demands that the two run-times agree with it.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar
from zoneinfo import ZoneInfo

import re2
import sqlglot
from sqlglot import exp

from leeward.playbook.rules import NOTHING, Known

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)
COMPARISONS = {
    exp.EQ: lambda a, b: a == b,
    exp.NEQ: lambda a, b: a != b,
    exp.LT: lambda a, b: a < b,
    exp.LTE: lambda a, b: a <= b,
    exp.GT: lambda a, b: a > b,
    exp.GTE: lambda a, b: a >= b,
}
ARITHMETIC = {
    exp.Add: lambda a, b: a + b,
    exp.Sub: lambda a, b: a - b,
    exp.Mul: lambda a, b: a * b,
    exp.Div: lambda a, b: a / b,
}
UNITS = {"SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86_400, "WEEK": 604_800}


class Reference:
    """One predicate; ``truth(event)`` is True, False or None."""

    def __init__(self, sql: str, lists: frozenset[str], known: Known = NOTHING) -> None:
        self.sql, self.lists, self.known = sql, lists, known
        # sqlglot takes one argument for day_of_week; what it does not know it reads as it is.
        self.tree = sqlglot.parse_one(re.sub(r"(?i)\bday_of_week\(", "weekday_of(", sql), read="duckdb")

    def truth(self, event: Mapping[str, object]) -> bool | None:
        """What the predicate says of the event."""
        return self.of(self.tree, event)

    def of(self, e: exp.Expr, event: Mapping[str, object]) -> object:
        """The value of an expression, None for NULL. Moments are timedeltas since 1970."""
        if type(e) in COMPARISONS:
            return self.strict(lambda a, b: COMPARISONS[type(e)](*numbers(a, b)), event, e.this, e.expression)
        if type(e) in ARITHMETIC:
            return self.strict(lambda a, b: finite(ARITHMETIC[type(e)](*numbers(a, b))), event, e.this, e.expression)
        return getattr(self, "of_" + type(e).__name__.lower())(e, event)

    def strict(self, function, event, *args):
        values = [self.of(arg, event) for arg in args]
        return None if any(value is None for value in values) else function(*values)

    def of_paren(self, e, event):
        return self.of(e.this, event)

    def of_and(self, e, event):
        values = [self.of(e.this, event), self.of(e.expression, event)]
        return False if False in values else None if None in values else True

    def of_or(self, e, event):
        values = [self.of(e.this, event), self.of(e.expression, event)]
        return True if True in values else None if None in values else False

    def of_not(self, e, event):
        return self.strict(lambda a: not a, event, e.this)

    def of_column(self, e, event):
        value = event.get(e.name)
        if e.name in self.lists:
            return [each - EPOCH if isinstance(each, datetime) else each for each in value or ()]
        if isinstance(value, Decimal):
            return Fraction(value)
        return value - EPOCH if isinstance(value, datetime) else value

    def of_literal(self, e, event):
        if e.is_string:
            return e.name
        return int(e.name) if e.name.isdigit() else Written(e.name)

    def of_boolean(self, e, event):
        return bool(e.this)

    def of_null(self, e, event):
        return None

    def of_neg(self, e, event):
        return self.strict(lambda a: -a, event, e.this)

    def of_array(self, e, event):
        return [self.of(each, event) for each in e.expressions]

    def of_cast(self, e, event):
        if e.args["to"].this.value == "DOUBLE":
            return self.strict(float, event, e.this)
        return datetime.fromisoformat(e.this.name) - EPOCH

    def of_interval(self, e, event):
        return timedelta(seconds=int(e.this.name) * UNITS[e.args["unit"].name.rstrip("S")])

    def of_in(self, e, event):
        values = [self.of(each, event) for each in e.expressions]
        return self.strict(lambda a: any(numbers(a, each)[0] == numbers(a, each)[1] for each in values), event, e.this)

    def of_between(self, e, event):
        low = self.of(exp.GTE(this=e.this, expression=e.args["low"]), event)
        high = self.of(exp.LTE(this=e.this, expression=e.args["high"]), event)
        return False if False in (low, high) else None if None in (low, high) else True

    def of_nullsafeneq(self, e, event):
        one, other = numbers(self.of(e.this, event), self.of(e.expression, event))
        return one != other

    def of_nullsafeeq(self, e, event):
        one, other = numbers(self.of(e.this, event), self.of(e.expression, event))
        return one == other

    def of_is(self, e, event):
        value = self.of(e.this, event)
        return value is None if isinstance(e.expression, exp.Null) else value is bool(e.expression.this)

    def of_case(self, e, event):
        for when in e.args["ifs"]:
            condition = when.this if e.this is None else exp.EQ(this=e.this, expression=when.this)
            if self.of(condition, event) is True:
                return self.of(when.args["true"], event)
        default = e.args.get("default")
        return None if default is None else self.of(default, event)

    def of_like(self, e, event, escape=""):
        found = self.strict(lambda a: like(a, e.expression.name, escape), event, e.this)
        return (not found if found is not None else None) if e.args.get("negate") else found

    def of_ilike(self, e, event, escape=""):
        found = self.strict(lambda a: like(lower(a), lower(e.expression.name), escape), event, e.this)
        return (not found if found is not None else None) if e.args.get("negate") else found

    def of_escape(self, e, event):
        return (self.of_ilike if isinstance(e.this, exp.ILike) else self.of_like)(e.this, event, e.expression.name)

    def of_lower(self, e, event):
        return self.strict(lower, event, e.this)

    def of_upper(self, e, event):
        return self.strict(upper, event, e.this)

    def of_length(self, e, event):
        return self.strict(len, event, e.this)

    def of_contains(self, e, event):
        return self.strict(lambda a, b: a.find(b) >= 0, event, e.this, e.expression)

    def of_startswith(self, e, event):
        return self.strict(lambda a, b: a[: len(b)] == b, event, e.this, e.expression)

    def of_endswith(self, e, event):
        return self.strict(lambda a, b: a[len(a) - len(b) :] == b if len(b) <= len(a) else False, event, e.this, e.expression)

    def of_regexplike(self, e, event):
        return self.strict(lambda a: re2.search(e.expression.name, a) is not None, event, e.this)

    def of_arraysize(self, e, event):
        return len(self.of(e.this, event))

    def of_arraycontains(self, e, event):
        return self.strict(lambda a, b: any(each == b for each in a), event, e.this, e.expression)

    def of_arrayoverlaps(self, e, event):
        return self.strict(lambda a, b: any(each == other for each in a for other in b), event, e.this, e.expression)

    def of_abs(self, e, event):
        return self.strict(abs, event, e.this)

    def of_coalesce(self, e, event):
        values = [self.of(each, event) for each in (e.this, *e.expressions)]
        present = [value for value in numbers(*values) if value is not None]
        return present[0] if present else None

    def of_nullif(self, e, event):
        value, other = numbers(self.of(e.this, event), self.of(e.expression, event))
        return None if value is not None and other is not None and value == other else value

    def of_least(self, e, event):
        return self._extreme(min, e, event)

    def of_greatest(self, e, event):
        return self._extreme(max, e, event)

    def _extreme(self, choose, e, event):
        values = [value for value in (self.of(each, event) for each in (e.this, *e.expressions)) if value is not None]
        return choose(numbers(*values)) if values else None

    def of_trim(self, e, event):
        return self.strict(lambda text: strip(strip(text)[::-1])[::-1], event, e.this)

    def of_substring(self, e, event):
        start, count = int(e.args["start"].name), int(e.args["length"].name)
        return self.strict(lambda text: "".join(c for n, c in enumerate(text, 1) if start <= n < start + count), event, e.this)

    def of_replace(self, e, event):
        return self.strict(lambda text: e.args["replacement"].name.join(cut(text, e.expression.name)), event, e.this)

    def of_splitpart(self, e, event):
        place = int(e.args["part_index"].name)
        return self.strict(lambda text: (cut(text, e.args["delimiter"].name) + [""] * place)[place - 1], event, e.this)

    def of_dpipe(self, e, event):
        return self.strict(lambda a, b: "".join([a, b]), event, e.this, e.expression)

    def unaccent(self, text):
        return "".join(map(unaccented, text))

    def plain_letters(self, text):
        return "".join(map(plain, text))

    def url_host(self, text):
        scheme, _, rest = text.partition("://")
        if "".join(c.lower() for c in scheme if c.isascii()) not in ("http", "https") or not scheme.isascii():
            return None
        authority = rest
        for sign in "/?#\\":
            authority = authority.split(sign)[0]
        pieces = authority.split("@")
        if (len(pieces) > 2 and len(authority) > 250) or any(c in "\x00[]" for c in authority):
            return Reference.unsure()
        for place in range(len(pieces) - 1, -1, -1):  # the last that is not empty
            host = pieces[place]
            end = next((n for n, c in enumerate(host) if c in ":[]" or ord(c) <= 32), len(host))
            if end:
                return "".join(c.lower() if c.isascii() else c for c in host[:end]).rstrip(".") or None
        return None

    @staticmethod
    def unsure():
        raise AssertionError("no such text is invented")

    def url_domain(self, text):
        host = self.url_host(text)
        names = host.split(".") if host else []
        if host is None or all(c in "0123456789." for c in host) or len(names) == 1:
            return host
        second = ["ac", "co", "com", "edu", "gob", "gouv", "gov", "mil", "ne", "net", "nom", "or", "org"]
        country = len(names[-1]) == 2 and names[-1].isascii() and names[-1].isalpha() and names[-2] in second
        chosen = names[-3:] if country and len(names) > 2 and names[-3] else names[-2:]
        return ".".join(chosen) if all(chosen) else None

    def emails(self, text):
        return re.findall(r"[\w.%+-]{1,64}@[A-Za-z0-9.-]{1,255}\.[A-Za-z]{2,24}", text or "", re.ASCII)

    def phones(self, text):
        pattern = r"(?<![0-9A-Za-z+])(?:\+[1-9](?:[ ().-]{0,2}[0-9]){6,14}|0(?:[ ().-]{0,2}[0-9]){8,14})"
        return [re.sub("[^0-9+]", "", found) for found in re.findall(pattern, text or "")]

    def similarity(self, one, other):
        left, right = (set(re.findall(r"\S+", text, re.ASCII)) for text in (one, other))
        return len(left & right) / len(left | right) if left | right else None

    def distance_km(self, *degrees):
        a, b, c, d = map(float, degrees)
        if max(abs(a), abs(c)) > 90 or max(abs(b), abs(d)) > 180:
            return None
        u, v = (math.sin(way * (math.pi / 180) * 0.5) for way in (c - a, d - b))
        level = math.cos(a * (math.pi / 180)) * math.cos(c * (math.pi / 180))
        return 12742 * math.asin(min(1, math.sqrt(u * u + level * v * v)))

    def list_unique(self, values):
        return sum(value not in values[:place] for place, value in enumerate(values))

    def of_arraymin(self, e, event):
        return min(self.of(e.this, event), default=None)

    def of_arraymax(self, e, event):
        return max(self.of(e.this, event), default=None)

    def list_sum(self, values):
        return sum(values) if values else None

    def of_given(self, e, event):
        return e.value

    def in_list(self, text, entries):
        return any(entry == text for entry in entries)

    def in_bank(self, text, entries, distance=0):
        bits = [(bits_of(entry), bits_of(text)) for entry in entries]
        return any(len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) <= distance for a, b in bits)

    def hash_distance(self, one, other):
        a, b = bits_of(one), bits_of(other)
        return sum(x != y for x, y in zip(a, b, strict=True)) if len(a) == len(b) and "?" not in (a, b) else None

    def at_zone(self, at, zone):
        """The wall clock; what zoneinfo says within its table."""
        moment = min(max(EPOCH + at, FIRST), LAST)
        return at + moment.astimezone(ZoneInfo(zone)).utcoffset()

    CLOCK: ClassVar = {
        "weekday_of": lambda at: (at // timedelta(days=1) + 3) % 7 + 1,
        "epoch_days": lambda at: at // timedelta(days=1),
    }

    def of_anonymous(self, e, event):
        name = e.name.lower()
        if name == "rule":
            return Reference(dict(self.known.rules)[e.expressions[0].name], self.lists, self.known).truth(event) is True
        if name in ("in_list", "in_bank"):
            (entries,) = (each.entries for each in self.known.lists if each.name == e.expressions[1].name)
            return self.strict(getattr(self, name), event, e.expressions[0], Given(entries), *e.expressions[2:])
        functions = {
            "epoch_seconds": lambda at: math.floor(at // timedelta(seconds=1)),
            "seconds_between": lambda earlier, later: (later - earlier) // timedelta(seconds=1),
            **self.CLOCK,
            "hour_of_day": lambda at: (at // timedelta(hours=1)) % 24,
        }
        if name in ("emails", "phones"):
            return getattr(self, name)(self.of(e.expressions[0], event))
        if name in ("weekday_of", "hour_of_day", "epoch_days") and len(e.expressions) == 2:
            at = self.strict(self.at_zone, event, *e.expressions)
            return None if at is None else {**functions, **self.CLOCK}[name](at)
        if name not in functions:
            return self.strict(getattr(self, name), event, *e.expressions)
        return self.strict(functions[e.name.lower()], event, *e.expressions)


class Given(exp.Expr):
    """A value that no text holds."""

    def __init__(self, value):
        super().__init__()
        self.value = value


class Written(float):
    """A literal with a point: a float, and beside a decimal just what is written."""

    def __new__(cls, text):
        made = super().__new__(cls, text)
        made.text = text
        return made

    def __neg__(self):
        return Written(self.text[1:] if self.text[0] == "-" else f"-{self.text}")


def numbers(*values):
    """An integer beside a float is the nearest float; a literal beside a decimal is what is written."""
    if any(isinstance(value, Fraction) for value in values):
        return tuple(Fraction(value.text) if isinstance(value, Written) else value for value in values)
    if any(isinstance(value, float) for value in values):
        return tuple(float(value) if isinstance(value, int) else value for value in values)
    return values


def bits_of(text):
    """The bits of a digest as a text; of what is none, nothing that any digest equals."""
    if len(text) % 2 or not 2 <= len(text) <= 64 or any(character not in "0123456789abcdefABCDEF" for character in text):
        return "?"
    return "".join(f"{int(character, 16):04b}" for character in text)


def strip(text):
    return strip(text[1:]) if text and text[0] in " \t\n\r\f\v" else text


def cut(text, separator):
    """The pieces between separators, from the left."""
    place = text.find(separator)
    return [text] if place < 0 else [text[:place], *cut(text[place + len(separator) :], separator)]


def unaccented(character):
    if 0x300 <= ord(character) < 0x370:
        return ""
    if not (0xC0 <= ord(character) < 0x250 or 0x1E00 <= ord(character) < 0x1F00):
        return character
    first = unicodedata.normalize("NFD", character)[0]
    return first if first.isascii() and first.isalpha() else character


def plain(character):
    code = ord(character)
    known = ((0x2070, 0x209F), (0x2100, 0x213F), (0x2460, 0x2473), (0x24B6, 0x24E9), (0xFF10, 0xFF5A), (0x1D400, 0x1D7FF))
    folded = unicodedata.normalize("NFKC", character)
    within = any(low <= code <= high for low, high in known)
    return folded if within and len(folded) == 1 and folded.isascii() and folded.isalnum() else character


def finite(value):
    return None if isinstance(value, float) and not math.isfinite(value) else value


def lower(text):
    return "".join(character.lower()[0] for character in text)


def upper(text):
    full = {character: character.upper() for character in text}
    one = {c: u if len(u) == 1 else c.title() if len(c.title()) == 1 else c for c, u in full.items()} | {"ß": "ẞ"}
    return "".join(map(one.__getitem__, text))


def like(text, pattern, escape):
    """Character by character, the way the standard tells it."""
    if not pattern:
        return not text
    if escape and pattern[0] == escape:
        return text[:1] == pattern[1] and like(text[1:], pattern[2:], escape)
    if pattern[0] == "%":
        return any(like(text[place:], pattern[1:], escape) for place in range(len(text) + 1))
    return bool(text) and (pattern[0] in ("_", text[0])) and like(text[1:], pattern[1:], escape)
