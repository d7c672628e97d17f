"""docs/reference/commands.md: everything that `leeward` does on the command line."""

from collections.abc import Iterator

import click

from leeward.cli import cli
from make.reference.markdown import heading, prose, table, text


def page() -> str:
    """Every command with its arguments and options."""
    lines = heading("Commands", prose(cli.help), "`src/leeward/cli/`")
    for path, command in commands(cli, "leeward"):
        lines += entry(path, command)
    return text(lines)


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, in the order of the group's own help."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command, info_name=path)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        if below is not None and not below.hidden:
            yield from commands(below, f"{path} {name}")


def entry(path: str, command: click.Command) -> list[str]:
    """One command."""
    context = click.Context(command, info_name=path)
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    rows = [_row(parameter, context) for parameter in command.params if not getattr(parameter, "hidden", False)]
    return [f"## {path}", "", prose(command.help), "", f"    {usage}", "", *table(("", "what it does"), rows)]


def _row(parameter: click.Parameter, context: click.Context) -> tuple[str, str]:
    if isinstance(parameter, click.Option):
        help_record = parameter.get_help_record(context)
        names, sentence = help_record if help_record else (parameter.name or "", "")
        return f"`{names}`", prose(sentence)
    return f"`{parameter.make_metavar(context)}`", _kind(parameter)


def _kind(parameter: click.Parameter) -> str:
    if isinstance(parameter.type, click.Choice):
        return "one of " + ", ".join(str(choice) for choice in parameter.type.choices)
    return {"path": "a path", "file": "a file", "text": "text", "integer": "a number", "uuid": "an id"}.get(
        parameter.type.name, ""
    )
