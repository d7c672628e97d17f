"""``leeward lake``: write what is waiting, name the files for whatever reads Parquet, and ask its tables."""

from datetime import datetime

import click

from leeward.cli import say
from leeward.house import open_house
from leeward.lakeside import Maker, lake_folder, tend_lake, write_lake
from leeward.record.lake.reading import open_lake
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.moment import now
from leeward.settings import read_settings

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")


@click.group()
def lake() -> None:
    """Write the lake and name its files. A running server writes it by itself, several times a minute."""


@lake.command("write")
@click.option("--tend", is_flag=True, help="Also join small files, and let go what the playbook does not keep.")
@as_json
def write_command(tend: bool, as_json: bool) -> None:
    """Write what was sealed and what arrived since the last time."""
    with open_house(read_settings()) as house:
        seal_pending(house.record)
        rows = write_lake(house)
        Maker().make(house)
        if tend:
            tend_lake(house, now())
        folder = lake_folder(house)
    say(as_json, {"rows": rows, "folder": str(folder)}, f"{rows:,} rows written under {folder}.")


@lake.command("files")
@click.argument("stream", type=click.Choice(["facts", "activity", "derived"]))
@click.argument("kind", required=False)
@as_json
def files_command(stream: str, kind: str | None, as_json: bool) -> None:
    """Name the Parquet files of STREAM, of one KIND or all: exactly what belongs to the lake now."""
    with open_house(read_settings()) as house, open_lake(house.record, lake_folder(house)) as opened:
        paths = [str(path) for path in opened.paths(stream, kind)]
    say(as_json, {"files": paths}, "\n".join(paths))


@lake.command("tables")
@as_json
def tables_command(as_json: bool) -> None:
    """Name the tables that `leeward lake ask` and measures read; docs/reference/lake.md says what is in them."""
    from leeward.record.lake import views

    made = {name: each.sentence for name, each in views.derived().items()}
    kinds = sorted(views.names() - set(made))
    lines = [f"{name:<14} {said}" for name, said in made.items()]
    say(
        as_json, {"tables": made, "facts": kinds}, "\n".join([*lines, "", "And a table for each kind of fact:", ", ".join(kinds)])
    )


@lake.command("ask")
@click.argument("sql")
@click.option("--as-of", "as_of", metavar="MOMENT", help="Only what was recorded by then, e.g. 2026-11-24T12:00:00Z.")
@as_json
def ask_command(sql: str, as_of: str | None, as_json: bool) -> None:
    """Ask the lake SQL (DuckDB), e.g. "SELECT queue, count(*) FROM jobs WHERE state <> 'decided' GROUP BY ALL"."""
    moment = _moment(as_of)
    with open_house(read_settings()) as house, open_lake(house.record, lake_folder(house)) as opened:
        names, rows = opened.ask(sql, as_of=moment)
    shown = [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in rows]
    lines = ["\t".join(names), *("\t".join("" if value is None else str(value) for value in row) for row in rows)]
    say(as_json, {"rows": shown}, "\n".join(lines))


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise click.BadParameter(
            f"{text!r} is no moment with a time zone; write e.g. 2026-11-24T12:00:00Z.", param_hint="--as-of"
        )
    return moment


def _plain(value: object) -> object:
    """A value as JSON takes it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int | float | str | bool | list | dict | None) else str(value)
