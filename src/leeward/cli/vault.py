"""``leeward vault``: hold, release, erase, rotate."""

from datetime import datetime
from uuid import UUID

import click

from leeward.cli import say
from leeward.house import House, open_house
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import HoldId, OwnerId, PersonId
from leeward.record.terms.people import DOOR
from leeward.record.vault import holds
from leeward.settings import read_settings

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")
by = click.option("--as", "login", help="The login of the person who does it; else it is recorded as done at the door.")
reason = click.option("--reason", required=True, help="A reason code, without spaces.")


@click.group()
def vault() -> None:
    """Hold, erase and rotate what is secret."""


@vault.command("hold")
@click.argument("owner", type=click.UUID)
@click.option("--kind", default="preservation", show_default=True, help="preservation or litigation.")
@click.option("--basis", required=True, help="The law or order it rests on, as a code, e.g. us-2258a-h.")
@click.option("--until", type=click.DateTime(), help="When it ends by itself (UTC).")
@by
@as_json
def hold_command(owner: UUID, kind: str, basis: str, until: datetime | None, login: str | None, as_json: bool) -> None:
    """Forbid the erasure of OWNER's texts (a subject, reporter or person)."""
    from datetime import UTC

    with open_house(read_settings()) as house:
        ends = until.replace(tzinfo=UTC) if until else None
        placed = holds.hold(
            house.record, OwnerId(owner), _actor(house, login), kind=ReasonCode(kind), basis=ReasonCode(basis), until=ends
        )
        seal_pending(house.record)
    say(as_json, {"hold": placed}, f"Held: {placed}")


@vault.command("release")
@click.argument("hold", type=click.UUID)
@reason
@by
def release_command(hold: UUID, reason: str, login: str | None) -> None:
    """End a hold before its time."""
    with open_house(read_settings()) as house:
        holds.release(house.record, HoldId(hold), _actor(house, login), reason=ReasonCode(reason))
        seal_pending(house.record)
    click.echo(f"Released: {hold}")


@vault.command("erase")
@click.argument("owner", type=click.UUID)
@reason
@by
@as_json
def erase_command(owner: UUID, reason: str, login: str | None, as_json: bool) -> None:
    """Destroy the data key of OWNER: nobody can read its texts again."""
    with open_house(read_settings()) as house:
        texts = holds.erase(house.record, OwnerId(owner), _actor(house, login), reason=ReasonCode(reason))
        seal_pending(house.record)
    say(as_json, {"owner": owner, "texts": texts}, f"Erased: {texts} texts of {owner}. The ledger still verifies.")


@vault.command("rotate")
@by
@as_json
def rotate_command(login: str | None, as_json: bool) -> None:
    """Make a new master key and wrap all data keys with it. Back up the keys folder afterwards."""
    with open_house(read_settings()) as house:
        keys, owners = holds.rotate(house.record, _actor(house, login))
        seal_pending(house.record)
    say(
        as_json,
        {"generation": keys.generation, "owners": owners},
        f"Master key {keys.generation} is in use; {owners:,} data keys were wrapped anew. Back up {keys.folder}.",
    )


def _actor(house: House, login: str | None) -> PersonId:
    return DOOR if login is None else house.person_called(login)
