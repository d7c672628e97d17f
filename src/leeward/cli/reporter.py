"""``leeward reporter``: reporters by their numbers for scripts. The same desk that the console uses, with the same rights."""

from uuid import UUID

import click
import msgspec

from leeward.cli import say
from leeward.cli.job import as_somebody, at_work
from leeward.frontline.reporters import desk
from leeward.frontline.reporters.views import ReporterView
from leeward.record.terms.ids import ReporterId

SHOW = ("found", "contested", "warned", "suspended")


@click.group()
def reporter() -> None:
    """See reporters by their numbers: how far their word has held, and misuse of reporting."""


@reporter.command("list")
@click.option("--show", default="found", show_default=True, type=click.Choice(SHOW), help="How they stand.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@as_somebody
def list_command(show: str, limit: int, login: str, as_json: bool) -> None:
    """Reporters with whom the rule of misuse has to do; who waits longest first."""
    with at_work(login, "reporter.view") as (house, _), house.record.reading() as look:
        lines = desk.standings(look, show, limit=limit)
    told = [
        f"{each.reporter} {each.state} since {each.since:%Y-%m-%d %H:%M} UTC, {each.turned_down} of {each.decided} turned down"
        for each in lines
    ]
    say(as_json, {"reporters": msgspec.to_builtins(lines)}, "\n".join(told) or "None.")


@reporter.command("show")
@click.argument("number", type=click.UUID)
@as_somebody
def show_command(number: UUID, login: str, as_json: bool) -> None:
    """Reporter NUMBER: reliability by source and harm, reports and how they ended. Never who it is, nor what they wrote."""
    with at_work(login, "reporter.view") as (house, who), house.record.reading() as look:
        seen = desk.reporter_view(look, house.playbook(), who, ReporterId(number))
    say(as_json, seen, _told(seen))


def _told(seen: ReporterView) -> str:
    """One reporter in lines for people."""
    state = seen.standing.state.value if seen.standing else "clear"
    flagger = f", trusted flagger {seen.flagger.name}" if seen.flagger else ""
    records = [
        f"{each.source} {each.harm}: {each.upheld} of {each.reliability.n} upheld, reliability {each.reliability.share:.0%} "
        f"[{each.reliability.low:.0%}, {each.reliability.high:.0%}], all reporters {each.prior.share:.0%}"
        for each in seen.records
    ]
    history = [
        f"report {each.id} {each.received:%Y-%m-%d %H:%M} UTC {each.harm}: "
        + (f"{each.verdict}, {each.state}" if each.verdict else "not decided")
        for each in seen.history
    ]
    hidden = [f"{seen.hidden} more concern somebody who may be a minor"] if seen.hidden else []
    head = f"{seen.id} {state}{flagger}, {seen.reports:,}{' or more' if seen.reports > 10_000 else ''} reports"
    return "\n".join([head, *records, *history, *hidden])
