"""``leeward statement``: statements of reasons for scripts. The same desk that the console uses."""

from uuid import UUID

import click
import msgspec

from leeward.cli import say
from leeward.cli.job import as_somebody, at_work
from leeward.clockwork import target_of
from leeward.frontline.statements import desk
from leeward.record.errors import LeewardError
from leeward.record.terms.ids import StatementId
from leeward.record.terms.moment import now
from leeward.record.terms.statement import StatementState


class NothingIsSent(LeewardError):
    """Statements are not sent from here."""


@click.group()
def statement() -> None:
    """See statements of reasons, and send what waits."""


@statement.command("list")
@click.option("--state", default="ready", show_default=True, type=click.Choice([each.value for each in StatementState]))
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@as_somebody
def list_command(state: str, limit: int, login: str, as_json: bool) -> None:
    """Statements in a state, the newest first."""
    with at_work(login, "enforcement.view") as (house, _), house.record.reading() as look:
        lines = desk.lines(look, StatementState(state), limit=limit)
    told = [f"{each.id} {each.state} under {each.clause}, owed since {each.owed:%Y-%m-%d %H:%M} UTC" for each in lines]
    say(as_json, {"statements": msgspec.to_builtins(lines)}, "\n".join(told) or "None.")


@statement.command("show")
@click.argument("number", type=click.UUID)
@as_somebody
def show_command(number: UUID, login: str, as_json: bool) -> None:
    """Statement NUMBER in full: what it says, what is wrong with it, what the database said."""
    with at_work(login, "enforcement.view") as (house, who):
        whole = desk.statement(house.record, who, StatementId(number))
    wrong = [f"wrong: {each.field} {each.rule}" for each in whole.sheet.problems or ()]
    said = [f"the database: {line}" for line in (whole.answer or "").splitlines()]
    fields = [f"{name}: {value}" for name, value in (whole.fields or {}).items()]
    say(as_json, msgspec.to_builtins(whole), "\n".join([f"{number} is {whole.sheet.state}", *wrong, *said, *fields]))


@statement.command("send")
@click.option("--again", type=click.UUID, help="Have this one drafted once more first.")
@as_somebody
def send_command(again: UUID | None, login: str, as_json: bool) -> None:
    """Draft what is owed and send what waits, now, batch by batch."""
    with at_work(login, "enforcement.replay") as (house, who):
        target = target_of(house.settings)
        if target is None:
            raise NothingIsSent(remedy="Set LEEWARD_STATEMENTS_ADDRESS and LEEWARD_STATEMENTS_TOKEN, or export what waits.")
        if again is not None:
            desk.reopen(house.record, who, StatementId(again))
        while desk.wake(house.record, house.playbook, now()):
            pass
        sent = 0
        while batch := desk.send(house.record, target, now()):
            sent += batch
        with house.record.reading() as look:
            counts = desk.counts(look)
    say(
        as_json,
        {"sent": sent, "states": counts},
        f"{sent} sent; {counts[StatementState.READY]} wait, {counts[StatementState.REFUSED]} refused.",
    )
