"""A watched playbook: a change counts once it has come to rest, and only once."""

import os
from pathlib import Path

import pytest

from leeward.playbook.watching import Watch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "one.toml").write_text("a = 1\n")
    (tmp_path / "playbook.toml").write_text("b = 1\n")
    return tmp_path


@pytest.fixture
def watch(folder: Path) -> Watch:
    watch = Watch(folder)
    assert watch.changed(), "nobody has dealt with the files that were there first"
    watch.known()
    return watch


def later(path: Path, text: str) -> None:
    """Write at a time of its own, whatever the clock's grain."""
    path.write_text(text)
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))


def test_nothing_changed(watch: Watch) -> None:
    assert [watch.changed() for _ in range(3)] == [False, False, False]


def test_a_change_counts_when_it_has_come_to_rest(folder: Path, watch: Watch) -> None:
    later(folder / "playbook.toml", "b = 2\n")
    assert not watch.changed()
    later(folder / "rules" / "one.toml", "a = 2, and more\n")
    assert not watch.changed(), "the second file is just being written"
    assert watch.changed()
    assert watch.changed(), "until somebody has dealt with it"
    watch.known()
    assert not watch.changed()


def test_files_that_come_and_go_are_changes(folder: Path, watch: Watch) -> None:
    (folder / "rules" / "two.toml").write_text("")
    assert [watch.changed(), watch.changed()] == [False, True]
    watch.known()
    (folder / "rules" / "two.toml").unlink()
    assert [watch.changed(), watch.changed()] == [False, True]


def test_what_was_changed_and_changed_back_is_no_change(folder: Path, watch: Watch) -> None:
    before = (folder / "playbook.toml").stat()
    later(folder / "playbook.toml", "b = 3\n")
    assert not watch.changed()
    (folder / "playbook.toml").write_text("b = 1\n")
    os.utime(folder / "playbook.toml", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [watch.changed(), watch.changed()] == [False, False]


def test_hidden_files_and_backups_are_none_of_the_playbook(folder: Path, watch: Watch) -> None:
    (folder / ".swap").write_text("")
    (folder / "playbook.toml~").write_text("")
    assert [watch.changed(), watch.changed()] == [False, False]


def test_a_folder_that_is_taken_away_is_a_change(folder: Path, watch: Watch) -> None:
    folder.rename(folder.with_name("elsewhere"))
    assert [watch.changed(), watch.changed()] == [False, True]
