"""What hangs together: what rules read (kinds of event, windows, lists, banks, labels, other rules), what they point at (clauses)
and what they leave behind (labels).

Three columns and lines between them, as numbers for SVG, and the same as rows of a table.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from leeward.playbook.model import Playbook, Rule
from leeward.record.terms.code import RuleCode

ROW, MARGIN = 22, 16
COLUMNS = (0, 300, 720)
WIDTH = 960
_WINDOW = re.compile(r"\bOVER\s+\"?([A-Za-z_]\w*)\"?", re.IGNORECASE)
_CALLED = {"list": "in_list", "bank": "in_bank", "label": "has_label", "rule": "rule"}
_TOKEN = re.compile(r"'((?:[^']|'')*)'|[()]|--[^\n]*")
AHEAD = ("clause", "puts")
"""The sorts that lead away from a rule."""


class Edge(msgspec.Struct, frozen=True):
    """One reads, or points at, the other."""

    sort: str
    """``event``, ``window``, ``list``, ``bank``, ``label`` or ``rule``: what is read; ``clause`` and ``puts``: what is pointed at
    or left behind."""
    source: str
    target: str

    @property
    def rule(self) -> str:
        """The rule that reads or points."""
        return self.source if self.sort in AHEAD else self.target


class Node(msgspec.Struct, frozen=True):
    """A word of the picture and its place."""

    sort: str
    name: str
    x: float
    y: float
    href: str = ""


class Line(msgspec.Struct, frozen=True):
    """A line of the picture: an SVG path."""

    sort: str
    path: str


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """Picture and table."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    edges: tuple[Edge, ...]
    height: int


def edges_of(rule: Rule) -> list[Edge]:
    """What one rule reads and points at."""
    found = [Edge("event", rule.on, rule.code)]
    found += [Edge("window", name, rule.code) for name in dict.fromkeys(_WINDOW.findall(_TOKEN.sub(_blank, rule.when)))]
    for sort, function in _CALLED.items():
        found += [Edge(sort, name, rule.code) for name in dict.fromkeys(named_in(rule.when, function))]
    puts = [Edge("puts", rule.code, name) for name in dict.fromkeys(each.name for each in rule.labels)]
    return [*found, Edge("clause", rule.code, rule.clause), *puts]


def named_in(when: str, function: str) -> Iterator[str]:
    """The name in each call of a function that takes one last but for a number: ``in_list(lower(employer), 'name')``."""
    plain = _TOKEN.sub(_blank, when)
    for call in re.finditer(rf"\b{function}\s*\(", plain, re.IGNORECASE):
        depth, name = 1, ""
        for token in _TOKEN.finditer(when, call.end()):
            depth += {"(": 1, ")": -1}.get(token[0], 0)
            if not depth:
                break
            if depth == 1 and token[1] is not None:
                name = token[1]
        if name:
            yield name


def _blank(token: re.Match[str]) -> str:
    """Texts and comments as so many blanks, so that places stay."""
    return token[0] if token[0] in "()" else " " * len(token[0])


def graph_of(playbook: Playbook) -> Graph:
    """The whole playbook's."""
    rules = sorted(playbook.rules.values(), key=lambda each: (each.on, each.code))
    edges = [edge for rule in rules for edge in edges_of(rule)]
    inputs = _in_order(edge for edge in edges if edge.sort not in (*AHEAD, "rule"))
    ahead = [(sort, name) for sort in AHEAD for name in dict.fromkeys(edge.target for edge in edges if edge.sort == sort)]
    most = max(len(rules), len(inputs), len(ahead), 1)
    height = most * ROW + 2 * MARGIN
    nodes = [
        *_column(0, inputs, height),
        *_column(1, [("rule", rule.code) for rule in rules], height, link=True),
        *_column(2, ahead, height),
    ]
    places = {(node.sort, node.name): node for node in nodes}
    lines = [line for edge in edges if (line := _line(edge, places)) is not None]
    return Graph(nodes=tuple(nodes), lines=tuple(lines), edges=tuple(edges), height=height)


def _in_order(edges: Iterable[Edge]) -> list[tuple[str, str]]:
    order = ("event", "window", "list", "bank", "label")
    return sorted({(edge.sort, edge.source) for edge in edges}, key=lambda pair: (order.index(pair[0]), pair[1]))


def _column(number: int, named: list[tuple[str, str]], height: int, *, link: bool = False) -> list[Node]:
    step = (height - 2 * MARGIN) / max(1, len(named))
    return [
        Node(sort, name, COLUMNS[number], round(MARGIN + step * (place + 0.5), 1), f"/rules/{name}" if link else "")
        for place, (sort, name) in enumerate(named)
    ]


def _line(edge: Edge, places: Mapping[tuple[str, str], Node]) -> Line | None:
    left = places.get(("rule" if edge.sort in ("rule", *AHEAD) else edge.sort, edge.source))
    right = places.get((edge.sort if edge.sort in AHEAD else "rule", edge.target))
    if left is None or right is None:
        return None
    if left.x == right.x:  # a rule that reads another: an arc on the left of their names
        bend = left.x - 24
        return Line("rule", f"M{left.x - 6} {left.y}C{bend} {left.y} {bend} {right.y} {right.x - 6} {right.y}")
    begins = left.x + (226 if left.x == COLUMNS[0] else 336)
    half = (begins + right.x) / 2
    return Line(edge.sort, f"M{begins} {left.y}C{half} {left.y} {half} {right.y} {right.x - 6} {right.y}")


def read_by(playbook: Playbook, code: RuleCode) -> list[RuleCode]:
    """The rules that name this one."""
    return [rule.code for rule in playbook.rules.values() if any(e.sort == "rule" and e.source == code for e in edges_of(rule))]
