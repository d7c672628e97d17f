"""``leeward check --watch`` as a process: what it prints when files change, and how Ctrl-C ends it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOUND = Path(__file__).parent.parent / "golden" / "playbook" / "sound"
RULE = Path("rules") / "recruitment" / "fee_before_contract.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "playbook"))


@pytest.fixture
def watcher(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """The command, running."""
    command = [sys.executable, "-c", "from leeward.cli import main; main()", "check", "--watch", str(folder)]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment) as process:
        yield process
        process.kill()


def heard(process: "subprocess.Popen[str]") -> str:
    """What it prints until it waits for the next change."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Watching"):
            return "".join(lines)
    raise AssertionError("it ended: " + "".join(lines))


def test_each_change_is_checked_and_named_until_ctrl_c(watcher: "subprocess.Popen[str]", folder: Path) -> None:
    assert "is sound" in heard(watcher)
    text = (folder / RULE).read_text()
    (folder / RULE).write_text(text.replace("account_age_days < 14", "acount_age_days < 14"))
    said = heard(watcher)
    assert f"changed: {RULE}" in said
    assert 'unknown field "acount_age_days"' in said
    assert "^^^^^^^^^^^^^^^" in said
    (folder / RULE).write_text(text)
    (folder / "NOTES").write_text("A note.")
    while "new: NOTES" not in (said := heard(watcher)):
        assert "changed" in said
    assert "is sound" in said
    (folder / "NOTES").unlink()
    assert "gone: NOTES" in heard(watcher)
    watcher.send_signal(signal.SIGINT)
    assert watcher.wait(timeout=30) == 0
    assert watcher.stdout is not None
    assert "Traceback" not in watcher.stdout.read()
