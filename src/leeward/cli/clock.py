"""``leeward clock``: what is owed, due, kept and missed, for scripts. The same desk that the console uses."""

from uuid import UUID

import click
import msgspec

from leeward.cli import say
from leeward.cli.job import as_somebody, at_work
from leeward.frontline.triage import desk
from leeward.record.terms.code import ClockCode
from leeward.record.terms.ids import ReportId


@click.group()
def clock() -> None:
    """See clocks, record that a duty was done, begin one for a request."""


@clock.command("list")
@click.option("--show", default="owed", show_default=True, type=click.Choice(list(desk.SHOWN)))
@click.option("--clock", "code", help="Only this clock, e.g. us-2258a-a.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@as_somebody
def list_command(show: str, code: str | None, limit: int, login: str, as_json: bool) -> None:
    """Clocks: duties that somebody has yet to do, clocks that come due, what is kept until a moment, what was missed."""
    with at_work(login, "clock.meet") as (house, _), house.record.reading() as look:
        lines = desk.clocks(look, house.playbook(), show, clock=ClockCode(code) if code else None, limit=limit)
    told = [f"{each.clock} of report {each.report} since {each.starts:%Y-%m-%d %H:%M} UTC: {each.must}" for each in lines]
    say(as_json, {"clocks": msgspec.to_builtins(lines)}, "\n".join(told) or "None.")


@clock.command("met")
@click.argument("report", type=click.UUID)
@click.argument("code")
@click.option("--note", help="How it was done, e.g. the number that the authority gave. It is kept encrypted.")
@as_somebody
def met_command(report: UUID, code: str, note: str | None, login: str, as_json: bool) -> None:
    """Record that what clock CODE of REPORT demands was done."""
    with at_work(login, "clock.meet") as (house, who):
        desk.meet(house.record, house.playbook(), who, ReportId(report), ClockCode(code), note=note)
    say(as_json, {"report": str(report), "clock": code, "done": True}, f"Done: {code} of report {report}.")


@clock.command("begin")
@click.argument("report", type=click.UUID)
@click.argument("code")
@as_somebody
def begin_command(report: UUID, code: str, login: str, as_json: bool) -> None:
    """Begin clock CODE for REPORT now: a request that came another way, e.g. about somebody's own data."""
    with at_work(login, "clock.meet") as (house, who):
        desk.begin(house.record, house.playbook(), who, ReportId(report), ClockCode(code))
    say(as_json, {"report": str(report), "clock": code, "begun": True}, f"It runs: {code} of report {report}.")
