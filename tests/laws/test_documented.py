"""Everything is described: facts, terms, commands, settings, pages and the starter playbook in docs/reference/ (generated, and
never stale), every room and storey in ARCHITECTURE.md, every decision in the list of decisions, and no link leads nowhere."""

import re
from pathlib import Path

import pytest

from laws.house import ROOT, SOURCE, Room, rooms
from leeward.record.facts import KINDS
from make.reference.pages import FOLDER, PAGES

GUIDES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_what_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == PAGES[name](), "stale: run `make docs`"


def test_every_fact_is_described() -> None:
    page = (FOLDER / "facts.md").read_text("utf-8")
    assert [kind for kind in KINDS if f"(`{kind}`" not in page] == []


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_every_room_stands_on_the_map(room: Room) -> None:
    assert f"`{room.name}`" in ARCHITECTURE


def test_every_storey_stands_on_the_map() -> None:
    storeys = {
        path.stem for path in SOURCE.iterdir() if (path.is_dir() or path.suffix == ".py") and not path.name.startswith("_")
    }
    assert {name for name in storeys if f"`{name}`" not in ARCHITECTURE and f"`{name}.py`" not in ARCHITECTURE} == set()


def test_every_decision_is_in_the_list() -> None:
    listed = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    decisions = [path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md")]
    assert decisions
    assert [name for name in decisions if f"({name})" not in listed] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_leads_nowhere(guide: Path) -> None:
    targets = [
        target for target in _LINK.findall(guide.read_text("utf-8")) if "://" not in target and not target.startswith("mailto:")
    ]
    assert [target for target in targets if not (guide.parent / target).exists()] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_target_that_is_told_of_exists(guide: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    told = set(re.findall(r"`make ([a-z-]+)", guide.read_text("utf-8")))
    assert [target for target in sorted(told) if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []
