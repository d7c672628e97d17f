"""``leeward lake``: write what is waiting, and name the files, for whatever reads Parquet."""

import click

from leeward.cli import say
from leeward.house import open_house
from leeward.lakeside import lake_folder, tend_lake, write_lake
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
        if tend:
            tend_lake(house, now())
        folder = lake_folder(house)
    say(as_json, {"rows": rows, "folder": str(folder)}, f"{rows:,} rows written under {folder}.")


@lake.command("files")
@click.argument("stream", type=click.Choice(["facts", "activity"]))
@click.argument("kind", required=False)
@as_json
def files_command(stream: str, kind: str | None, as_json: bool) -> None:
    """Name the Parquet files of STREAM, of one KIND or all: exactly what belongs to the lake now."""
    with open_house(read_settings()) as house, open_lake(house.record, lake_folder(house)) as opened:
        paths = [str(path) for path in opened.paths(stream, kind)]
    say(as_json, {"files": paths}, "\n".join(paths))
