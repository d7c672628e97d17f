"""Reading a folder: what belongs to it, what its digest covers, what is said where nothing can be read."""

import shutil
from pathlib import Path

import pytest

from leeward.playbook.diagnostics import Diagnostic, Location, PlaybookErrors, nearest, suggestion
from leeward.playbook.model import ActivityKind, Playbook
from leeward.playbook.patterns import covers
from leeward.playbook.reader import digest, files, read_playbook, starter
from leeward.record.terms.code import EventKind, RuleCode

SOUND = Path(__file__).parent.parent / "golden" / "playbook" / "sound"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    return tmp_path


def errors(path: Path) -> str:
    with pytest.raises(PlaybookErrors) as caught:
        read_playbook(path)
    return caught.value.render()


def test_reading_twice_gives_the_same(folder: Path) -> None:
    assert read_playbook(folder) == read_playbook(SOUND)


def test_every_byte_and_every_name_is_in_the_digest(folder: Path) -> None:
    whole = digest(folder)
    (folder / "limits.toml").write_text((folder / "limits.toml").read_text() + "# changed\n")
    changed = digest(folder)
    (folder / "README.md").write_text("ours")
    more = digest(folder)
    (folder / "README.md").rename(folder / "README.txt")
    assert len({whole, changed, more, digest(folder)}) == 4


def test_hidden_files_and_backups_are_none_of_it(folder: Path) -> None:
    before = digest(folder)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    (folder / "queues.toml~").write_text("x")
    assert digest(folder) == before
    assert files(folder) == files(SOUND)


def test_windows_line_ends_are_read_and_errors_keep_their_place(folder: Path) -> None:
    for file in files(folder):
        (folder / file).write_bytes((folder / file).read_bytes().replace(b"\n", b"\r\n"))
    queues = (folder / "queues.toml").read_bytes().replace(b'"return"', b'"retrun"')
    (folder / "queues.toml").write_bytes(queues)
    assert 'queues.toml:31:16: "on_lease_end" must be one of return, escalate, keep, not "retrun"' in errors(folder)


def test_what_is_not_text_is_said_to_be_not_text(folder: Path) -> None:
    (folder / "limits.toml").write_bytes(b"grace_seconds = 1 # \xff")
    assert "limits.toml:1:1: this file is not UTF-8 text" in errors(folder)


def test_a_missing_file_is_named_and_makes_nothing_else_look_wrong(folder: Path) -> None:
    (folder / "ladder.toml").unlink()
    assert errors(folder) == "ladder.toml:1:1: this file is missing\n  hint: leeward init DIR makes a playbook that has it"


def test_a_thousand_lists_in_one_another_are_refused(folder: Path) -> None:
    (folder / "limits.toml").write_text("a = " + "[" * 5000 + "]" * 5000)
    assert "limits.toml:1:1: lists or tables stand inside one another too deeply" in errors(folder)


def test_an_empty_folder_lacks_everything(tmp_path: Path) -> None:
    said = errors(tmp_path)
    assert all(f"{file}:1:1: this file is missing" in said for file in ("playbook.toml", "queues.toml", "clocks.toml"))
    assert "policies:1:1: there is no policy" in said


def test_a_rules_text_knows_its_place(folder: Path) -> None:
    rule = read_playbook(folder).rules[RuleCode("recruitment/fee_before_contract")]
    place = rule.where.diagnostic("here", offset=rule.when.index("regexp_matches"), length=14)
    assert (place.file, place.line, place.column, place.length) == (rule.file, 5, 7, 14)


def test_a_rules_version_is_its_files(folder: Path) -> None:
    code = RuleCode("recruitment/fee_before_contract")
    before = read_playbook(folder).rules[code].version
    (folder / "limits.toml").write_text((folder / "limits.toml").read_text() + "\n")
    assert read_playbook(folder).rules[code].version == before
    path = folder / "rules/recruitment/fee_before_contract.toml"
    path.write_text(path.read_text() + "\n")
    assert read_playbook(folder).rules[code].version != before


def test_the_report_is_a_kind_of_activity() -> None:
    kind = read_playbook(SOUND).activity[EventKind("report")]
    assert isinstance(kind, ActivityKind)
    assert kind.subject is None


def test_the_starter_is_there() -> None:
    assert (starter() / "playbook.toml").is_file()


def test_a_carets_place_survives_tabs_and_wide_lines() -> None:
    found = Diagnostic("f", 2, 3, 2, "wrong", source="a\tbcd")
    assert found.render("dir/") == "dir/f:2:3: wrong\n  2 | a    bcd\n    |      ^^"


def test_a_text_without_a_file_has_places_too() -> None:
    place = Location.of_text("one\ntwo three").diagnostic("wrong", offset=8, length=5)
    assert (place.line, place.column, place.source) == (2, 5, "two three")


def test_an_offset_behind_the_end_is_the_end() -> None:
    place = Location.of_text("one").diagnostic("more expected", offset=99)
    assert (place.line, place.column) == (1, 4)


@pytest.mark.parametrize(("word", "meant"), [("serverity", "severity"), ("Harms", "harms"), ("xyz", None)])
def test_the_nearest_word_is_meant(word: str, meant: str | None) -> None:
    assert nearest(word, ["severity", "harms", "sources"]) == meant


def test_a_hint_shows_what_there_is_when_nothing_is_near() -> None:
    assert suggestion("xyz", [f"code{each}" for each in range(10)]).endswith("and 2 more")
    assert suggestion("xyz", []) == ""


def test_the_model_is_frozen() -> None:
    playbook = read_playbook(SOUND)
    assert isinstance(playbook, Playbook)
    with pytest.raises(AttributeError):
        playbook.name = "other"  # type: ignore[misc]
    assert covers(playbook.queues[0].harms, "anything")
