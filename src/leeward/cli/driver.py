"""``leeward driver``: why a number moved, for people at a terminal and for scripts."""

from datetime import datetime, timedelta

import click

from leeward.cli import say
from leeward.house import open_house
from leeward.insights.drivers.question import Question
from leeward.insights.drivers.series import LABELS, SERIES
from leeward.lakeside import lake_folder
from leeward.record.terms.moment import now
from leeward.settings import read_settings

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")


@click.group()
def driver() -> None:
    """Why did this number move? The slices that explain it, with what each contributed."""


@driver.command("series")
@as_json
def series_command(as_json: bool) -> None:
    """Name what can be asked about, and by which dimensions it may be explained."""
    lines = [f"{each.code:<12} {each.name} ({each.kind.value})\n{'':<13}{', '.join(each.dimensions)}" for each in SERIES.values()]
    say(as_json, {"series": list(SERIES.values()), "dimensions": LABELS}, "\n".join(lines))


@driver.command("explain")
@click.argument("series", metavar="SERIES")
@click.option("--last", type=click.DateTime(["%Y-%m-%d"]), help="The last day of the period, UTC; yesterday without it.")
@click.option("--days", type=int, default=7, show_default=True, help="How long the period is.")
@click.option("--earlier", type=int, default=4, show_default=True, help="Against how many such periods before it.")
@click.option("--where", multiple=True, metavar="DIMENSION=VALUE", help="Only this part; may be given several times.")
@click.option("--by", help="Dimensions that may explain it, with commas; all of the series without it.")
@as_json
def explain_command(
    series: str, last: datetime | None, days: int, earlier: int, where: tuple[str, ...], by: str | None, as_json: bool
) -> None:
    """Explain why SERIES moved, e.g. `leeward driver explain reports --last 2026-11-23 --where harm=sextortion`."""
    from leeward.insights.drivers import desk

    parts = [tuple(each.split("=", 1)) for each in where]
    if bad := [each for each in where if "=" not in each]:
        raise click.BadParameter(f"{bad[0]!r} is not DIMENSION=VALUE.", param_hint="--where")
    asked = Question(
        series=series,
        last=last.date() if last else now().date() - timedelta(days=1),
        days=days,
        earlier=earlier,
        where=tuple((name, value) for name, value in parts),
        by=tuple(each.strip() for each in by.split(",") if each.strip()) if by else (),
    )
    with open_house(read_settings()) as house:
        harms = {str(code): str(harm.name) for code, harm in house.playbook().harms.items()}
        answer = desk.explain(house.record, lake_folder(house), asked, harms)
    say(as_json, answer, "\n".join(answer.sentences))
