"""``leeward rule``: rules for people at a terminal and for scripts. The same desk as the console, with the same rights."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import msgspec

from leeward.cli import say
from leeward.house import House, open_house, playbook_folder
from leeward.insights.rules import desk, reasons, views
from leeward.insights.rules.share import Share
from leeward.insights.rules.skeleton import skeleton
from leeward.insights.rules.trial import Example, Part, Trial
from leeward.lakeside import lake_folder
from leeward.playbook.diagnostics import PlaybookErrors, suggestion
from leeward.playbook.editor import rule_schema
from leeward.playbook.reader import read_playbook
from leeward.playbook.tried import with_rule
from leeward.record.errors import LeewardError
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.code import EventKind, is_code
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import now
from leeward.settings import read_settings

Command = Callable[..., None]


@click.group()
def rule() -> None:
    """Begin, test and explain rules; see how they do; switch one off."""


class NotYourRight(LeewardError):
    """The roles of this person do not open that."""


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
    @_as_json
    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        command(*arguments, **options)

    return run


def _as_json(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")(command)


@rule.command("new")
@click.argument("code", metavar="NAME")
@click.option("--on", "kind", required=True, help="The kind of event it reads, or `report`.")
@click.option("--in", "directory", type=click.Path(path_type=Path), help="The playbook; without it the one in force.")
@_as_json
def new_command(code: str, kind: str, directory: Path | None, as_json: bool) -> None:
    """Write rules/NAME.toml with everything a rule needs and cases to fill in. NAME is folder/name. Nothing is overwritten."""
    folder = directory or playbook_folder(read_settings())
    if code.count("/") != 1 or not is_code(code) or not all(part and not part.startswith(".") for part in code.split("/")):
        raise click.ClickException(f"{code} is no name for a rule. It is folder/name, as in recruitment/fee_before_contract.")
    path = folder / f"rules/{code}.toml"
    if path.exists():
        raise click.ClickException(f"{path} is there already. Nothing was changed.")
    playbook = read_playbook(folder)
    read = playbook.activity.get(EventKind(kind))
    if read is None:
        raise click.ClickException(f"The playbook knows no {kind}. {suggestion(kind, playbook.activity)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(skeleton(playbook, read))
    except FileExistsError:
        raise click.ClickException(f"{path} is there already. Nothing was changed.") from None
    told = f"{path}\nFill in the condition and the cases, then: leeward rule test {path} --as LOGIN"
    say(as_json, {"path": str(path), "on": kind}, told)


@rule.command("schema")
@click.option("--in", "directory", type=click.Path(path_type=Path), help="The playbook; without it the one in force.")
@click.option("--plain", is_flag=True, help="Without the words of a playbook.")
def schema_command(directory: Path | None, plain: bool) -> None:
    """Print what a rule's file may hold as JSON Schema, for editors: keys, and the playbook's kinds, fields, clauses, labels."""
    playbook = None if plain else read_playbook(directory or playbook_folder(read_settings()))
    click.echo(json.dumps(rule_schema(playbook), indent=2, ensure_ascii=False))


@rule.command("list")
@_as_somebody
def list_command(login: str, as_json: bool) -> None:
    """All rules: state, matches, precision with its interval."""
    with _at_work(login, "rule.view") as (house, _), house.record.reading() as look:
        lines = desk.rule_lines(look, house.playbook(), now())
    told = "\n".join(_line(line) for line in lines)
    say(as_json, {"rules": lines}, told or "The playbook has no rule.")


def _line(line: views.RuleLine) -> str:
    raises = f"  raised {line.failures} times" if line.failures else ""
    return f"{line.code:45} {line.state:7} {line.week:>8,} in 7 days {line.month:>9,} in 30  {_share(line.precision)}{raises}"


@rule.command("test")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--days", type=click.IntRange(1, 400), default=30, show_default=True, help="How far back.")
@click.option("--code", help="Folder/name, where the file does not lie in a folder rules/FOLDER.")
@_as_somebody
def test_command(file: Path, days: int, code: str | None, login: str, as_json: bool) -> None:
    """Check FILE and its cases, and run it over history beside the rules in force. Exit 1 when it does not check.

    Texts are decrypted in memory only, under a recorded purpose; none is printed.
    """
    name = code or f"{file.resolve().parent.name}/{file.stem}"
    with _at_work(login, "rule.draft") as (house, who):
        try:
            candidate, found = with_rule(house.folder, name, file.read_text("utf-8"))
        except PlaybookErrors as problem:
            value = {"rule": name, "sound": False, "errors": problem.diagnostics}
            say(as_json, value, f"{problem.render()}\n\n{len(problem.diagnostics)} to mend.")
            raise click.exceptions.Exit(1) from None
        trial = desk.run(
            house.record, house.playbook(), candidate, found, who, days=days, lake=lake_folder(house), most=10_000_000
        )
    value = {"rule": name, "sound": True, "cases": len(found.cases), "days": days, **msgspec.structs.asdict(trial)}
    say(as_json, value, _told(name, trial, days))


def _told(name: str, trial: Trial, days: int) -> str:
    lines = [
        f"{name}: its cases are kept.",
        f"  matches     {trial.matches:,} of {trial.rows:,} in {days} days, {trial.subjects:,} subjects",
    ]
    if trial.gained is not None:
        lines.append(f"  in force    {trial.gained:,} new, {trial.lost:,} lost against the version in force")
    lines += [
        f"  precision   {_share(trial.precision, 'not defined: no subject it matched is decided')}",
        f"  recall      {_share(trial.recall, 'not defined: no violation is decided among what was read')}",
        *(f"  beside      {each.rule}: {each.both:,} of its {each.matches:,}" for each in trial.overlap[:10]),
        *(line for example in trial.examples for line in _example(example)),
    ]
    if trial.failures:
        lines.append(f"  raised      {trial.failures:,} times instead of answering")
    return "\n".join(lines)


def _share(held: Share | None, nothing: str = "precision not defined yet") -> str:
    return f"{held.share:.2f} [{held.low:.2f}, {held.high:.2f}] n={held.n}" if held else nothing


def _example(example: Example) -> list[str]:
    return [f"  example     {example.id}  {example.at:%Y-%m-%d %H:%M}", *(_part(part) for part in example.parts)]


def _part(part: Part, mark: str = " ") -> str:
    truth = {True: "true", False: "false", None: "unknown"}[part.truth]
    values = ", ".join(f"{name} = {value}" for name, value in part.values.items())
    return f"   {mark} {truth:8} {part.text}" + (f"   ({values})" if values else "")


@rule.command("explain")
@click.argument("number", type=click.UUID, metavar="REPORT|EVENT")
@click.argument("code", metavar="[RULE]", required=False)
@_as_somebody
def explain_command(number: UUID, code: str | None, login: str, as_json: bool) -> None:
    """Say which conjunct decided, with the values as they were: of RULE, or of every rule that reads such an event."""
    with _at_work(login, "rule.explain") as (house, who):
        found = desk.explain(house.record, house.playbook(), number, who, rule=code)
    shown = [each for each in found.rules if each.matched or code]
    lines = [f"{found.kind} {found.id} of {found.at:%Y-%m-%d %H:%M}: {sum(each.matched for each in found.rules)} rules match."]
    for each in shown:
        outcome = "matches" if each.matched else "is unknown, so it does not match" if each.unknown else "does not match"
        lines.append(f"{each.rule} {outcome}" + _state(each))
        lines += [_part(part, ">" if place in each.decided else " ") for place, part in enumerate(each.parts)]
    say(as_json, found, "\n".join(lines))


def _state(each: views.Explained) -> str:
    return {"live": "", "shadow": " (in shadow)", "off": " (switched off)"}[each.state]


@rule.command("off")
@click.argument("code", metavar="RULE")
@click.option("--reason", required=True, type=click.Choice(list(reasons.OFF)), help="Why.")
@_as_somebody
def off_command(code: str, reason: str, login: str, as_json: bool) -> None:
    """Switch RULE off: from the next batch on no process asks it."""
    _switch(code, reason, login, as_json, off=True)


@rule.command("on")
@click.argument("code", metavar="RULE")
@click.option("--reason", required=True, type=click.Choice(list(reasons.ON)), help="Why.")
@_as_somebody
def on_command(code: str, reason: str, login: str, as_json: bool) -> None:
    """Let RULE work again."""
    _switch(code, reason, login, as_json, off=False)


def _switch(code: str, reason: str, login: str, as_json: bool, *, off: bool) -> None:
    with _at_work(login, "rule.switch") as (house, who):
        desk.switch(house.record, house.playbook(), who, code, off=off, reason=reason)
    say(as_json, {"rule": code, "off": off}, f"{code} is {'off' if off else 'on'} from the next batch on.")
