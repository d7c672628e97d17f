"""All rules over history on a cluster: the same as ``history``, as one Spark SQL query.

Nothing here depends on Spark's implicit casts, on ANSI mode, on the session's time zone or on the Java that runs it. What Spark
maps its own way (case, regular expressions, escapes in texts) is spelled out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from leeward.playbook.model import FieldType, Rule
from leeward.playbook.rules.bounds import fits
from leeward.playbook.rules.casing import lower, upper
from leeward.playbook.rules.functions import FUNCTIONS, Function
from leeward.playbook.rules.java import java_like, java_pattern
from leeward.playbook.rules.known import NOTHING, Known
from leeward.playbook.rules.labels import marked
from leeward.playbook.rules.like import simple
from leeward.playbook.rules.predicate import parse_predicate
from leeward.playbook.rules.spark_windows import windowed
from leeward.playbook.rules.sql import Sql, relation_of
from leeward.playbook.rules.tree import Call, Listed, Node, columns, features, marks, walk

WORD = 62  # rules to a BIGINT: the sign bit and one to spare
GREATEST = "1.7976931348623157e308D"
_SIMPLE = {
    "equals": "({} = {})",
    "contains": "contains({}, {})",
    "starts_with": "startswith({}, {})",
    "ends_with": "endswith({}, {})",
}


def quoted(name: str) -> str:
    """A name as Spark SQL."""
    return "`" + name.replace("`", "``") + "`"


def text_literal(text: str) -> str:
    """A text as Spark SQL. A ``$`` is escaped, because ``${env:NAME}`` would be replaced even inside a text."""
    return "'" + "".join(map(_character, text)) + "'"


def _character(character: str) -> str:
    if character in "\\'":
        return "\\" + character
    return character if character.isprintable() and character != "$" else f"\\U{ord(character):08x}"


@cache
def _folds(name: str) -> tuple[str, str]:
    """The characters that have another case, and what each becomes."""
    fold = {"lower": lower, "upper": upper}[name]
    pairs = [(chr(code), fold(chr(code))) for code in range(0x20000) if not 0xD800 <= code <= 0xDFFF]
    changed = [(one, other) for one, other in pairs if one != other]
    return "".join(one for one, _ in changed), "".join(other for _, other in changed)


class Spark(Sql):
    """Writes Spark SQL text."""

    wide = "DECIMAL(38, 0)"
    string = "STRING"

    def quoted(self, name: str) -> str:
        return quoted(name)

    def text(self, text: str) -> str:
        return text_literal(text)

    def integer(self, value: int) -> str:
        if not fits((value, value)):
            return f"CAST({value} AS {self.wide})"
        return f"{value}L" if value >= 0 else f"({value}L)"

    def floating(self, value: float) -> str:
        return f"{value!r}D" if value >= 0 else f"({value!r}D)"

    def items(self, values: list[str]) -> str:
        return f"array({', '.join(values)})"

    def microseconds(self, column: str) -> str:
        return f"unix_micros({column})"

    def moment(self, microseconds: str) -> str:
        return f"timestamp_micros({microseconds})"

    def mapped(self, column: str, name: str, expression: str) -> str:
        return f"transform({column}, {name} -> {expression})"

    def contains(self, text: str, part: str) -> str:
        return f"contains({text}, {part})"

    def matches(self, text: str, pattern: str) -> str:
        return f"rlike({text}, {text_literal(java_pattern(pattern))})"

    def like(self, text: str, pattern: tuple[tuple[str, str], ...]) -> str:
        found = simple(pattern)
        if found is None:
            return f"rlike({text}, {text_literal(java_like(pattern))})"
        name, part = found
        return _SIMPLE[name].format(text, text_literal(part))

    def finite(self, number: str) -> str:
        return f"abs({number}) <= {GREATEST}"  # NaN is the greatest of all

    def function(self, function: Function) -> str:
        return function.spark

    def called(self, node: Call, args: list[str]) -> str:
        if node.name in ("lower", "upper"):
            args = [*args, *map(text_literal, _folds(node.name))]
        return super().called(node, args)


def spark_sql(
    rules: Sequence[Rule],
    fields: Mapping[str, FieldType],
    relation: str,
    *,
    event_id: str = "event_id",
    known: Known = NOTHING,
) -> str:
    """One Spark SQL query over ``relation`` (a table name or a query in parentheses), typed as the lake types it.

    Where rules have windows it also has ``position`` and ``occurred``, see ``windowed``; where they ask about labels these, too,
    and the view ``label_changes`` stands beside the events, see ``marked``.

    Yields ``event_id`` and ``rule`` (its code), a row for each match, in no order. Raises ``PlaybookErrors`` when a rule does
    not check. The text is complete: no parameters. The lists that the rules name are views of the session, as ``list_relations``
    has them.
    """
    if not rules:
        return f"SELECT {quoted(event_id)}, CAST(NULL AS STRING) AS rule FROM {relation} WHERE FALSE"
    roots = [parse_predicate(rule.when, fields, rule.where, known).root for rule in rules]
    folds = _folds_of(roots)
    looks = _looks(roots, folds)
    spark = Spark(folds | {look.node: look.name for look in looks})
    read = sorted({name for root in roots for name in columns(root)} | {event_id})
    relation = marked(spark, relation, (mark for root in roots for mark in marks(root)))
    source = windowed(spark, relation, (feature for root in roots for feature in features(root)))
    words = [_word(spark, roots[start : start + WORD], start // WORD) for start in range(0, len(roots), WORD)]
    found = " OR ".join(f"w{place} <> 0L" for place in range(len(words)))
    codes = ",\n    ".join(_outcome(rule, place) for place, rule in enumerate(rules))
    return (
        f"WITH event AS (\n  SELECT {', '.join((*map(quoted, read), *_shared(folds)))} FROM {source}\n),\n"
        f"looked AS (\n  {_joined(looks)}\n),\n"
        f"outcome AS (\n  SELECT {quoted(event_id)},\n" + ",\n".join(words) + "\n  FROM looked\n)\n"
        f"SELECT {quoted(event_id)}, explode(CASE WHEN {found} THEN filter(array(\n    {codes}\n  ), "
        f"code -> code IS NOT NULL) END) AS rule\nFROM outcome"
    )


def _inside_out(roots: Sequence[Node]) -> Iterator[Node]:
    return (node for root in roots for node in reversed(list(walk(root))))


def _folds_of(roots: Sequence[Node]) -> dict[Node, str]:
    """The case foldings, inner ones first, and their names. One that needs a list first is made where it stands."""
    folds = (node for node in _inside_out(roots) if isinstance(node, Call) and node.name in ("lower", "upper"))
    plain = (node for node in folds if not any(isinstance(each, Listed) for each in walk(node)))
    return {node: f"_shared_{place}" for place, node in enumerate(dict.fromkeys(plain))}


def _shared(folds: Mapping[Node, str]) -> list[str]:
    """Their texts, each of which names the ones before."""
    texts, before = [], dict[Node, str]()
    for node, name in folds.items():
        texts.append(f"{Spark(before).said(node)} AS {name}")
        before[node] = name
    return texts


@dataclass(frozen=True, slots=True)
class _Look:
    """A list to look in: a join with its entries, which every executor is sent once."""

    node: Listed
    name: str
    join: str
    outcome: str


def _looks(roots: Sequence[Node], folds: Mapping[Node, str]) -> list[_Look]:
    """The joins, inner ones first: what one looks for may depend on another."""
    found: list[_Look] = []
    for node in dict.fromkeys(each for each in _inside_out(roots) if isinstance(each, Listed)):
        spark = Spark({**folds, **{each.node: each.outcome for each in found}})
        join, outcome = _join(node, spark.said(node.value), name := f"_listed_{len(found)}")
        found.append(_Look(node, name, join, outcome))
    return found


def _join(node: Listed, text: str, name: str) -> tuple[str, str]:
    """An entry is joined by its text; digests within some bits of each other by nothing, so all of them come in one row."""
    entries = quoted(relation_of(node))
    if not node.distance:
        key = text if node.distance is None else f"lower({text})"
        join = f"LEFT JOIN (SELECT DISTINCT entry FROM {entries}) AS {name} ON {name}.entry = {key}"
        return join, f"CASE WHEN {text} IS NOT NULL THEN {name}.entry IS NOT NULL END"
    distance = FUNCTIONS["hash_distance"].spark.format("entry", text)
    near = f"exists({name}.entries, entry -> COALESCE({distance} <= {node.distance}L, FALSE))"
    join = f"CROSS JOIN (SELECT collect_set(entry) AS entries FROM {entries}) AS {name}"
    return join, f"CASE WHEN {text} IS NOT NULL THEN {near} END"


def _joined(looks: Sequence[_Look]) -> str:
    if not looks:
        return "SELECT * FROM event"
    hint = f"/*+ BROADCAST({', '.join(look.name for look in looks)}) */"
    outcomes = "".join(f",\n    {look.outcome} AS {look.name}" for look in looks)
    return f"SELECT {hint} event.*{outcomes}\n  FROM event" + "".join(f"\n  {look.join}" for look in looks)


def _word(spark: Spark, roots: Sequence[Node], number: int) -> str:
    bits = [f"    CASE WHEN {spark.said(root)} THEN {1 << place}L ELSE 0L END" for place, root in enumerate(roots)]
    return " |\n".join(bits) + f" AS w{number}"


def _outcome(rule: Rule, place: int) -> str:
    return f"CASE WHEN (w{place // WORD} & {1 << place % WORD}L) <> 0L THEN {text_literal(rule.code)} END"
