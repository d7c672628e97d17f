"""``leeward export``: what other tools read. The same desk that the console uses, with the same rights and refusals."""

from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from leeward.cli import say
from leeward.cli.job import as_somebody, at_work
from leeward.frontline.enforcement import desk


@click.group("export")
def export() -> None:
    """Write what other tools read."""


@export.command("labels")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="The DID of the labeller: did:plc:... or did:web:...")
@click.option("--since", type=click.DateTime(), default="1970-01-01", show_default=True, help="UTC.")
@as_somebody
def labels_command(out: Path, source: str, since: datetime, login: str, as_json: bool) -> None:
    """Restrictions as AT Protocol labels (src, uri, val, cts, exp, neg), one JSON object a line, as Ozone has them."""
    if not source.startswith("did:"):
        raise click.BadParameter("A DID begins with did:", param_hint="--source")
    with at_work(login, "enforcement.view") as (house, who):
        found = desk.labels(house.record, house.playbook(), who, source, since.replace(tzinfo=UTC))
    out.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in found))
    lifted = sum("neg" in each for each in found)
    say(
        as_json,
        {"labels": len(found), "negations": lifted, "file": str(out)},
        f"{len(found)} labels, {lifted} of them lifted: {out}",
    )
