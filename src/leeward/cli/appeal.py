"""``leeward appeal``: the desk of appeals for scripts. The same desk that the console uses, with the same rights and refusals."""

from uuid import UUID

import click
import msgspec

from leeward.cli import say
from leeward.cli.job import as_somebody, at_work
from leeward.frontline.appeals import desk, reasons
from leeward.frontline.appeals.described import AppealIn
from leeward.playbook.tree import steps_of
from leeward.record.terms.appeal import AppealState, Appellant
from leeward.record.terms.code import ClauseCode, MeasureCode, SourceCode
from leeward.record.terms.ids import AppealId, DecisionId, ReportId


@click.group()
def appeal() -> None:
    """Take appeals in, hear them and decide them, as one of the team."""


@appeal.command("list")
@click.option("--state", default="open", show_default=True, type=click.Choice([each.value for each in AppealState]))
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@as_somebody
def list_command(state: str, limit: int, login: str, as_json: bool) -> None:
    """Appeals that wait, in their order of work; or those in another state."""
    with at_work(login, "appeal.view") as (house, who), house.record.reading() as look:
        lines = desk.appeals(look, house.playbook(), who, AppealState(state), limit=limit)
    told = [
        f"{each.id} severity {int(each.severity)}, start by {each.start_by:%Y-%m-%d %H:%M} UTC, by {each.appellant.value}"
        f"{', expedited' if each.expedited else ''}{', late' if each.late else ''}: {each.outcome or each.state.value}"
        for each in lines
    ]
    say(as_json, {"appeals": msgspec.to_builtins(lines)}, "\n".join(told) or "None.")


@appeal.command("lodge")
@click.option("--by", required=True, type=click.Choice([each.value for each in Appellant]), help="Who appeals.")
@click.option("--decision", type=click.UUID, help="The decision. Who reported may name the report alone.")
@click.option("--report", type=click.UUID, help="The report that was turned down.")
@click.option("--text", help="What they say. It is kept encrypted.")
@click.option("--language", help="Of the text, e.g. es.")
@click.option("--id", "key", help="Your own number for it: sent twice, it is one appeal.")
@as_somebody
def lodge_command(
    by: str, decision: UUID | None, report: UUID | None, text: str | None, language: str | None, key: str | None, login: str,
    as_json: bool,
) -> None:  # fmt: skip
    """Take an appeal in for somebody."""
    arrival = AppealIn(
        appellant=Appellant(by), decision=DecisionId(decision) if decision else None, text=text, language=language, id=key,
        report=ReportId(report) if report else None,
    )  # fmt: skip
    with at_work(login, "appeal.create") as (house, who):
        taken = desk.lodge(house.record, house.playbook(), arrival, door=SourceCode("command"), actor=who)
    say(as_json, taken, f"Appeal {taken.id}, {taken.status}; a decision is promised by {taken.due:%Y-%m-%d %H:%M} UTC.")


@appeal.command("claim")
@click.argument("number", type=click.UUID, required=False)
@as_somebody
def claim_command(number: UUID | None, login: str, as_json: bool) -> None:
    """Take the first appeal in the order of work for this person, or the appeal NUMBER. Exit 3 when there is none."""
    with at_work(login, "appeal.decide") as (house, who):
        if number is None:
            taken = desk.claim_next(house.record, house.playbook(), who)
        else:
            taken = desk.claim(house.record, house.playbook(), who, AppealId(number))
    if taken is None:
        say(as_json, {"appeal": None}, "There is no appeal for this person now.")
        raise click.exceptions.Exit(3)
    say(as_json, taken, f"Appeal {taken.appeal}, until {taken.lease_until:%H:%M} UTC.")


@appeal.command("show")
@click.argument("number", type=click.UUID)
@as_somebody
def show_command(number: UUID, login: str, as_json: bool) -> None:
    """Show an appeal: how it stands, and the decision it is against. No text."""
    with at_work(login, "appeal.view") as (house, who), house.record.reading() as look:
        seen = desk.appeal_view(look, house.playbook(), who, AppealId(number))
    found, first = seen.appeal, seen.first
    value = {"appeal": found, "first": first, "clauses": [each.policy.id for each in seen.offers], "barred": seen.barred}
    ended = f", {found.outcome.value}" if found.outcome else ""
    lines = [
        f"{found.state.value}{ended}; by {found.appellant.value}, start by {found.start_by:%Y-%m-%d %H:%M} UTC",
        f"  against {first.verdict.value} {first.clause or ''}, in force since {first.effective:%Y-%m-%d %H:%M} UTC",
        *([f"  {seen.barred}"] if seen.barred else []),
    ]
    say(as_json, value, "\n".join(lines))


@appeal.command("decide")
@click.argument("number", type=click.UUID)
@click.option("--clause", required=True, help="The policy to decide by, e.g. HE-REC-1.")
@click.option("--path", required=True, help="question:answer,question:answer ... to the end of the policy's tree.")
@click.option("--measure", "measures", multiple=True, help="What stays, or follows; may be given several times.")
@click.option("--told", required=True, help="The reasons for whoever appealed. They are kept encrypted.")
@click.option("--note", help="A note, only for us. It is kept encrypted.")
@as_somebody
def decide_command(
    number: UUID, clause: str, path: str, measures: tuple[str, ...], told: str, note: str | None, login: str, as_json: bool
) -> None:
    """Decide the appeal in hand by a path through the policy's questions. The outcome follows from it."""
    with at_work(login, "appeal.decide") as (house, who):
        made = desk.decide(
            house.record,
            house.playbook(),
            who,
            AppealId(number),
            clause=ClauseCode(clause),
            path=steps_of(path),
            measures=[MeasureCode(measure) for measure in measures],
            told=told,
            note=note,
        )
    say(as_json, made, f"{made.outcome.value.capitalize()}." if made.outcome else f"A lead hears it now: {made.escalated}.")


@appeal.command("undo")
@click.argument("number", type=click.UUID)
@as_somebody
def undo_command(number: UUID, login: str, as_json: bool) -> None:
    """Take one's own decision on an appeal back within the grace period."""
    with at_work(login, "appeal.decide") as (house, who):
        in_hand = desk.undo(house.record, house.playbook(), who, AppealId(number))
    say(as_json, {"appeal": str(number), "in_hand": in_hand}, f"Undone: it is {'in hand' if in_hand else 'open'} again.")


@appeal.command("assign")
@click.argument("number", type=click.UUID)
@click.option("--to", required=True, help="The login of the person who is to hear it.")
@as_somebody
def assign_command(number: UUID, to: str, login: str, as_json: bool) -> None:
    """Give an appeal to somebody who may hear it."""
    with at_work(login, "appeal.assign") as (house, who):
        taken = desk.assign(house.record, house.playbook(), who, AppealId(number), house.person_called(to))
    say(as_json, taken, f"Appeal {taken.appeal} is theirs until {taken.lease_until:%H:%M} UTC.")


_BACK = {**reasons.RELEASE, **reasons.RECUSE}


@appeal.command("release", help=f"Give the appeal in hand back. Reasons: {', '.join(_BACK)}.")
@click.argument("number", type=click.UUID)
@click.option("--reason", required=True, type=click.Choice(list(_BACK)))
@as_somebody
def release_command(number: UUID, reason: str, login: str, as_json: bool) -> None:
    """Give the appeal in hand back."""
    with at_work(login, "appeal.decide") as (house, who):
        desk.release(house.record, who, AppealId(number), reason)
    say(as_json, {"appeal": str(number), "done": "release", "reason": reason}, f"Given back: {number}")


@appeal.command("withdraw", help=f"Withdraw an appeal for whoever asks no longer. Reasons: {', '.join(reasons.WITHDRAW)}.")
@click.argument("number", type=click.UUID)
@click.option("--reason", required=True, type=click.Choice(list(reasons.WITHDRAW)))
@as_somebody
def withdraw_command(number: UUID, reason: str, login: str, as_json: bool) -> None:
    """Withdraw an appeal."""
    with at_work(login, "appeal.create") as (house, who):
        desk.withdraw(house.record, who, AppealId(number), reason)
    say(as_json, {"appeal": str(number), "done": "withdraw", "reason": reason}, f"Withdrawn: {number}")
