"""``leeward pattern``: who comes back and campaigns, with the console's rights; how lists overlap, from a table."""

import csv
from pathlib import Path

import click
import msgspec

from leeward.cli import say
from leeward.cli.job import as_somebody, at_work
from leeward.insights.patterns.cohorts import LEAST, WHEN
from leeward.insights.patterns.desk import campaigns, find, recidivism
from leeward.insights.patterns.overlap import Cell, Hidden, chao, log_linear
from leeward.lakeside import lake_folder, write_lake
from leeward.record.errors import LeewardError
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.moment import now


class NotATable(LeewardError):
    """This is no table of lists."""


@click.group()
def pattern() -> None:
    """Who comes back after which penalty; which campaigns there are; how many there are whom no list has."""


@pattern.command("recidivism")
@click.option("--days", type=click.IntRange(1, 3_650), default=180, show_default=True, help="Violations of so many days.")
@as_somebody
def recidivism_command(days: int, login: str, as_json: bool) -> None:
    """The share of subjects with another violation within so many days, by penalty, rung and clause."""
    with at_work(login, "rule.view") as (house, _), house.record.reading() as look:
        found = recidivism(look, now(), days)
    lines = []
    for each in found:
        told = [f"{when} days {1 - step.share:.1%}" for when in WHEN if each.curve and (step := each.curve.at(when))]
        lines.append(f"{each.kind} {each.name}: {', '.join(told) if each.curve else f'hidden, fewer than {LEAST}'}")
    say(as_json, {"cohorts": msgspec.to_builtins(found)}, "\n".join(lines) or "No violation was decided in this time.")


@pattern.command("find")
@as_somebody
def find_command(login: str, as_json: bool) -> None:
    """Look for campaigns now: near copies and shared media in the reports of ninety days. A server looks once a day."""
    with at_work(login, "rule.view") as (house, _):
        while seal_pending(house.record):
            pass
        write_lake(house)
        found = find(house.record, lake_folder(house), now())
    told = f"{found.found:,} new campaigns, {found.grew:,} grew; {found.reports:,} more reports belong to one."
    say(as_json, msgspec.to_builtins(found), told)


@pattern.command("campaigns")
@click.option("--shape", type=click.Choice(["wave", "standing", "all"]), default="wave", show_default=True, help="Which.")
@as_somebody
def campaigns_command(shape: str, login: str, as_json: bool) -> None:
    """Name the campaigns, the latest first, with their size and their times."""
    with at_work(login, "rule.view") as (house, _), house.record.reading() as look:
        rows = campaigns(look, {"shape": shape})
    lines = [
        f"{row.id}  {row.tie}: {row.subjects:,} subjects, {row.reports:,} reports, {row.first:%Y-%m-%d} to {row.last:%Y-%m-%d}"
        for row in rows
    ]
    say(as_json, {"campaigns": msgspec.to_builtins(rows)}, "\n".join(lines) or "No campaign is known.")


@pattern.command("overlap")
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")
def overlap_command(table: Path, as_json: bool) -> None:
    """How many there are in all, from a CSV with a column of 0 and 1 for each list and a column n."""
    counts, names = _read(table)
    model, bound = log_linear(counts), chao(counts)
    pairs = ", ".join(f"{names[a]} with {names[b]}" for a, b in model.pairs) or "none"
    text = f"log-linear: {_told(model)}; lists that hang together: {pairs}\nChao's bound: {_told(bound)}"
    say(as_json, {"model": msgspec.to_builtins(model), "bound": msgspec.to_builtins(bound), "lists": names}, text)


def _told(found: Hidden) -> str:
    high = "no limit" if found.high is None else f"{found.high:,.0f}"
    return f"{found.total:,.0f} in all, {found.low:,.0f} to {high}; {found.known:,} are known"


def _read(table: Path) -> tuple[dict[Cell, int], list[str]]:
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in (rows[0] if rows else ()) if name not in ("n", "")]
    counts: dict[Cell, int] = {}
    for number, row in enumerate(rows, 2):
        try:
            cell, n = tuple(int(row[name]) for name in names), int(row["n"])
        except (KeyError, TypeError, ValueError):
            cell, n = (), 0
        if not cell or set(cell) - {0, 1} or not any(cell) or n < 0:
            raise NotATable(f"{table.name}, row {number}: not 0 or 1 for each list and a number n.", remedy="Put the row right.")
        counts[cell] = counts.get(cell, 0) + n
    if not counts:
        raise NotATable(
            f"{table.name} has no row.", remedy="A first line names the lists and n; each further one has 0 or 1 and n."
        )
    return counts, names
