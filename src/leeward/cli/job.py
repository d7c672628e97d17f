"""``leeward job``: the review desk for scripts. The same desk that the console uses, with the same rights and refusals."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

import click
import msgspec

from leeward.cli import say
from leeward.frontline.review import desk, reasons
from leeward.frontline.triage import desk as triage
from leeward.frontline.triage import reasons as moves
from leeward.house import House, open_house
from leeward.record.errors import LeewardError
from leeward.record.facts.review import Step
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.code import AnswerCode, ClauseCode, MeasureCode, QuestionCode
from leeward.record.terms.ids import DecisionId, JobId, PersonId, ReportId, new_id
from leeward.record.terms.moment import now
from leeward.settings import read_settings

Command = Callable[..., None]


@click.group()
def job() -> None:
    """Claim, show, decide and move jobs, as one of the team."""


class NotYourRight(LeewardError):
    """The roles of this person do not open that."""


@contextmanager
def at_work(login: str, right: str) -> Iterator[tuple[House, PersonId]]:
    """The house and who acts, with the right that the console would ask for; what they did is sealed before the command ends."""
    with open_house(read_settings()) as house:
        who = house.person_called(login)
        with house.record.reading() as look:
            roles = desk.roles_of(look, who)
        if not any(right in house.playbook().access.get(role, ()) for role in roles):
            raise NotYourRight(f"It needs {right}.", remedy="Roles stand on the page People, rights in access.toml.")
        yield house, who
        seal_pending(house.record)


def as_somebody(command: Command) -> Command:
    """The options that every command has."""

    @click.option("--as", "login", required=True, help="The login of the person who acts.")
    @click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")
    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        command(*arguments, **options)

    return run


@job.command("claim")
@click.argument("number", type=click.UUID, required=False)
@as_somebody
def claim_command(number: UUID | None, login: str, as_json: bool) -> None:
    """Take the most urgent job for this person, or the job NUMBER. Exit 3 when there is none."""
    with at_work(login, "job.claim") as (house, who):
        if number is None:
            claim = desk.claim_next(house.record, house.playbook(), who)
        else:
            claim = desk.claim(house.record, house.playbook(), who, JobId(number))
    if claim is None:
        say(as_json, {"job": None}, "There is nothing for this person now.")
        raise click.exceptions.Exit(3)
    say(as_json, claim, f"Job {claim.job}, until {claim.lease_until:%H:%M} UTC.")


@job.command("show")
@click.argument("number", type=click.UUID)
@as_somebody
def show_command(number: UUID, login: str, as_json: bool) -> None:
    """Show a job: how it stands, why it is here, by what it can be decided. No text."""
    with at_work(login, "job.view") as (house, who), house.record.reading() as look:
        seen = desk.job_view(look, house.playbook(), who, JobId(number))
    offer = seen.offers[0].policy if seen.offers else None
    value = {
        "job": seen.job,
        "subject": seen.subject,
        "reports": seen.reports,
        "reasons": seen.reasons,
        "clocks": seen.clocks,
        "clauses": [each.policy.id for each in seen.offers if each.suggested],
        "first_question": offer.questions[0].id if offer else None,
    }
    due = f", legal due {seen.job.legal_due:%Y-%m-%d %H:%M}" if seen.job.legal_due else ""
    start = f"start by {seen.job.start_by:%Y-%m-%d %H:%M}{due} UTC"
    lines = [
        f"{seen.job.state} in {seen.job.queue}, severity {int(seen.job.severity)}, {start}",
        *(f"  {each.clause}: {each.signal} ({each.rule})" for each in seen.reasons),
    ]
    say(as_json, value, "\n".join(lines))


@job.command("decide")
@click.argument("number", type=click.UUID)
@click.option("--clause", required=True, help="The policy to decide by, e.g. HE-REC-1.")
@click.option("--path", required=True, help="question:answer,question:answer ... to the end of the policy's tree.")
@click.option("--measure", "measures", multiple=True, help="A measure the ladder offers; may be given several times.")
@click.option("--decision", type=click.UUID, help="Your own number for it: sent twice, it is one decision.")
@as_somebody
def decide_command(
    number: UUID, clause: str, path: str, measures: tuple[str, ...], decision: UUID | None, login: str, as_json: bool
) -> None:
    """Decide the job in hand by a path through the policy's questions."""
    pairs = [step.partition(":") for step in path.split(",") if step]
    steps = tuple(Step(question=QuestionCode(question), answer=AnswerCode(answer)) for question, _, answer in pairs)
    with at_work(login, "job.decide") as (house, who):
        made = desk.decide(
            house.record,
            house.playbook(),
            who,
            JobId(number),
            decision=DecisionId(decision or new_id()),
            clause=ClauseCode(clause),
            path=steps,
            measures=[MeasureCode(measure) for measure in measures],
        )
    ended = made.verdict.value if made.verdict else f"escalated: {made.escalated}"
    say(as_json, made, f"Decided: {ended}. Decision {made.decision}.")


@job.command("undo")
@click.argument("decision", type=click.UUID)
@as_somebody
def undo_command(decision: UUID, login: str, as_json: bool) -> None:
    """Take one's own decision back within the grace period."""
    with at_work(login, "job.decide") as (house, who):
        undone = desk.undo(house.record, house.playbook(), who, DecisionId(decision))
    say(as_json, undone, f"Undone: job {undone.job} is {'in hand' if undone.in_hand else 'open'} again.")


def _giving_up(name: str, right: str, words: str, vocabulary: dict[str, str], does: Callable[..., Any]) -> None:
    """A command that leaves the job to others, for a reason of a closed vocabulary."""

    @job.command(name, help=f"{words} Reasons: {', '.join(vocabulary)}.")
    @click.argument("number", type=click.UUID)
    @click.option("--reason", required=True, type=click.Choice(list(vocabulary)))
    @as_somebody
    def command(number: UUID, reason: str, login: str, as_json: bool) -> None:
        with at_work(login, right) as (house, who):
            does(house.record, house.playbook(), who, JobId(number), reason)
        say(as_json, {"job": str(number), "done": name, "reason": reason}, f"{name.capitalize()}: {number}")


_UP = {code: why for code, why in reasons.ESCALATE.items() if code not in reasons.BY_ITSELF}
_giving_up("skip", "job.decide", "Leave the job in hand to somebody else.", dict(reasons.SKIP), desk.skip)
_giving_up("release", "job.decide", "Give the job in hand back; it keeps its place.", dict(reasons.RELEASE), desk.release)
_giving_up("escalate", "job.escalate", "Ask for a lead.", _UP, desk.escalate)
_giving_up(
    "unassign",
    "job.assign",
    "Let a job that was given to somebody be for everybody again.",
    dict(reasons.TAKE_BACK),
    desk.take_back,
)
_giving_up("resume", "job.hold", "Open a held or escalated job again.", dict(reasons.RESUME), desk.resume)


@job.command("transfer", help=f"Put a job into another queue. Reasons: {', '.join(moves.TRANSFER)}.")
@click.argument("number", type=click.UUID)
@click.option("--queue", required=True, help="The code of the queue, e.g. trafficking.")
@click.option("--reason", required=True, type=click.Choice(list(moves.TRANSFER)))
@as_somebody
def transfer_command(number: UUID, queue: str, reason: str, login: str, as_json: bool) -> None:
    """Put a job into another queue."""
    with at_work(login, "job.transfer") as (house, who):
        moved = triage.transfer(house.record, house.playbook(), who, JobId(number), queue, reason)
    say(as_json, moved, f"Job {moved.job} is in {moved.queue}.")


@job.command("split", help=f"Make a job of its own of some of a job's reports. Reasons: {', '.join(moves.SPLIT)}.")
@click.argument("number", type=click.UUID)
@click.option(
    "--report", "reports", multiple=True, required=True, type=click.UUID, help="A report that goes; may be given again."
)
@click.option("--reason", required=True, type=click.Choice(list(moves.SPLIT)))
@as_somebody
def split_command(number: UUID, reports: tuple[UUID, ...], reason: str, login: str, as_json: bool) -> None:
    """Make a job of its own of some of a job's reports."""
    chosen = [ReportId(each) for each in reports]
    with at_work(login, "job.transfer") as (house, who):
        moved = triage.split(house.record, house.playbook(), who, JobId(number), chosen, reason)
    say(as_json, moved, f"Job {moved.part} holds them now.")


@job.command("merge", help=f"Decide other jobs with a job. Reasons: {', '.join(moves.MERGE)}.")
@click.argument("number", type=click.UUID)
@click.option("--with", "others", multiple=True, required=True, type=click.UUID, help="A job that comes; may be given again.")
@click.option("--reason", required=True, type=click.Choice(list(moves.MERGE)))
@as_somebody
def merge_command(number: UUID, others: tuple[UUID, ...], reason: str, login: str, as_json: bool) -> None:
    """Decide other jobs with a job."""
    coming = [JobId(each) for each in others]
    with at_work(login, "job.transfer") as (house, who):
        moved = triage.merge(house.record, house.playbook(), who, JobId(number), coming, reason)
    say(as_json, moved, f"Job {moved.job} in {moved.queue} decides {len(coming)} more.")


@job.command("take-back")
@click.argument("number", type=click.UUID)
@as_somebody
def take_back_command(number: UUID, login: str, as_json: bool) -> None:
    """Take the last transfer, split or merge of a job back, while nothing else has happened to it."""
    with at_work(login, "job.transfer") as (house, who):
        moved = triage.take_back(house.record, house.playbook(), who, JobId(number))
    say(as_json, moved, f"Taken back: job {moved.job} is in {moved.queue}.")


@job.command("assign", help=f"Give a job to somebody who may take it. Reasons: {', '.join(reasons.ASSIGN)}.")
@click.argument("number", type=click.UUID)
@click.option("--to", required=True, help="The login of the person who gets it.")
@click.option("--reason", required=True, type=click.Choice(list(reasons.ASSIGN)))
@click.option("--hours", type=click.IntRange(1, 8), help="So long it waits for them; else as long as its queue promises a start.")
@as_somebody
def assign_command(number: UUID, to: str, reason: str, hours: int | None, login: str, as_json: bool) -> None:
    """Give a job to somebody who may take it."""
    with at_work(login, "job.assign") as (house, who):
        somebody = house.person_called(to)
        given = desk.assign(house.record, house.playbook(), who, JobId(number), somebody, reason, hours=hours)
    say(as_json, given, f"Job {given.job} waits for {to} until {given.until:%Y-%m-%d %H:%M} UTC.")


@job.command("hold")
@click.argument("number", type=click.UUID)
@click.option("--reason", required=True, type=click.Choice(list(reasons.HOLD)))
@click.option("--hours", default=24, show_default=True, type=click.IntRange(1, 720))
@as_somebody
def hold_command(number: UUID, reason: str, hours: int, login: str, as_json: bool) -> None:
    """Let the job in hand wait. A legal clock does not."""
    until = now() + timedelta(hours=hours)
    with at_work(login, "job.hold") as (house, who):
        desk.hold(house.record, house.playbook(), who, JobId(number), reason, until)
    say(as_json, {"job": str(number), "until": msgspec.to_builtins(until)}, f"On hold until {until:%Y-%m-%d %H:%M} UTC.")
