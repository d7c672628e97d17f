"""Lists that rules look things up in, and what becomes of one that changes."""

import shutil
from pathlib import Path

import pytest

from leeward.playbook import lists
from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.lists import read_list
from leeward.playbook.reader import read_playbook
from leeward.playbook.rules import compile_rules, known_of
from leeward.record.terms.code import EventKind, RuleCode

SOUND = Path(__file__).parent.parent / "golden" / "playbook" / "sound"
RULE = RuleCode("recruitment/fee_before_contract")
ON = EventKind("listing_posted")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound playbook with a list that its rule looks in."""
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "rules" / f"{RULE}.toml"
    path.write_text(path.read_text().replace("account_age_days < 14", "account_age_days < 14 AND NOT in_list(text, 'trusted')"))
    write(tmp_path, "Nobody is trusted.")
    return tmp_path


def write(folder: Path, *entries: str) -> None:
    (folder / "lists").mkdir(exist_ok=True)
    (folder / "lists" / "trusted.csv").write_text("".join(f'"{entry}"\n' for entry in ("entry", *entries)))


def matches(folder: Path) -> bool:
    playbook = read_playbook(folder)
    compiled = compile_rules([playbook.rules[RULE]], playbook.activity[ON].fields, known_of(playbook, ON))
    return bool(compiled.mask({"account_age_days": 3, "text": "A processing fee."}))


def test_a_changed_list_changes_what_matches(folder: Path) -> None:
    assert matches(folder)
    write(folder, "A processing fee.")
    assert not matches(folder)
    write(folder, "Nobody is trusted.")
    assert matches(folder)


def test_an_unchanged_list_is_the_same_one_in_the_next_version(folder: Path) -> None:
    before = read_playbook(folder)
    (folder / "NOTES.txt").write_text("A note.")
    after = read_playbook(folder)
    assert after.digest != before.digest
    assert after.lists["trusted"].entries is before.lists["trusted"].entries


def test_a_changed_list_changes_the_playbook(folder: Path) -> None:
    before = read_playbook(folder)
    write(folder, "Somebody else.")
    assert read_playbook(folder).digest != before.digest


def read(tmp_path: Path, content: bytes) -> tuple[frozenset[str], list[Diagnostic]]:
    (tmp_path / "lists").mkdir(exist_ok=True)
    (tmp_path / "lists" / "a.csv").write_bytes(content)
    findings: list[Diagnostic] = []
    found = read_list(tmp_path, "lists/a.csv", findings)
    return (found.entries if found else frozenset()), findings


@pytest.mark.parametrize(
    ("content", "entries"),
    [
        (b"entry\na\nb\n", {"a", "b"}),
        (b"entry\na\nb", {"a", "b"}),
        (b"\xef\xbb\xbfentry\r\na\r\n\r\nb\r\n", {"a", "b"}),
        (b'note,entry\n"x, y","a ""b"" c"\n', {'a "b" c'}),
        ("entry\ncafé\u2028x\n".encode(), {"café\u2028x"}),
        (b'entry\n"two\nlines"\n', {"two\nlines"}),
    ],
)
def test_csv_is_read_as_spreadsheets_write_it(tmp_path: Path, content: bytes, entries: set[str]) -> None:
    assert read(tmp_path, content) == (entries, [])


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 1, 'there is no column "entry"'),
        (b"entry\n\xff\n", 1, "this file is not UTF-8 text"),
        (b"entry\na\n\x00\n", 3, "the entry holds a NUL, which no text can have"),
        (b'entry\n"a\nb"\n"a\nb"\n', 5, '"a\nb" is listed twice'),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    _, (finding,) = read(tmp_path, content)
    assert (finding.line, finding.message) == (line, message)


def test_a_list_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST", 3)
    assert len(read(tmp_path, b"entry\n1\n2\n3\n")[0]) == 3
    _, (finding,) = read(tmp_path, b"entry\n1\n2\n3\n4\n5\n")
    assert (finding.line, finding.message) == (5, "a list has at most 3 entries")


def test_not_every_line_of_a_wrong_file_is_told(tmp_path: Path) -> None:
    _, findings = read(tmp_path, b"entry\n" + b"a,b\n" * 1000)
    assert len(findings) == lists.TOLD


@pytest.mark.parametrize(
    ("content", "bits"), [(b"00ff\nABCD\n", 16), (b"00ff\nabc\n", 0), (b"00ff\nzzzz\n", 0), (b"00ff\n00ff00\n", 0)]
)
def test_a_bank_is_a_list_of_digests_of_one_length(tmp_path: Path, content: bytes, bits: int) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "a.csv").write_bytes(b"entry\n" + content)
    found = read_list(tmp_path, "lists/a.csv", [])
    assert found is not None
    assert found.bits == bits
