"""The command line. Sub-commands are loaded when they are asked for, so that ``leeward --help`` answers at once."""

import json
import os
import sys
from importlib import import_module
from typing import Any

import click
import msgspec

COMMANDS = {
    "demo": "server",
    "up": "server",
    "init": "playbook",
    "check": "playbook",
    "import": "importing",
    "export": "exporting",
    "clock": "clock",
    "statement": "statement",
    "job": "job",
    "appeal": "appeal",
    "reporter": "reporter",
    "ladder": "ladder",
    "label": "label",
    "quality": "quality",
    "prevalence": "prevalence",
    "pattern": "pattern",
    "lake": "lake",
    "rule": "rule",
    "trend": "trend",
    "measure": "measure",
    "board": "board",
    "workload": "workload",
    "driver": "driver",
    "signal": "signal",
    "ledger": "ledger",
    "vault": "vault",
}
"""Command -> the module of this package it stands in, where it is called ``<command>_command`` or ``<command>``."""


class Lazy(click.Group):
    """A group whose commands are modules that are imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"leeward.cli.{COMMANDS[cmd_name]}")
        found = getattr(module, f"{cmd_name}_command", None) or getattr(module, cmd_name)
        assert isinstance(found, click.Command)
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from leeward.playbook.diagnostics import suggestion

            hint = suggestion(args[0], COMMANDS)
            ctx.fail(f"There is no command '{args[0]}'." + (f" {hint}" if hint else ""))
        return super().resolve_command(ctx, args)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="leeward")
def cli() -> None:
    """Leeward: the operations platform for teams that protect people from exploitation."""


def main() -> None:
    """The entry point: what goes wrong is said in one line, with its remedy; a broken pipe is not an error."""
    from leeward.record.errors import LeewardError

    # Our matrices are small and many: threads of the linear algebra would wait for each other, on a busy machine for long.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        ended = cli(standalone_mode=False)  # the exit code, where a command asked for one
        sys.exit(ended if isinstance(ended, int) else 0)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (LeewardError, ValueError) as problem:
        click.echo(f"leeward: {problem}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def say(as_json: bool, value: Any, text: str) -> None:
    """Print ``value`` as one JSON object, or ``text`` for people."""
    click.echo(json.dumps(msgspec.to_builtins(value)) if as_json else text)
