"""``leeward workload``: can the team cope, at a terminal and for scripts. The same desk as the console, the same rights."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click
import msgspec

from leeward.cli import say
from leeward.house import House, open_house
from leeward.insights.workload import desk, views
from leeward.insights.workload.backtest import WAYS
from leeward.lakeside import lake_folder, write_lake
from leeward.record.errors import LeewardError
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import now
from leeward.settings import read_settings

Command = Callable[..., None]


class NotYourRight(LeewardError):
    """The roles of this person do not open that."""


@click.group()
def workload() -> None:
    """Forecast what comes, say who is needed, test the forecast, read logs of other queues."""


@contextmanager
def _at_work(login: str, right: str) -> Iterator[tuple[House, PersonId]]:
    """The house and who acts, with the right that the console would ask for."""
    with open_house(read_settings()) as house:
        who = house.person_called(login)
        if right not in house.rights_of(who):
            raise NotYourRight(f"It needs {right}.", remedy="Roles stand on the page People, rights in access.toml.")
        yield house, who
        seal_pending(house.record)


def _as_somebody(command: Command) -> Command:
    @click.option("--as", "login", required=True, help="The login of the person who acts.")
    @click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")
    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        command(*arguments, **options)

    return run


@workload.command("forecast")
@click.option("--test/--no-test", default=True, show_default=True, help="Also test it beside simpler ways.")
@_as_somebody
def forecast_command(test: bool, login: str, as_json: bool) -> None:
    """Forecast every queue now, from everything that is sealed. A running server does it by itself, some times a day."""
    with _at_work(login, "workload.plan") as (house, who):
        seal_pending(house.record)
        write_lake(house)
        made = desk.forecast(house.record, house.playbook(), lake_folder(house), now(), who=who, test=test)
        with house.record.reading() as look:
            lines = desk.overview(look, house.playbook(), now())
    say(as_json, {"forecast": len(made), "queues": _builtins(lines)}, _overview(lines) or "Less than a week is known.")


def _builtins(lines: list[views.Line]) -> list[dict[str, Any]]:
    return [{**msgspec.to_builtins(line), "state": line.state} for line in lines]


def _overview(lines: list[views.Line]) -> str:
    rows = [
        f"{'queue':24} {'waits':>6} {'late':>5}  {'comes tomorrow':>22} {'any late':>8} {'of the week':>11}  needed, there h/day"
    ]
    for line in lines:
        day = line.tomorrow
        if day is None:
            rows.append(f"{line.queue:24} {line.waiting:>6,} {line.late:>5,}  no forecast: less than a week is known")
            continue
        comes = f"{day.expected:.1f} [{day.low:.0f}, {day.high:.0f}]"
        rows.append(
            f"{line.queue:24} {line.waiting:>6,} {line.late:>5,}  {comes:>22} {day.chance:>8.0%} {line.share_late:>11.1%}"
            f"  {line.needed:.1f}, {line.there:.1f}"
        )
    return "\n".join(rows)


@workload.command("staff")
@click.argument("queue")
@click.option("--people", type=click.FloatRange(-50, 50), default=0.0, help="So many more (or fewer) in every hour.")
@click.option("--volume", type=click.FloatRange(-90, 400), default=0.0, help="Per cent more (or less) work.")
@_as_somebody
def staff_command(queue: str, people: float, volume: float, login: str, as_json: bool) -> None:
    """Say who is needed in QUEUE by hour, how likely work is late, and what one more person changes."""
    with _at_work(login, "workload.view") as (house, _), house.record.reading() as look:
        seen = desk.copes(look, house.playbook(), queue, now(), people=people, volume=1 + volume / 100)
    value = {
        "queue": queue, "full_time": seen.full_time, "for_limits": seen.for_limits, "hours": seen.ahead.hours,
        "days": seen.ahead.days, "cases": seen.cases,
    }  # fmt: skip
    say(as_json, value, _staff(seen))


def _staff(seen: views.Copes) -> str:
    lines = [
        f"{seen.queue.name}: {seen.full_time:.1f} full-time people ({seen.work_hours:.1f} h of work, "
        f"{seen.covered_hours:.0f} h to cover), at least {seen.for_limits} a day for exposure limits."
    ]
    for case in seen.cases:
        share = "nothing is due" if case.share is None else f"{case.share:.1%} of {case.due:.0f}"
        lines.append(f"  {case.words:18} late {case.late:>8.1f}  {share:>18}  waits at the end {case.left:.0f}")
    for day in seen.ahead.days:
        comes = f"{day.expected:.1f} [{day.low:.0f}, {day.high:.0f}]"
        lines.append(
            f"  {day.begins:%Y-%m-%d %H:%M}  comes {comes:>20}  due {day.due:>7.1f}  late {day.late:>7.1f}  any {day.chance:.0%}"
        )
    return "\n".join(lines)


@workload.command("backtest")
@click.argument("queue")
@_as_somebody
def backtest_command(queue: str, login: str, as_json: bool) -> None:
    """Say how the forecast of QUEUE did on the last four weeks, beside simpler ways. Exit 1 where it was never tested."""
    with _at_work(login, "workload.view") as (house, _):
        seen = desk.arrivals(house.record, lake_folder(house), house.playbook(), now(), queue=queue)
    if not seen.tested:
        say(as_json, {"queue": queue, "ways": []}, f"{queue} was not tested: it takes seven weeks of work and a forecast.")
        raise click.exceptions.Exit(1)
    heads = f"{'way':32} {'MASE':>6} {'pinball':>8} {'in 80 %':>8} {'in 95 %':>8} {'day total':>9}"
    rows = [
        f"{WAYS[each.way]:32} {each.mase:>6.2f} {each.pinball:>8.3f} {each.cover80:>8.0%} {each.cover95:>8.0%}"
        f" {each.total_error:>9.0%}"
        for each in seen.tested
    ]
    say(as_json, {"queue": queue, "ways": seen.tested, "kept": seen.kept}, "\n".join([heads, *rows]))


@workload.command("import")
@click.argument("name")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_as_somebody
def import_command(name: str, file: Path, login: str, as_json: bool) -> None:
    """Read FILE, a log of calls, of incidents or of a help desk's events, and show it as NAME on the page "Logs of others".

    Only what it says is kept, not its rows. The form is known by the columns.
    """
    with _at_work(login, "workload.plan") as (house, _):
        said = desk.take_in(lake_folder(house), name, file)
    gone = f", {said.everything.gone.share:.1%} went away" if said.everything.gone else ""
    told = f"{said.entries:,} entries ({said.kind}), {said.left_out:,} rows left out{gone}. See /workload/logs/{name}."
    say(as_json, said, told)
