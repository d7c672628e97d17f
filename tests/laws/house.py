"""The house as data: its modules, what they import, and its rooms. Read with ``ast``; nothing is imported to be judged.

A *room* is a folder of a storey that has rooms; inside it ``desk.py`` appends, ``pages.py`` meets the web, and every other
module is *craft*.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "leeward"
STOREYS_WITH_ROOMS = ("improvement", "frontline", "casework", "insights", "administration")
_HEARS_AND_WRITES = re.compile(r"\bHears:(?P<hears>[^.]*)\.\s+Writes:(?P<writes>[^.]*)\.")
_NAME = re.compile(r"[A-Z][A-Za-z]+")


@dataclass(frozen=True)
class Module:
    """One Python file."""

    name: str
    """Dotted, ``leeward.frontline.intake.desk``; a package's ``__init__`` has the package's name."""
    path: Path
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.source, str(self.path))

    @property
    def is_package(self) -> bool:
        """Whether this is an ``__init__``."""
        return self.path.name == "__init__.py"

    @cached_property
    def imports(self) -> frozenset[str]:
        """Every dotted name imported anywhere in it, late imports included; ``from a import b`` gives ``a.b``."""
        return frozenset(self._imports())

    def _imports(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                origin = self._origin(node)
                yield from (f"{origin}.{alias.name}" for alias in node.names)

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        kept = parts[: len(parts) - node.level + self.is_package]
        return ".".join([*kept, *([node.module] if node.module else [])])


@dataclass(frozen=True)
class Room:
    """A folder of a storey: one capability."""

    storey: str
    name: str
    modules: tuple[Module, ...]

    @property
    def package(self) -> str:
        """``leeward.frontline.intake``."""
        return f"leeward.{self.storey}.{self.name}"

    @property
    def docstring(self) -> str:
        """What the room says of itself."""
        return next((ast.get_docstring(module.tree) or "" for module in self.modules if module.name == self.package), "")

    @property
    def craft(self) -> tuple[Module, ...]:
        """The modules that are neither desk nor pages."""
        return tuple(module for module in self.modules if self.role(module) == "craft")

    def role(self, module: Module) -> str:
        """``door`` (the docstring), ``desk``, ``pages`` or ``craft``."""
        if module.name == self.package:
            return "door"
        first = module.name.removeprefix(self.package + ".").split(".")[0]
        return first if first in ("desk", "pages") else "craft"

    def says(self, what: str) -> Set[str] | None:
        """The fact names after ``Hears:`` or ``Writes:``; None when the docstring has no such line."""
        found = _HEARS_AND_WRITES.search(self.docstring)
        return None if found is None else frozenset(_NAME.findall(found[what]))


def modules_under(folder: Path, package: str) -> dict[str, Module]:
    """The modules of a folder by dotted name."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        name = ".".join([package, *(part for part in parts if part != "__init__")])
        found[name] = Module(name, path, path.read_text("utf-8"))
    return found


@cache
def modules() -> Mapping[str, Module]:
    """Every module of Leeward."""
    return modules_under(SOURCE, "leeward")


@cache
def rooms() -> tuple[Room, ...]:
    """Every room that exists."""
    found = []
    for storey in STOREYS_WITH_ROOMS:
        names = {name.split(".")[2] for name, module in modules().items() if _in_room(name, module, storey)}
        for room in sorted(names):
            inside = f"leeward.{storey}.{room}"
            belongs = (module for name, module in modules().items() if name == inside or name.startswith(inside + "."))
            found.append(Room(storey, room, tuple(belongs)))
    return tuple(found)


def _in_room(name: str, module: Module, storey: str) -> bool:
    parts = name.split(".")
    return parts[:2] == ["leeward", storey] and len(parts) > 2 and (len(parts) > 3 or module.is_package)


def resolve(imported: str, known: Mapping[str, Module]) -> str | None:
    """The module that an imported dotted name belongs to, or None when it is not ours."""
    while imported and imported not in known:
        imported = imported.rpartition(".")[0]
    return imported or None
