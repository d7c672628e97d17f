"""``leeward init`` and ``leeward check``: a playbook of one's own, and whether it is sound."""

import shutil
import tempfile
from pathlib import Path
from shlex import quote

import click
import msgspec

from leeward.cli import say
from leeward.cli.watching import watch
from leeward.playbook.diagnostics import Diagnostic, PlaybookErrors
from leeward.playbook.model import Playbook
from leeward.playbook.reader import files, read_playbook, starter

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What ``check`` found, as ``--json`` prints it."""

    path: str
    sound: bool
    digest: str | None = None
    name: str | None = None
    version: str | None = None
    counts: dict[str, int] = {}
    """How many there are of each thing."""
    errors: tuple[Diagnostic, ...] = ()


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@as_json
def init(directory: Path, as_json: bool) -> None:
    """Make a playbook of your own in DIR, from the one that comes with Leeward.

    Nothing is overwritten: DIR must be new or empty.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise click.ClickException(f"{directory} is there already and is not empty. Name a new folder; nothing was changed.")
    source = starter()
    copied = files(source)
    try:
        _copy(source, copied, directory)
    except OSError as problem:
        raise click.ClickException(f"{problem.filename or directory}: {problem.strerror}. Nothing was made.") from None
    say(as_json, {"path": str(directory), "files": len(copied)}, _next_steps(directory, len(copied)))


def _copy(source: Path, names: list[str], directory: Path) -> None:
    """All or nothing: the files are laid out beside ``directory`` and moved there in one step."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".leeward-") as workshop:
        staging = Path(workshop) / "playbook"
        for name in names:
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, staging / name)
        staging.rename(directory)


def _next_steps(directory: Path, count: int) -> str:
    return "\n".join(
        [
            f"A playbook of {count} files is in {directory}. It is yours now: keep it under version control.",
            "",
            f"  leeward check {quote(str(directory))}",
            f"  LEEWARD_PLAYBOOK={quote(str(directory))} leeward up",
            "",
            "Read queues.toml first, then the policies. docs/reference/playbook.md describes every file and key.",
        ]
    )


@click.command()
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--watch", "watching", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@as_json
def check(directory: Path | None, watching: bool, as_json: bool) -> None:
    """Read the playbook in DIR and say everything that is wrong with it. Exit 1 when something is.

    Without DIR, the playbook that `leeward up` would use.
    """
    path = directory if directory is not None else _in_force()
    if watching:
        watch(path, lambda: _checked(path, as_json))
    elif not _checked(path, as_json):
        raise SystemExit(1)


def _checked(path: Path, as_json: bool) -> bool:
    """Say how the playbook is; whether it is sound."""
    try:
        playbook = read_playbook(path)
    except PlaybookErrors as problem:
        count = len(problem.diagnostics)
        told = f"{problem.render(_prefix(path))}\n\n{count} error{'s' if count > 1 else ''} in {path}."
        say(as_json, Checked(path=str(path), sound=False, errors=problem.diagnostics), told)
        return False
    counts = _counts(playbook)
    found = Checked(
        path=str(path), sound=True, digest=playbook.digest, name=playbook.name, version=playbook.version, counts=counts
    )
    told = ", ".join(f"{what} {number}" for what, number in counts.items())
    say(
        as_json, found, f'{path} is sound: "{playbook.name}", version {playbook.version}, digest {playbook.digest[:12]}.\n{told}.'
    )
    return True


def _in_force() -> Path:
    # Imported here: a check of a folder needs no database driver.
    from leeward.house import playbook_folder
    from leeward.settings import read_settings

    return playbook_folder(read_settings())


def _prefix(path: Path) -> str:
    return "" if path == Path() else f"{path.as_posix().rstrip('/')}/"


def _counts(playbook: Playbook) -> dict[str, int]:
    return {
        "harms": len(playbook.harms),
        "policies": len(playbook.policies),
        "rules": len(playbook.rules),
        "cases": sum(len(rule.cases) for rule in playbook.rules.values()),
        "lists": len(playbook.lists),
        "queues": len(playbook.queues),
        "clocks": len(playbook.clocks),
        "measures": len(playbook.gauges),
        "actions": len(playbook.measures),
        "ladder steps": len(playbook.steps),
    }
