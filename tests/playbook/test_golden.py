"""What somebody reads who made a mistake in a playbook, word by word.

Each folder of ``tests/golden/playbook`` but ``sound`` holds files that replace those of ``sound``; the ``.txt`` beside it is
everything that reading and checking then says. After a change on purpose, write the texts anew and read the difference:

    LEEWARD_WRITE_GOLDEN=1 pytest tests/playbook/test_golden.py
"""

import os
import shutil
from pathlib import Path

import pytest

from leeward.playbook.diagnostics import PlaybookErrors
from leeward.playbook.reader import read_playbook

GOLDEN = Path(__file__).parent.parent / "golden" / "playbook"
SOUND = GOLDEN / "sound"
CASES = sorted(each.name for each in GOLDEN.iterdir() if each.is_dir() and each != SOUND)


@pytest.mark.parametrize("name", CASES)
def test_the_errors_read_as_they_always_did(name: str, tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    shutil.copytree(GOLDEN / name, tmp_path, dirs_exist_ok=True)
    with pytest.raises(PlaybookErrors) as caught:
        read_playbook(tmp_path)
    text, expected = caught.value.render() + "\n", GOLDEN / f"{name}.txt"
    if os.environ.get("LEEWARD_WRITE_GOLDEN"):
        expected.write_text(text)
    assert text == expected.read_text()


def test_the_sound_one_is_sound() -> None:
    assert read_playbook(SOUND).name == "A small sound playbook"


def test_every_text_has_its_folder() -> None:
    assert {each.stem for each in GOLDEN.glob("*.txt")} == set(CASES)
