"""The locator finds whatever ``tomllib`` reads, at the place where it stands."""

import datetime
import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from leeward.playbook.locator import Path, locate, origins

EXAMPLE = '''
# a comment with [brackets] and "quotes"
name = "starter" # behind
"quoted key" = 'literal'
dotted . inside = true

[table]
list = [
  1, 2, # three follows
  [ "a", 'b' ],
]
inline = { x = 1, y = { z = 1979-05-27 07:32:00 } }
text = """
first \\
   joined \\u0041
"quoted"""""

[[queue]]
code = "one"
[queue.deep.er]
harms = ["*"]
[[queue]]
code = "two"
[[queue.step]]
n = 1
[[queue.step]]
n = 2
'''


def paths(value: object, here: Path = ()) -> list[Path]:
    """All paths into what tomllib read, tables and lists included."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found: list[Path] = [here] if here else []
    return found + [path for key, each in below for path in paths(each, (*here, key))]


def at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def check(source: str) -> None:
    data, spots = tomllib.loads(source), locate(source)
    assert set(spots) == set(paths(data))
    for path, spot in spots.items():
        value = at(data, path)
        standing = source[slice(*spot.value)]
        if spot.key == spot.value and isinstance(path[-1], str):
            continue  # a table: there is only its header
        if spot.key == spot.value and isinstance(value, dict) and not standing.startswith("{"):
            continue
        assert tomllib.loads("value = " + standing)["value"] == value
        if isinstance(value, str):
            places = origins(source, spot.value[0])
            assert len(places) == len(value) + 1
            assert source[places[-1]] in "\"'"


def test_it_finds_every_form_of_toml() -> None:
    check(EXAMPLE)


def test_it_finds_the_same_with_windows_line_ends() -> None:
    check(EXAMPLE.replace("\n", "\r\n"))


def test_a_key_is_found_where_it_is_written() -> None:
    spot = locate(EXAMPLE)["queue", 1, "step", 1, "n"]
    assert EXAMPLE.count("\n", 0, spot.key[0]) + 1 == EXAMPLE.count("\n")
    assert EXAMPLE[slice(*spot.key)] == "n"


def test_each_character_of_a_text_knows_its_origin() -> None:
    source = 'x = """\nab\\\n  c\\u0041"d"""'
    found = origins(source, locate(source)["x",].value[0])
    assert tomllib.loads(source)["x"] == 'abcA"d'
    assert [source[origin] for origin in found] == ["a", "b", "c", "\\", '"', "d", '"']


def test_front_matter_is_found_inside_a_larger_text() -> None:
    source = "+++\nid = 1\n+++\nbody = 2\n"
    spots = locate(source, 3, source.index("+++", 3))
    assert set(spots) == {("id",)}
    assert source[slice(*spots["id",].value)] == "1"


# A writer of TOML in all its ways, so that hypothesis can make documents.

KEYS = st.text(st.sampled_from("abz09_-.\"' é\\#=[\t"), max_size=4)
TEXTS = st.text(st.sampled_from("ab \"'\\\n\r\t#=[]{},é🙂\x7f"), max_size=8)
SCALARS = st.one_of(
    st.integers(-(2**40), 2**40),
    st.booleans(),
    st.floats(allow_nan=False),
    st.dates(min_value=datetime.date(1000, 1, 1)),
    st.datetimes(min_value=datetime.datetime(1000, 1, 1)),
    TEXTS,
)
TABLES = st.recursive(
    st.dictionaries(KEYS, SCALARS, max_size=3),
    lambda inner: st.dictionaries(
        KEYS,
        st.one_of(SCALARS, inner, st.lists(st.one_of(SCALARS, inner), max_size=3), st.lists(inner, min_size=1, max_size=3)),
        max_size=4,
    ),
    max_leaves=12,
)


class Writer:
    """Writes a document; ``draw`` decides which of TOML's ways is taken each time."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def choose(self, *options: str) -> str:
        return self.draw(st.sampled_from(options))

    def escaped(self, text: str, keep: str = "") -> str:
        plain = {
            '"': '\\"',
            "\\": "\\\\",
            "\n": "\\n",
            "\r": "\\r",
            "\t": "\\t",
            "\x7f": "\\u007f",
            "é": self.choose("é", "\\u00e9"),
        }
        return "".join(each if each in keep else plain.get(each, each) for each in text)

    def text(self, text: str) -> str:
        ways = [
            f'"{self.escaped(text)}"',
            f'"""\n{self.escaped(text, keep=chr(10))}"""',
            f'"""\\\n  {self.escaped(text) or ""}"""',
        ]
        if text.lstrip(" \t\n") != text:
            del ways[2]  # blanks behind a line-ending backslash would be lost
        if not set(text) & set("'\n\r\x7f"):
            ways.append(f"'{text}'")
        if not set(text) & set("\r\x7f") and "'''" not in text and not text.endswith("'"):
            ways.append(f"'''\n{text}'''")
        return self.choose(*ways)

    def key(self, key: str) -> str:
        bare = key and all(each in "abz09_-" for each in key)
        return key if bare and self.choose("bare", "quoted") == "bare" else f'"{self.escaped(key)}"'

    def value(self, value: Any) -> str:
        if isinstance(value, dict):
            return (
                "{"
                + ", ".join(f"{self.key(key)}{self.choose('=', ' = ')}{self.value(each)}" for key, each in value.items())
                + "}"
            )
        if isinstance(value, list):
            gap = self.choose("", " ", "\n  # why, [not]\n")
            comma = self.choose("", ",") if value else ""
            return "[" + gap + f",{gap}".join(self.value(each) + gap for each in value) + comma + gap + "]"
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, datetime.datetime):
            return value.isoformat(self.choose("T", " "))
        return value.isoformat() if isinstance(value, datetime.date) else repr(value)

    def table(self, table: dict[str, Any], header: str = "") -> str:
        """Pairs first, then whatever is written under a header of its own."""
        pairs, rest = "", ""
        for key, value in table.items():
            name = self.key(key)
            path = f"{header}.{name}" if header else name
            tables = isinstance(value, list) and value and all(isinstance(each, dict) for each in value)
            if isinstance(value, dict) and self.choose("header", "inline") == "header":
                rest += f"[{path}]{self.choose('', ' # here')}\n{self.table(value, path)}"
            elif tables and self.choose("headers", "inline") == "headers":
                rest += "".join(f"[[ {path} ]]\n{self.table(each, path)}" for each in value)
            else:
                pairs += f"{self.choose('', '  ')}{name} = {self.value(value)}{self.choose('', ' # there')}\n"
        return pairs + rest


@st.composite
def documents(draw: st.DrawFn) -> str:
    return Writer(draw).table(draw(TABLES))


@given(documents())
def test_whatever_tomllib_reads_is_found(source: str) -> None:
    check(source)
