"""``leeward measure``: measures for people at a terminal and for scripts."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from leeward.cli import say
from leeward.playbook.diagnostics import Diagnostic, PlaybookErrors
from leeward.playbook.measures.gauge import Gauge
from leeward.playbook.measures.trying import try_cases
from leeward.playbook.measures.views import views_of
from leeward.playbook.model import Playbook
from leeward.playbook.reader import read_playbook

_as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")
_directory = click.option("--in", "directory", type=click.Path(path_type=Path), help="The playbook; without it the one in force.")


@click.group()
def measure() -> None:
    """Check, run and explain measures: SQL over the lake with a definition, n and an interval."""


@measure.command("list")
@_directory
@_as_json
def list_command(directory: Path | None, as_json: bool) -> None:
    """Name all measures: what each answers, its unit, version, interval and guardrail."""
    gauges = sorted(_read(directory).gauges.values(), key=lambda each: each.code)
    lines = [f"{each.code:36} v{each.version}  {each.statistic} ({each.unit})  {each.question}" for each in gauges]
    say(as_json, {"measures": [_shown(each) for each in gauges]}, "\n".join(lines) or "The playbook has no measure.")


@measure.command("check")
@click.argument("codes", metavar="[MEASURE]...", nargs=-1)
@_directory
@_as_json
def check_command(codes: Sequence[str], directory: Path | None, as_json: bool) -> None:
    """Check all measures, or those named, and run their cases. Exit 1 when something is wrong.

    Nothing but the playbook is read: no database and no lake.
    """
    try:
        playbook = _read(directory)
        gauges = chosen(playbook, codes)
    except PlaybookErrors as problem:
        _wrong(problem.diagnostics, as_json)
        raise click.exceptions.Exit(1) from None
    views = views_of(playbook.activity)
    findings = [finding for each in gauges for finding in try_cases(each, views)]
    if findings:
        _wrong(findings, as_json)
        raise click.exceptions.Exit(1)
    cases = sum(len(each.cases) for each in gauges)
    value = {"sound": True, "measures": [each.code for each in gauges], "cases": cases, "errors": []}
    say(as_json, value, f"{len(gauges)} measures are sound, and their {cases} cases are kept.")


def _wrong(findings: Iterable[Diagnostic], as_json: bool) -> None:
    problems = PlaybookErrors(findings)
    value = {"sound": False, "errors": problems.diagnostics}
    say(as_json, value, f"{problems.render()}\n\n{len(problems.diagnostics)} to mend.")


def chosen(playbook: Playbook, codes: Sequence[str]) -> list[Gauge]:
    """The measures that are named, or all. A folder names all in it."""
    from leeward.playbook.diagnostics import suggestion

    gauges = sorted(playbook.gauges.values(), key=lambda each: each.code)
    for code in codes:
        if not any(_is_named(each, code) for each in gauges):
            raise click.ClickException(f"The playbook has no measure {code}. {suggestion(code, playbook.gauges)}")
    return [each for each in gauges if not codes or any(_is_named(each, code) for code in codes)]


def _is_named(gauge: Gauge, code: str) -> bool:
    return gauge.code == code or gauge.subject == code.rstrip("/")


def _read(directory: Path | None) -> Playbook:
    if directory is not None:
        return read_playbook(directory)
    # Imported here: a check of a folder needs no database driver.
    from leeward.house import playbook_folder
    from leeward.settings import read_settings

    return read_playbook(playbook_folder(read_settings()))


def _shown(gauge: Gauge) -> dict[str, object]:
    return {
        "measure": gauge.code,
        "version": gauge.version,
        "name": gauge.name,
        "question": gauge.question,
        "unit": gauge.unit,
        "statistic": gauge.statistic,
        "interval": gauge.interval,
        "minimum": gauge.minimum,
        "period": gauge.period,
        "dimensions": gauge.dimensions,
        "guardrail": gauge.guardrail,
        "digest": gauge.digest,
    }
