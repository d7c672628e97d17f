"""No module imports itself by a detour, late imports included."""

from collections.abc import Iterator, Mapping

from laws.house import modules, resolve


def circles(graph: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """The strongly connected components with more than one member (Tarjan 1972), each sorted."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> Iterator[str]:
        """Yields the neighbours still to visit; the caller drives, so depth is not limited by the interpreter."""
        number[node] = low[node] = len(number)
        stack.append(node)
        for neighbour in sorted(graph.get(node, frozenset())):
            if neighbour not in number:
                yield neighbour
                low[node] = min(low[node], low[neighbour])
            elif neighbour in stack:
                low[node] = min(low[node], number[neighbour])
        if low[node] == number[node]:
            component = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(component) > 1:
                found.append(sorted(component))

    for start in sorted(graph):
        walks = [visit(start)] if start not in number else []
        while walks:
            following = next(walks[-1], None)
            walks.append(visit(following)) if following else walks.pop()
    return found


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = modules()
    graph = {
        name: frozenset(target for one in module.imports if (target := resolve(one, known)) and target != name)
        for name, module in known.items()
    }
    assert circles(graph) == []


def test_a_circle_would_be_found() -> None:
    graph = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a"), "d": frozenset("a"), "e": frozenset("d")}
    assert circles(graph) == [["a", "b", "c"]]
