"""Whatever somebody does to a playbook, reading it ends in a playbook or in errors that stand where they say."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.playbook.diagnostics import PlaybookErrors
from leeward.playbook.document import parse
from leeward.playbook.model import Playbook
from leeward.playbook.reader import files, read_playbook

SOUND = Path(__file__).parent.parent / "golden" / "playbook" / "sound"
TEXTS = {file: (SOUND / file).read_text() for file in files(SOUND)}

SCALARS = (
    '""',
    '"*"',
    '"two words"',
    "0",
    "-1",
    "7",
    "0.5",
    "nan",
    "inf",
    "true",
    "9" * 30,
    '"fee"',
    '"violates"',
    '"""\nx\n"""',
)
OTHERS = (
    "[]",
    "{}",
    '["*"]',
    "[[]]",
    "[1, 2, 3]",
    '[{}, "a"]',
    "{ a = 1 }",
    "[4, 0]",
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "07:30:00",
)
VALUES = st.sampled_from((*SCALARS, *OTHERS))
KEYS = st.sampled_from(
    ["code", "id", "goto", "verdict", "severity", "harms", "nothing", "where", "file", "version", "questions", "kind"]
)


def read(changed: dict[str, str | None]) -> Playbook | PlaybookErrors:
    """What reading the sound playbook gives with some files changed, or deleted where there is None."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "playbook"
        shutil.copytree(SOUND, path)
        for file, text in changed.items():
            (path / file).unlink()
            if text is not None:
                (path / file).write_bytes(text.encode())
        try:
            return read_playbook(path)
        except PlaybookErrors as found:
            return found


def check(changed: dict[str, str | None]) -> None:
    found = read(changed)
    if isinstance(found, Playbook):
        return
    assert found.diagnostics
    assert found.render("playbook/")
    for each in found.diagnostics:
        text = changed.get(each.file, TEXTS.get(each.file))
        if each.source and text is not None:
            assert each.source == text.split("\n")[each.line - 1].rstrip("\r")
            assert 1 <= each.column <= len(each.source) + 1


@settings(deadline=None)  # files are written, and the first example imports the rule language
@given(st.data())
def test_any_value_may_be_anything(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(TEXTS)))
    document = parse(file, TEXTS[file], [])
    assert document is not None
    spots = [spot for spot in document.spots.values() if spot.key != spot.value]
    spot = data.draw(st.sampled_from(spots))
    text = document.source
    replaced = text[: spot.value[0]] + data.draw(VALUES) + text[spot.value[1] :]
    check({file: replaced})


@settings(deadline=None)  # files are written, and the first example imports the rule language
@given(st.data())
def test_any_key_may_be_another(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(TEXTS)))
    document = parse(file, TEXTS[file], [])
    assert document is not None
    spot = data.draw(st.sampled_from([each for path, each in document.spots.items() if isinstance(path[-1], str)]))
    text = document.source
    check({file: text[: spot.key[0]] + data.draw(KEYS) + text[spot.key[1] :]})


@settings(deadline=None)  # files are written, and the first example imports the rule language
@given(st.data())
def test_any_piece_may_be_lost_or_garbled(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(TEXTS)))
    text = TEXTS[file]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    check(
        {
            file: text[:start]
            + data.draw(st.sampled_from(["", '"', "[", "]", "{", "#", "\n", "\\", "\r\n", "+++\n", "é🙂", "\x00"]))
            + text[end:]
        }
    )


TABLES = {
    "playbook.toml": ("playbook", "activity", "harm"),
    "queues.toml": ("start_by", "queue"),
    "clocks.toml": ("clock",),
    "ladder.toml": ("measure", "step"),
    "access.toml": ("role", "skill"),
    "rules/recruitment/fee_before_contract.toml": ("rule", "case"),
}


@settings(deadline=None)
@given(st.data())
def test_any_table_may_be_any_value(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(TABLES)))
    check({file: "".join(f"{name} = {data.draw(VALUES)}\n" for name in TABLES[file])})


@settings(deadline=None)  # files are written, and the first example imports the rule language
@given(st.sets(st.sampled_from(sorted(TEXTS)), min_size=1))
def test_any_files_may_be_missing(names: set[str]) -> None:
    check(dict.fromkeys(names))
