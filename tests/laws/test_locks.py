"""The locks hold names, versions and hashes, for everything that is asked for, and no address of any index."""

import re
import tomllib

import pytest

from laws.house import ROOT

LOCKS = {
    "requirements.lock": ("build",),
    "requirements-test.lock": ("build", "test", "bench"),
}
LINE = re.compile(r"#.*|[a-z0-9.-]+==[\w.+!-]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|    #.*")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
each_lock = pytest.mark.parametrize("name", LOCKS)


def pinned(name: str) -> dict[str, str]:
    """Package -> version in a lock."""
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", [*LOCKS, "make/installer.lock"])
def test_a_lock_holds_nothing_but_names_versions_and_hashes(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    assert [line for line in lines if not LINE.fullmatch(line) or "://" in line] == []


@each_lock
def test_everything_that_is_asked_for_is_locked(name: str) -> None:
    wanted = PYPROJECT["project"]["dependencies"] + [
        one for group in LOCKS[name] for one in PYPROJECT["dependency-groups"][group]
    ]
    names = {re.split(r"[^A-Za-z0-9._-]", one)[0].lower().replace("_", "-") for one in wanted}
    assert names - pinned(name).keys() == set(), "run `make lock`"


def test_what_runs_is_what_is_tested() -> None:
    runs, tested = pinned("requirements.lock"), pinned("requirements-test.lock")
    assert {name: version for name, version in runs.items() if tested.get(name) != version} == {}
