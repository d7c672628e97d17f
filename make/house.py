"""How big things are; an aim, not a law. Files over 300 lines, functions over 45, nesting over 3, the mean of each storey."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path("src/leeward")
LONG_FILE, LONG_FUNCTION, DEEP = 300, 45, 3
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function, methods and inner ones included."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def depth(node: ast.AST, inside: int = 0) -> int:
    """How deep blocks stand in one another; an ``elif`` is as deep as its ``if``, an inner function starts anew."""
    deepest = inside
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, Function):
                continue
            elif_ = isinstance(node, ast.If) and name == "orelse" and isinstance(child, ast.If)
            deepest = max(deepest, depth(child, inside + (isinstance(child, BLOCKS) and not elif_)))
    return deepest


def main() -> None:
    """Print it."""
    storeys: dict[str, list[int]] = {}
    lengths: list[int] = []
    for path in sorted(SOURCE.rglob("*.py")):
        source = path.read_text("utf-8")
        lines = source.count("\n")
        storeys.setdefault(path.relative_to(SOURCE).parts[0].removesuffix(".py"), []).append(lines)
        if lines > LONG_FILE:
            print(f"{path}: {lines} lines")
        for function in functions(ast.parse(source)):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            lengths.append(length)
            if length > LONG_FUNCTION:
                print(f"{path}:{function.lineno}: {function.name} has {length} lines")
            if (nesting := depth(function)) > DEEP:
                print(f"{path}:{function.lineno}: {function.name} nests {nesting} deep")
    print(f"\n{'storey':<16}{'files':>6}{'lines':>8}{'mean':>6}{'longest':>9}")
    for storey, sizes in storeys.items():
        print(f"{storey:<16}{len(sizes):>6}{sum(sizes):>8}{sum(sizes) // len(sizes):>6}{max(sizes):>9}")
    lengths.sort()
    print(f"\n{len(lengths)} functions: median {lengths[len(lengths) // 2]} lines, p95 {lengths[int(len(lengths) * 0.95)]}")


if __name__ == "__main__":
    main()
