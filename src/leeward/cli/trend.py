"""``leeward trend``: watch now, and name what rings. A running server watches by itself, every ten minutes."""

import click
import msgspec

from leeward.cli import say
from leeward.house import open_house
from leeward.insights.trends import desk, wording
from leeward.lakeside import lake_folder, write_lake
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.moment import now
from leeward.record.terms.people import CLOCKWORK
from leeward.settings import read_settings

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")


@click.group()
def trend() -> None:
    """Watch every series against its own past; name the alarms and what the checks say of them."""


@trend.command("scan")
@as_json
def scan_command(as_json: bool) -> None:
    """Write the lake, then judge every whole day since the last time, and today so far."""
    with open_house(read_settings()) as house:
        while seal_pending(house.record):
            pass
        write_lake(house)
        found = desk.watch(house.record, lake_folder(house), now())
        seal_pending(house.record)
    told = f"{found.series:,} series, {found.days:,} days: {found.raised:,} alarms, {found.silenced:,} kept silent."
    say(as_json, msgspec.to_builtins(found), told)


@trend.command("alarms")
@click.option("--state", type=click.Choice(["open", "silenced", "all"]), default="open", show_default=True, help="Which.")
@as_json
def alarms_command(state: str, as_json: bool) -> None:
    """Name the alarms, the latest first, each with what the checks made of it."""
    with open_house(read_settings()) as house, house.record.reading() as look:
        rows = desk.alarms(look, CLOCKWORK, {"state": state, "limit": 1_000})
    lines = [f"{row.day:%Y-%m-%d}  {wording.name_of(row)}: {wording.what(row)}; {wording.why(row)}" for row in rows]
    say(as_json, {"alarms": msgspec.to_builtins(rows)}, "\n".join(lines) or "Nothing rings.")
