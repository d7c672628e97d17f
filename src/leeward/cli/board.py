"""``leeward board``: boards for people at a terminal and for scripts."""

from pathlib import Path

import click

from leeward.cli import say
from leeward.playbook.model import Playbook
from leeward.playbook.reader import read_playbook


@click.group()
def board() -> None:
    """Name boards: measures that are looked at together."""


@board.command("list")
@click.option("--in", "directory", type=click.Path(path_type=Path), help="The playbook; without it the one in force.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")
def list_command(directory: Path | None, as_json: bool) -> None:
    """Name all boards: whom each is for, what it is about, and its measures."""
    found = _read(directory).boards.values()
    told = [
        {
            "board": each.code,
            "title": each.title,
            "for": each.audience,
            "by": each.by.value if each.by else None,
            "only": each.only,
            "measures": [row.measure for row in each.rows],
        }
        for each in found
    ]
    lines = [f"{each.code:24} {each.title}, for {each.audience}: {_about(each.by, each.only)}" for each in found]
    say(as_json, {"boards": told}, "\n".join(lines) or "The playbook has no board.")


def _read(directory: Path | None) -> Playbook:
    if directory is not None:
        return read_playbook(directory)
    # Imported here: a look into a folder needs no database driver.
    from leeward.house import playbook_folder
    from leeward.settings import read_settings

    return read_playbook(playbook_folder(read_settings()))


def _about(by: object, only: str | None) -> str:
    return "everything" if by is None else f"{by} {only}" if only else f"each {by}"
