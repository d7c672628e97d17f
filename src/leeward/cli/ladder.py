"""``leeward ladder``: what another ladder would have done to how many."""

from pathlib import Path

import click
import msgspec

from leeward.cli import say
from leeward.cli.job import as_somebody, at_work
from leeward.frontline.enforcement import desk
from leeward.frontline.enforcement.preview import Move, Preview
from leeward.record.terms.moment import now


@click.group()
def ladder() -> None:
    """See what a changed ladder would do."""


@ladder.command("preview")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 3650), help="Count violations of so many days.")
@as_somebody
def preview_command(file: Path, days: int, login: str, as_json: bool) -> None:
    """Walk decided violations through the ladder in FILE: how many would get which measure instead of which.

    The rest of the playbook is the one in force. Nothing is changed.
    """
    with at_work(login, "enforcement.view") as (house, _):
        candidate = desk.candidate_of(house.folder, file.read_text("utf-8"))
        with house.record.reading() as look:
            seen = desk.preview_ladder(look, house.playbook(), candidate, now(), days)
    say(as_json, msgspec.to_builtins(seen), "\n".join(_told(seen)))


def _told(seen: Preview) -> list[str]:
    lines = [
        f"{seen.violations} violations: {seen.changed} would get something else, {seen.stricter} stricter, {seen.milder} not. "
        f"Strikes: {seen.strikes_before} now, {seen.strikes_after} then."
    ]
    lines += [_line(move) for move in seen.moves]
    if seen.ceilings:
        lines += ["The strictest on offer:", *(_line(move) for move in seen.ceilings)]
    return lines


def _line(move: Move) -> str:
    before, after = ", ".join(move.before) or "nothing", ", ".join(move.after) or "nothing"
    sign = "!" if move.stricter else "~"
    return f"  {sign} {move.violations:>6}  {before} -> {after}   e.g. {', '.join(map(str, move.examples[:2]))}"
