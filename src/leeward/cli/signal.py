"""``leeward signal``: banks of hashes for scripts. The same desk that the console uses, with the same rights and refusals."""

from pathlib import Path
from uuid import UUID

import click
import msgspec

from leeward.cli import say
from leeward.cli.job import as_somebody, at_work
from leeward.exchanges import sources_of
from leeward.frontline.signals import desk
from leeward.frontline.signals.copies import LEFT, Confirmed
from leeward.frontline.signals.views import Took
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import HashId, JobId
from leeward.record.terms.signal import Feedback
from leeward.record.terms.subject import HashKind

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def signal() -> None:
    """See banks of hashes of known media, and fill them from files and exchanges."""


@signal.command("list")
@as_somebody
def list_command(login: str, as_json: bool) -> None:
    """The banks of the playbook, and what each holds."""
    with at_work(login, "bank.view") as (house, _), house.record.reading() as look:
        banks = desk.banks(look, house.playbook(), sources_of(house.settings))
    lines = [
        f"{each.bank.code}: {each.hashes:,} hashes"
        + "".join(f", {held.hashes:,} {held.kind} {held.opinion.replace('_', ' ')}" for held in each.held)
        + (f"; changed {each.changed:%Y-%m-%d %H:%M} UTC" if each.changed else "; never filled")
        for each in banks
    ]
    say(as_json, {"banks": msgspec.to_builtins(banks)}, "\n".join(lines) or "The playbook has no banks.toml.")


@signal.command("import")
@click.argument("bank")
@click.argument("file", type=EXISTING)
@click.option("--whole", is_flag=True, help="The file is all there is: what it does not name is withdrawn.")
@as_somebody
def import_command(bank: str, file: Path, whole: bool, login: str, as_json: bool) -> None:
    """Take FILE into BANK: an answer of its exchange (JSON, XML), or for a bank of your own a CSV."""
    with at_work(login, "bank.manage") as (house, who):
        took = desk.take_file(house.record, house.playbook(), who, bank, file.read_bytes(), whole=whole)
    say(as_json, took, told(took))


@signal.command("pull")
@click.argument("bank")
@click.option("--anew", is_flag=True, help="From the beginning; what the exchange does not name any more is dropped.")
@as_somebody
def pull_command(bank: str, anew: bool, login: str, as_json: bool) -> None:
    """Ask the exchange of BANK for what changed since the last time. Exit 3 when it did not tell all."""
    with at_work(login, "bank.manage") as (house, who):
        took = desk.pull(house.record, house.playbook(), who, bank, sources_of(house.settings), anew=anew)
    ended = (
        ""
        if took.complete
        else f"\nNot all of it came ({took.reason}, status {took.status}); the next question goes on from there."
    )
    say(as_json, took, told(took) + ended)
    if not took.complete:
        raise click.exceptions.Exit(3)


@signal.command("judge")
@click.argument("bank")
@click.argument("number", type=click.UUID)
@click.argument("feedback", type=click.Choice([each.value for each in Feedback]))
@as_somebody
def judge_command(bank: str, number: UUID, feedback: str, login: str, as_json: bool) -> None:
    """Say what the hash NUMBER of BANK is worth. Its number stands with each match."""
    with at_work(login, "bank.manage") as (house, who):
        desk.judge(house.record, house.playbook(), who, bank, HashId(number), Feedback(feedback))
    say(as_json, {"bank": bank, "hash": number, "feedback": feedback}, "It is recorded, and waits to be handed over.")


@signal.command("feedback")
@click.argument("bank")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--again", is_flag=True, help="Also what was handed over before.")
@click.option("--reason", default="", help="NCMEC: the number of the reason for votes against.")
@as_somebody
def feedback_command(bank: str, out: Path, again: bool, reason: str, login: str, as_json: bool) -> None:
    """Write what we think of hashes of BANK to OUT, in the words of its exchange. It counts as said from then on."""
    with at_work(login, "bank.manage") as (house, who):
        out.write_bytes(body := desk.hand_over(house.record, house.playbook(), who, bank, again=again, reason=reason))
    say(as_json, {"file": str(out), "bytes": len(body)}, f"Written to {out}.")


@signal.command("copies")
@click.argument("job", type=click.UUID, required=False)
@click.option("--actioned", type=click.IntRange(0), help="Record the search: how many copies were removed.")
@click.option("--platform-matched", type=click.IntRange(0), default=0, help="Further copies that the platform found.")
@click.option("--platform-kind", "kinds", multiple=True, type=click.Choice([each.value for each in HashKind]))
@click.option("--left", type=click.Choice(list(LEFT)), help="Why fewer were removed than found.")
@as_somebody
def copies_command(
    job: UUID | None,
    actioned: int | None,
    platform_matched: int,
    kinds: tuple[str, ...],
    left: str | None,
    login: str,
    as_json: bool,
) -> None:
    """Removals that owe a search for identical copies; with JOB what is found, with --actioned to record it."""
    with at_work(login, "copies.search") as (house, who):
        if job is not None and actioned is not None:
            confirmed = Confirmed(
                actioned=actioned,
                platform_kinds=tuple(HashKind(each) for each in kinds),
                platform_matched=platform_matched,
                left=ReasonCode(left) if left else None,
            )
            done = desk.record_search(house.record, house.playbook(), who, JobId(job), confirmed)
            return say(as_json, done, f"Recorded: {done.matched + done.platform_matched} found, {done.actioned} removed.")
        with house.record.reading() as look:
            if job is not None:
                found = desk.search(look, house.playbook(), JobId(job))
                words = f"{len(found.copies)} copies among {found.references:,} media, {len(found.banks)} banks searched."
                return say(as_json, found, words)
            owed = desk.tasks(look, house.playbook(), limit=1_000)
    lines = [f"{each.job} since {each.since:%Y-%m-%d %H:%M} UTC, {each.media} hashes known" for each in owed]
    return say(as_json, {"owed": msgspec.to_builtins(owed)}, "\n".join(lines) or "No removal owes a search.")


def told(took: Took) -> str:
    """What became of a file or a question, in words."""
    lines = [f"{took.records:,} records: {took.changed:,} changed, {took.gone:,} of them withdrawn."]
    if took.passed_over:
        lines.append(f"{took.passed_over:,} hashes are of kinds that are not looked up here.")
    if took.unreadable:
        lines.append(f"{took.unreadable:,} records could not be read; nothing was withdrawn for want of them:")
        lines += [f"  {each.place}: {each.message}" for each in took.faults]
    return "\n".join(lines)
