"""``docs/reference/playbook.md`` says what the model says: every file, every key, what fits, every word there is to choose."""

import re
from enum import StrEnum
from pathlib import Path

import msgspec
import pytest

from leeward.playbook import model
from leeward.playbook.board import Board, BoardRow
from leeward.playbook.draft import Access, Header, RoleEntry
from leeward.playbook.guarding import ExploreLimits, Hidden
from leeward.playbook.rights import RIGHTS
from leeward.playbook.shape import in_words
from leeward.playbook.sheets import OPTIONAL, READERS
from leeward.playbook.vocabulary import ELEMENTS
from leeward.record.terms.people import Role
from leeward.record.terms.report import Capacity, ClockEnd, Source

PAGE = (Path(__file__).parent.parent.parent / "docs" / "reference" / "playbook.md").read_text()
ROW = re.compile(r"^\| `([^`]+)` \| (.*?) \|(?: (.*?) \|)?$", re.MULTILINE)

TABLES: dict[str, tuple[type[msgspec.Struct], set[str]]] = {
    "### `[playbook]`": (Header, set()),
    "### `[activity.<kind>]`": (model.ActivityKind, {"kind"}),
    "### `[[harm]]`": (model.Harm, set()),
    "### `[harm.mappings]`": (model.Mappings, set()),
    "## policies/": (model.Policy, {"questions", "text", "file"}),
    "### `[[question]]`": (model.Question, set()),
    "### answers": (model.Answer, set()),
    "### `[rule]`": (model.Rule, {"code", "version", "labels", "cases", "file"}),
    "### `[[label]]`": (model.Labelling, set()),
    "### `[[case]]`": (model.Case, set()),
    "### `[start_by]`": (model.StartByRule, set()),
    "### `[[queue]]`": (model.Queue, set()),
    "### Cases of routing": (model.RoutingCase, set()),
    "#### What routing looks at": (model.RoutedReport, set()),
    "### `[window.<name>]`": (model.NamedWindow, {"name"}),
    "### `[label.<name>]`": (model.NamedLabel, {"name"}),
    "### `[[bank]]`": (model.Bank, set()),
    "### `[[clock]]`": (model.ClockRow, set()),
    "### duration": (model.Duration, set()),
    "### `[[awareness]]`": (model.Awareness, set()),
    "### `[[measure]]`": (model.Measure, set()),
    "### `[second_person]`": (model.SecondPerson, set()),
    "### `[[step]]`": (model.LadderStep, set()),
    "## statements.toml": (model.StatementTexts, set()),
    "### `[misuse]`": (model.MisuseRule, set()),
    "### `[brigade]`": (model.BrigadeRule, set()),
    "## quality.toml": (model.Quality, set()),
    "### `[gate]`": (model.Gate, set()),
    "### `[[plan]]`": (model.SamplingPlan, set()),
    "### `[[cause]]`": (model.Cause, set()),
    "### `[board]`": (Board, {"code", "rows"}),
    "### `[[row]]`": (BoardRow, set()),
    "### `[set]`": (model.GoldenSet, {"code", "items", "file"}),
    "### `[[item]]`": (model.GoldenItem, set()),
    "## staffing.toml": (model.Staffing, {"immediate", "coverage", "shift", "holiday"}),
    "### `[immediate]`": (model.Immediate, set()),
    "### `[[coverage]]`": (model.Coverage, set()),
    "### `[[shift]]`": (model.Shift, set()),
    "### `[[holiday]]`": (model.Holiday, set()),
    "### `[[target]]`": (model.Target, set()),
    "## limits.toml": (model.Limits, set()),
    "### `[wellness]`": (model.Wellness, set()),
    "### `[[wellness.cool_down]]`": (model.CoolDown, set()),
    "### `[wellness.viewing]`": (model.Viewing, set()),
    "### `[appeals]`": (model.AppealLimits, set()),
    "### `[explore]`": (ExploreLimits, set()),
    "### `[role.<role>]`": (RoleEntry, set()),
}
"""Heading -> what stands below it, and the fields that no file gives."""


def rows(heading: str) -> dict[str, tuple[str, str]]:
    """The first table below a heading: key -> what fits, meaning."""
    below = PAGE.split(f"\n{heading}", 1)[1].split("\n#", 1)[0]
    table = below.split("|---|", 1)[1].split("\n\n", 1)[0]
    return {key: (fits, meaning or "") for key, fits, meaning in ROW.findall(table)}


@pytest.mark.parametrize("heading", TABLES)
def test_every_key_is_described_with_what_fits(heading: str) -> None:
    kind, elsewhere = TABLES[heading]
    fields = [field for field in msgspec.structs.fields(kind) if field.name not in elsewhere | {"where"}]
    written = rows(heading)
    assert list(written) == [field.name for field in fields]
    for field in fields:
        optional = "" if field.required else "; may be left out"
        assert written[field.name][0] == in_words(field.type) + optional, field.name
        assert written[field.name][1].endswith("."), f"{field.name} has no meaning"


def test_no_struct_of_the_model_is_left_out() -> None:
    described = {kind for kind, _ in TABLES.values()} | {model.Playbook, model.BySeverity, model.Location, model.EntryList}
    described |= {model.ReporterRules, model.Gauge, Hidden}  # a measure has a page of its own
    structs = {each for each in vars(model).values() if isinstance(each, type) and issubclass(each, msgspec.Struct)}
    assert structs - described == set()


@pytest.mark.parametrize(
    "words",
    [
        model.FieldType,
        model.Trigger,
        model.DoneBy,
        ClockEnd,
        model.Grade,
        Role,
        Source,
        Capacity,
        RIGHTS,
        ELEMENTS,
        READERS,
        OPTIONAL,
    ],
)
def test_every_word_is_on_the_page(words: type[StrEnum] | dict[str, object]) -> None:
    values = [str(each) for each in words]
    assert [each for each in values if f"`{each}`" not in PAGE and f"## {each}" not in PAGE] == []


def test_what_a_report_carries_is_on_the_page() -> None:
    below = PAGE.split("What a report carries", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r"`([a-z_]+)`", below)) == set(model.REPORT_FIELDS)


def test_every_right_is_described_as_the_code_does() -> None:
    assert all(f"| `{right}` | {meaning} |" in PAGE for right, meaning in RIGHTS.items())
    assert all(f"| `{element}` | {meaning} |" in PAGE for element, meaning in ELEMENTS.items())


def test_the_two_tables_of_access_are_there() -> None:
    assert [field.name for field in msgspec.structs.fields(Access)] == ["role", "skill"]
    assert "### `[skill]`" in PAGE
