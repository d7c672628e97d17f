"""The generated function: all rules of an event kind as one piece of Python that people can read.

It takes an event (a mapping from field to value; a missing field is NULL) and returns an integer whose bit n is set when
rule n matches.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import re2

from leeward.playbook.rules.conditions import Condition, Known, every, spelled
from leeward.playbook.rules.index import Branch, Group, groups
from leeward.playbook.rules.kinds import Kind
from leeward.playbook.rules.tree import Node, Value
from leeward.playbook.rules.truth import Truth
from leeward.playbook.rules.values import Names

INDENT = "    "
CHAIN = 60
"""So deep a threshold chain may nest before it is begun anew: Python allows 100 indents."""
HANDFUL = 12
"""So many candidates are tested under one mask."""


_PATTERN = re.compile(r"\b_pattern\d+\b")
PROGRAM = 2_000
"""Up to this many instructions RE2's automaton for sets is used, which only says whether; it cannot run out of memory there."""


def matcher(pattern: str) -> Callable[[str], object]:
    """A function that tells whether ``pattern`` is found in a text, in linear time."""
    options = re2.Options()
    options.log_errors = False
    compiled = re2.compile(pattern, options)
    if compiled.programsize > PROGRAM:
        search: Callable[[str], object] = compiled.search
        return search
    single = re2.Set.SearchSet(options)
    single.Add(pattern)
    single.Compile()
    match: Callable[[str], object] = single.Match
    return match


def scanner(masks: Mapping[str, int]) -> Callable[[str], int]:
    """A function that looks for many expressions in one pass and joins the masks of those it finds."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = (16 << 20) + 4_096 * sum(map(len, masks))
    together = re2.Set.SearchSet(options)
    for expression in masks:
        together.Add(expression)
    together.Compile()
    find, order = together.Match, tuple(masks.values())

    def scan(text: str) -> int:
        mask = 0
        for place in find(text) or ():
            mask |= order[place]
        return mask

    return scan


class Writer:
    """Writes the function of several rules."""

    def __init__(self, roots: Sequence[Node], titles: Sequence[str]) -> None:
        self.names = Names()
        self.truth = Truth(self.names)
        self.titles = titles
        self.tables: list[str] = []
        self.conditions: list[Condition] = [self.truth.true(root) for root in roots]

    def source(self, *, indexed: bool = True) -> str:
        """The whole module: constants, tables, and ``evaluate(event)``. Without an index each rule is tested in turn."""
        found = groups(self.conditions, indexed=indexed)
        body = [line for group in found for line in self._group(group)]
        used = frozenset(_PATTERN.findall("\n".join(body)))
        # A pattern that is looked for beside others needs no matcher of its own.
        constants = [line for line in self._constants() if line[:8] != "_pattern" or line.split(" ", 1)[0] in used]
        return "\n".join([*constants, *self.tables, "", "", *self._head("evaluate"), *body, f"{INDENT}return _hits", ""])

    @classmethod
    def of_one(cls, node: Node) -> str:
        """A module with ``truth(event)``: True, False, or None where ``node`` is NULL."""
        writer = cls([node], [""])
        yes, no = spelled(writer.conditions[0]), spelled(writer.truth.false(node))
        tail = [f"{INDENT}if {yes}:", f"{INDENT * 2}return True", f"{INDENT}return False if {no} else None", ""]
        return "\n".join([*writer._constants(), *writer._head("truth"), *tail])

    def _constants(self) -> list[str]:
        return [f"{name} = {code}" for code, name in self.names.constants.items()]

    def _head(self, name: str) -> list[str]:
        lines = [f"def {name}(event):", f"{INDENT}get = event.get"]
        for field, (local, type_) in self.names.fields.items():
            read = f"get({field!r})" + (" or ()" if type_.many else "")
            # A decimal is counted in its smallest unit from here on.
            lines.append(f"{INDENT}{local} = " + (f"_units({read}, {10**type_.scale})" if type_.kind is Kind.DECIMAL else read))
        lines += [f"{INDENT}{memo} = None" for memo in self.names.memos.values()]
        return [*lines, f"{INDENT}_hits = 0"]

    # Groups

    def _group(self, group: Group) -> Iterator[str]:
        if group.kind == "none" or (len(group.branches) == 1 and group.kind != "needle"):
            for branch in group.branches:
                yield from self._alone(branch)
            return
        writers = {
            "member": self._member,
            "element": self._element,
            "needle": self._needle,
            "bound": self._bound,
            "flag": self._flag,
        }
        yield from writers[group.kind](group)

    def _alone(self, branch: Branch) -> Iterator[str]:
        yield from self._tested(Branch(branch.rule, branch.whole, branch.whole), 1, frozenset())

    def _literal(self, value: Value) -> str:
        return self.truth.values.literal(value)

    def _known(self, group: Group) -> Known:
        return frozenset(guard.holds for guard in group.guards)

    def _guarded(self, group: Group, depth: int) -> tuple[list[str], int]:
        """The line that makes sure of the group's guards, and the depth under it."""
        if not group.guards:
            return [], depth
        return [f"{INDENT * depth}if {' and '.join(guard.holds for guard in group.guards)}:"], depth + 1

    def _member(self, group: Group) -> Iterator[str]:
        yield f"{INDENT}# {group.key}: one look-up for {len(group.branches)} rules"
        lines, depth = ([], 1) if group.key.isidentifier() else self._guarded(group, 1)  # None is in no table
        yield from lines
        table = self._table(group.branches)
        yield f"{INDENT * depth}_c = {table}.get({group.key})"
        yield from self._candidates(group, depth)

    def _element(self, group: Group) -> Iterator[str]:
        yield f"{INDENT}# {group.key}: one look-up an element for {len(group.branches)} rules"
        yield f"{INDENT}if {group.key}:"
        yield f"{INDENT * 2}_c = 0"
        yield f"{INDENT * 2}for _element in {group.key}:"
        yield f"{INDENT * 3}_c |= {self._table(group.branches)}.get(_element, 0)"
        yield from self._candidates(group, 2)

    def _needle(self, group: Group) -> Iterator[str]:
        yield f"{INDENT}# {group.key}: one pass for the texts and expressions of {len(group.branches)} rules"
        lines, depth = self._guarded(group, 1)
        yield from lines
        masks = _sought(group.branches)
        name = self.names.constant(f"_scanner({masks!r})", "scan")
        yield f"{INDENT * depth}_c = {name}({group.key})"
        yield from self._candidates(group, depth)

    def _table(self, branches: Sequence[Branch]) -> str:
        masks = _masks(branches)
        name = f"_table{len(self.tables)}"
        self.tables.append(f"{name} = {{{', '.join(f'{self._literal(value)}: {mask}' for value, mask in masks.items())}}}")
        return name

    def _candidates(self, group: Group, depth: int) -> Iterator[str]:
        """Test the rules whose bit is set in ``_c``, a handful under one mask."""
        known = self._known(group)
        yield f"{INDENT * depth}if _c:"
        several = len(group.branches) > HANDFUL
        for start in range(0, len(group.branches), HANDFUL):
            inner = depth + 1
            part = group.branches[start : start + HANDFUL]
            if several:
                yield f"{INDENT * inner}if _c & {((1 << len(part)) - 1) << start}:"
                inner += 1
            for place, branch in enumerate(part, start):
                yield from self._tested(branch, inner, known, f"_c & {1 << place}")

    def _bound(self, group: Group) -> Iterator[str]:
        lines, depth = self._guarded(group, 1)
        yield f"{INDENT}# {group.key}: thresholds in order for {len(group.branches)} rules"
        yield from lines
        for upward in (True, False):
            side = [branch for branch in group.branches if (branch.access.op[0] == ">") is upward]  # type: ignore[union-attr]
            yield from self._chain(group, side, upward, depth)

    def _chain(self, group: Group, side: list[Branch], upward: bool, depth: int) -> Iterator[str]:
        """``if x > 1: ... if x > 5: ...``: where one threshold fails, the stricter ones inside are not looked at."""
        steps: dict[tuple[Value, str], list[Branch]] = defaultdict(list)
        for branch in side:
            assert branch.access is not None
            steps[branch.access.values[0], branch.access.op].append(branch)
        # The looser threshold comes first; at one value that is the one that takes the value itself.
        ordered = sorted(steps, key=lambda step: len(step[1]) == 1)
        ordered.sort(key=lambda step: step[0], reverse=not upward)  # type: ignore[arg-type, return-value]
        for place, (value, op) in enumerate(ordered):
            inner = depth + place % CHAIN
            yield f"{INDENT * inner}if {group.key} {op} {self._literal(value)}:"
            for branch in steps[value, op]:
                yield from self._tested(branch, inner + 1, self._known(group))

    def _flag(self, group: Group) -> Iterator[str]:
        yield f"{INDENT}if {group.key}:"
        for branch in group.branches:
            yield from self._tested(branch, 2, frozenset())

    def _tested(self, branch: Branch, depth: int, known: Known, first: str = "") -> Iterator[str]:
        rest = spelled(every(*branch.rest), known) if branch.rest else ""
        loose = " or " in rest
        words = [word for word in (first, f"({rest})" if loose and first else rest) if word and word != "True"]
        if words:
            yield f"{INDENT * depth}if {' and '.join(words)}:"
            depth += 1
        yield f"{INDENT * depth}_hits |= {1 << branch.rule}  # {self.titles[branch.rule]}"


def _sought(branches: Iterable[Branch]) -> dict[str, int]:
    """What to look for in a text, as RE2 reads it, and the branches it may make true."""
    masks: dict[str, int] = defaultdict(int)
    for place, branch in enumerate(branches):
        assert branch.access is not None
        for sought in (branch.access.pattern,) if branch.access.pattern else map(re2.escape, map(str, branch.access.values)):
            masks[sought] |= 1 << place
    return dict(masks)


def _masks(branches: Iterable[Branch]) -> dict[Value, int]:
    masks: dict[Value, int] = defaultdict(int)
    for place, branch in enumerate(branches):
        assert branch.access is not None
        for value in branch.access.values:
            masks[value] |= 1 << place
    return dict(masks)
