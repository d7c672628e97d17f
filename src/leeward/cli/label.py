"""``leeward label``: labels for people at a terminal and for scripts. The same desk as the console, with the same rights."""

from uuid import UUID

import click
import msgspec

from leeward.cli import say
from leeward.cli.job import as_somebody, at_work
from leeward.frontline.labels import desk, reasons


@click.group()
def label() -> None:
    """See which labels stand, put one, take one away."""


@label.command("list")
@click.argument("subject", type=click.UUID, required=False)
@click.option("--label", "name", help="Only this label.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@as_somebody
def list_command(subject: UUID | None, name: str | None, limit: int, login: str, as_json: bool) -> None:
    """Labels that stand: of SUBJECT with all that was done, or of all, those put last first."""
    with at_work(login, "label.view") as (house, _), house.record.reading() as look:
        if subject is not None:
            seen = desk.labels_of(look, house.playbook(), subject)
            lines, value = [each for each in seen.standing if name in (None, each.label)], {"labels": msgspec.to_builtins(seen)}
        else:
            lines = list(desk.standing(look, house.playbook(), name, limit=limit))
            value = {"labels": msgspec.to_builtins(lines)}
    told = [f"{each.subject}  {each.label:24} until {each.until:%Y-%m-%d %H:%M} UTC, by {each.rule or each.by}" for each in lines]
    say(as_json, value, "\n".join(told) or "None.")


@label.command("put")
@click.argument("subject", type=click.UUID)
@click.argument("name", metavar="LABEL")
@click.option("--reason", required=True, type=click.Choice(list(reasons.PUT)), help="Why.")
@click.option("--for", "lasts", help='How long, e.g. "30 days"; without it as the playbook says.')
@as_somebody
def put_command(subject: UUID, name: str, reason: str, lasts: str | None, login: str, as_json: bool) -> None:
    """Put LABEL on SUBJECT. It counts from the next event on that arrives."""
    with at_work(login, "label.put") as (house, who):
        until = desk.put(house.record, house.playbook(), who, subject, name, reason=reason, lasts=lasts)
    say(as_json, {"subject": subject, "label": name, "until": until}, f"{name} stands until {until:%Y-%m-%d %H:%M} UTC.")


@label.command("take")
@click.argument("subject", type=click.UUID)
@click.argument("name", metavar="LABEL")
@click.option("--reason", required=True, type=click.Choice(list(reasons.TAKE)), help="Why.")
@as_somebody
def take_command(subject: UUID, name: str, reason: str, login: str, as_json: bool) -> None:
    """Take LABEL away from SUBJECT. Rules do not put it again for as long as it would last."""
    with at_work(login, "label.put") as (house, who):
        held = desk.take(house.record, house.playbook(), who, subject, name, reason=reason)
    told = f"{name} is taken away; rules do not put it again for events before {held:%Y-%m-%d %H:%M} UTC."
    say(as_json, {"subject": subject, "label": name, "held": held}, told)
