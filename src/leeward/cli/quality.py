"""``leeward quality``: samples, second looks, figures, calibrations, acknowledgments for scripts, with the console's rights."""

from collections.abc import Sequence
from uuid import UUID

import click
import msgspec

from leeward.cli import say
from leeward.cli.job import as_somebody, at_work
from leeward.frontline.quality import desk, reasons
from leeward.frontline.quality.desk import calibrating, measuring, reading
from leeward.frontline.quality.proportions import Share
from leeward.frontline.quality.views import Session
from leeward.playbook.tree import steps_of
from leeward.record.facts.quality import Measured
from leeward.record.terms.code import ClauseCode
from leeward.record.terms.ids import CalibrationId, CheckId
from leeward.record.terms.moment import now

_BACK = {**reasons.RELEASE, **reasons.RECUSE}
_days = click.option("--days", default=30, show_default=True, type=click.IntRange(1, 3_650), help="How far back.")
_path = click.option("--path", required=True, help="question:answer,question:answer ... to the end of the policy's tree.")


@click.group()
def quality() -> None:
    """Look at decisions again, and see how right people and rules are."""


@quality.command("draw")
@as_somebody
def draw_command(login: str, as_json: bool) -> None:
    """Let every plan draw now, from what was decided since it last did and can no longer be undone."""
    with at_work(login, "quality.manage") as (house, who):
        until = now()
        drawn = desk.draw_samples(house.record, house.playbook(), who, until)
    told = [f"{each.plan}: {each.planned} of {each.size} since {each.since:%Y-%m-%d %H:%M} UTC" for each in drawn]
    say(as_json, {"draws": msgspec.to_builtins(drawn)}, "\n".join(told) or "There is nothing to draw from.")


@quality.command("overview")
@_days
@as_somebody
def overview_command(days: int, login: str, as_json: bool) -> None:
    """Accuracy, agreement beside the experts' ceiling, samples planned and achieved, cohorts that stand out."""
    with at_work(login, "quality.view") as (house, _), house.record.reading() as look:
        seen = measuring.overview(look, now(), days)
    out = [f"{kind} {each.name}: {_share(each.gap)}" for kind, some in seen.cohorts.items() for each in some if each.stands_out]
    lines = [
        f"accuracy {_share(seen.accuracy)}; critical mistakes {_share(seen.critical)}",
        f"second looks: {seen.achieved} of {seen.planned} planned",
        *(f"agreement, {each.name}: alpha {_number(each.alpha.value)}, AC1 {_number(each.ac1.value)}, n {each.alpha.items}"
          for each in (seen.everything, seen.ceiling, *seen.queues)),
        *(f"stands out: {each}" for each in out),
    ]  # fmt: skip
    say(as_json, msgspec.to_builtins(seen, str_keys=True), "\n".join(lines))


@quality.command("card")
@_days
@click.option("--of", "other", help="The login of whose scorecard it is; one's own when left out.")
@as_somebody
def card_command(days: int, other: str | None, login: str, as_json: bool) -> None:
    """A scorecard: one's own, or with the right to see all, somebody else's."""
    with at_work(login, "quality.view" if other else "quality.look") as (house, who):
        person = house.person_called(other) if other else who
        with house.record.reading() as look:
            card = measuring.card(look, now(), days, person)
    grades = ", ".join(f"{grade.value} {count}" for grade, count in card.grades.items())
    text = f"{card.name}: right {_share(card.accuracy)}; mistakes: {grades}; golden items {_share(card.golden)}"
    say(as_json, msgspec.to_builtins(card, str_keys=True), text)


@quality.command("rules")
@_days
@as_somebody
def rules_command(days: int, login: str, as_json: bool) -> None:
    """The scorecards of rules: precision on checked decisions, by clause."""
    with at_work(login, "quality.view") as (house, _), house.record.reading() as look:
        lines = measuring.rules(look, now(), days)
    told = [f"{each.rule} {each.clause}: {_share(each.precision)}" for each in lines]
    say(as_json, {"rules": msgspec.to_builtins(lines)}, "\n".join(told) or "No decision with a rule's lead was checked.")


@quality.command("next")
@as_somebody
def next_command(login: str, as_json: bool) -> None:
    """Take the next second look for this person. Exit 3 when there is none."""
    with at_work(login, "quality.look") as (house, who):
        taken = desk.claim_next(house.record, house.playbook(), who)
    if taken is None:
        say(as_json, {"check": None}, "There is no second look for this person now.")
        raise click.exceptions.Exit(3)
    say(as_json, taken, f"Second look {taken.check}, until {taken.lease_until:%H:%M} UTC.")


@quality.command("look")
@click.argument("number", type=click.UUID)
@click.option("--clause", required=True, help="The policy to look by, e.g. HE-REC-1.")
@_path
@click.option("--note", help="A note. It is kept encrypted.")
@as_somebody
def look_command(number: UUID, clause: str, path: str, note: str | None, login: str, as_json: bool) -> None:
    """Answer the policy's questions for the second look in hand."""
    with at_work(login, "quality.look") as (house, who):
        made = desk.take_look(
            house.record, house.playbook(), who, CheckId(number), clause=ClauseCode(clause), path=steps_of(path), note=note
        )
    say(as_json, made, "Noted." if made.verdict else "An expert looks at it now.")


@quality.command("release", help=f"Give the second look in hand back. Reasons: {', '.join(_BACK)}.")
@click.argument("number", type=click.UUID)
@click.option("--reason", required=True, type=click.Choice(list(_BACK)))
@as_somebody
def release_command(number: UUID, reason: str, login: str, as_json: bool) -> None:
    """Give the second look in hand back."""
    with at_work(login, "quality.look") as (house, who):
        desk.release(house.record, who, CheckId(number), reason)
    say(as_json, {"check": str(number), "done": "release", "reason": reason}, f"Given back: {number}")


@quality.command("dispute")
@click.argument("number", type=click.UUID)
@click.option("--why", required=True, help="Why one sees it differently. It is kept encrypted.")
@as_somebody
def dispute_command(number: UUID, why: str, login: str, as_json: bool) -> None:
    """Disagree with the finding on one's own decision; another expert looks."""
    with at_work(login, "quality.look") as (house, who):
        desk.dispute(house.record, house.playbook(), who, CheckId(number), why)
    say(as_json, {"check": str(number), "done": "dispute"}, "Another expert looks at it.")


@quality.command("cause")
@click.argument("number", type=click.UUID)
@click.option("--cause", required=True, help="One of the causes in quality.toml.")
@as_somebody
def cause_command(number: UUID, cause: str, login: str, as_json: bool) -> None:
    """Say why a decision was wrong."""
    with at_work(login, "quality.judge") as (house, who):
        desk.name_cause(house.record, house.playbook(), who, CheckId(number), cause)
    say(as_json, {"check": str(number), "cause": cause}, f"Noted: {cause}")


@quality.command("calibrate")
@click.argument("golden_set")
@click.option("--with", "logins", multiple=True, help="The login of somebody to ask; may be given several times.")
@as_somebody
def calibrate_command(golden_set: str, logins: tuple[str, ...], login: str, as_json: bool) -> None:
    """Open a calibration on a golden set: for those named, or for everybody certified for its work."""
    with at_work(login, "quality.manage") as (house, who):
        people = [house.person_called(each) for each in logins]
        session = calibrating.open_calibration(house.record, house.playbook(), who, golden_set, people)
    say(as_json, {"calibration": str(session)}, f"Calibration {session} is open.")


@quality.command("calibrations")
@as_somebody
def calibrations_command(login: str, as_json: bool) -> None:
    """Calibrations, the latest first, with the agreement before and after."""
    with at_work(login, "quality.look") as (house, _), house.record.reading() as look:
        found = calibrating.sessions(look)
    told = [f"{each.id} {each.golden_set} {each.clause} version {each.clause_version}: {_rounds(each)}" for each in found]
    say(as_json, {"calibrations": msgspec.to_builtins(found)}, "\n".join(told) or "None.")


@quality.command("answer")
@click.argument("number", type=click.UUID)
@click.argument("item")
@_path
@as_somebody
def answer_command(number: UUID, item: str, path: str, login: str, as_json: bool) -> None:
    """Answer an item of a calibration, in the round that is open."""
    with at_work(login, "quality.look") as (house, who):
        calibrating.answer(house.record, house.playbook(), who, CalibrationId(number), item, steps_of(path))
    say(as_json, {"calibration": str(number), "item": item}, "Noted.")


@quality.command("discussed")
@click.argument("number", type=click.UUID)
@as_somebody
def discussed_command(number: UUID, login: str, as_json: bool) -> None:
    """All have talked: open the second round."""
    with at_work(login, "quality.manage") as (house, who):
        calibrating.discussed(house.record, who, CalibrationId(number))
    say(as_json, {"calibration": str(number), "round": "after"}, "The second round is open.")


@quality.command("key")
@click.argument("number", type=click.UUID)
@click.argument("item")
@_path
@as_somebody
def key_command(number: UUID, item: str, path: str, login: str, as_json: bool) -> None:
    """Change the answer key of an item that the talk showed to be wrong."""
    with at_work(login, "quality.manage") as (house, who):
        calibrating.change_key(house.record, house.playbook(), who, CalibrationId(number), item, steps_of(path))
    say(as_json, {"calibration": str(number), "item": item, "path": path}, "Changed. Write it into the set's file too.")


@quality.command("close")
@click.argument("number", type=click.UUID)
@as_somebody
def close_command(number: UUID, login: str, as_json: bool) -> None:
    """End a calibration; the agreement of both rounds is written down."""
    with at_work(login, "quality.manage") as (house, who):
        before, after = calibrating.close(house.record, house.playbook(), who, CalibrationId(number))
    value = {"before": msgspec.to_builtins(before), "after": msgspec.to_builtins(after)}
    say(as_json, value, f"Before: {_measured(before)}. After: {_measured(after)}.")


@quality.command("acknowledge")
@click.argument("clause")
@as_somebody
def acknowledge_command(clause: str, login: str, as_json: bool) -> None:
    """Say that one has read a policy in its present version."""
    with at_work(login, "quality.look") as (house, who):
        fresh = reading.acknowledge(house.record, house.playbook(), who, clause)
    say(as_json, {"clause": clause, "fresh": fresh}, "Noted." if fresh else "You had said so before.")


@quality.command("gate")
@click.argument("clauses", nargs=-1)
@as_somebody
def gate_command(clauses: Sequence[str], login: str, as_json: bool) -> None:
    """Whether policies may go live: read by enough people, and calibrated. Exit 3 when one of them may not."""
    with at_work(login, "quality.view") as (house, _), house.record.reading() as look:
        asked = clauses or sorted(house.playbook().policies)
        found = {clause: reading.gate_of(look, house.playbook(), clause) for clause in asked}
    told = [f"{clause}: {' '.join(each.lacks) or 'may go live'}" for clause, each in found.items()]
    say(as_json, {clause: msgspec.to_builtins(each) for clause, each in found.items()}, "\n".join(told))
    if not all(each.open for each in found.values()):
        raise click.exceptions.Exit(3)


def _share(share: Share) -> str:
    if share.value is None:
        return "unknown, n 0"
    return f"{share.value:.1%} [{share.low:.1%}, {share.high:.1%}], n {share.of}"


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2f}"


def _measured(found: Measured) -> str:
    return f"alpha {_number(found.alpha)}, {found.met} of {found.answers} met the key"


def _rounds(each: Session) -> str:
    return f"{_measured(each.before)}; then {_measured(each.after)}" if each.before and each.after else "open"
