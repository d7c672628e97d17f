"""``leeward measure``: measures for people at a terminal and for scripts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from leeward.cli import say
from leeward.playbook.diagnostics import Diagnostic, PlaybookErrors
from leeward.playbook.measures.asking import Period
from leeward.playbook.measures.gauge import Gauge, Grain
from leeward.playbook.measures.periods import periods
from leeward.playbook.measures.reckoning import WHY, Cell
from leeward.playbook.measures.suppression import suppressed
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


@measure.command("run")
@click.argument("code", metavar="MEASURE")
@click.option(
    "--periods", "number", type=click.IntRange(1, 60), default=8, show_default=True, help="How many; the last one runs."
)
@click.option(
    "--period", "grain", type=click.Choice([each.value for each in Grain]), help="How long each; else as its header says."
)
@click.option("--by", "by", default="", help="Split by a dimension, or by two: queue,language.")
@click.option("--as-of", "as_of", metavar="MOMENT", help="From what was recorded by then, e.g. 2026-11-24T12:00:00Z.")
@_as_json
def run_command(code: str, number: int, grain: str | None, by: str, as_of: str | None, as_json: bool) -> None:
    """Count MEASURE over the lake now. Small cells are hidden as on its page; closed periods are not changed by it."""
    from leeward.house import open_house
    from leeward.insights.measures import desk
    from leeward.lakeside import lake_folder
    from leeward.record.terms.moment import now
    from leeward.settings import read_settings

    moment = _moment(as_of) if as_of else now()
    with open_house(read_settings()) as house:
        gauge = desk.gauge_of(house.playbook(), code)
        splits = desk.splits_of(gauge, [name for name in by.split(",") if name])
        asked = periods(Grain(grain) if grain else gauge.period, number, moment)
        cells = desk.count(house.record, house.playbook(), lake_folder(house), gauge, asked, splits, as_of=moment)
    shown = suppressed(cells, gauge.minimum)
    value = {**_shown(gauge), "as_of": moment.isoformat(), "results": [_result(gauge, asked, cell) for cell in shown]}
    say(as_json, value, _told(gauge, asked, shown))


def _result(gauge: Gauge, asked: Sequence[Period], cell: Cell) -> dict[str, Any]:
    """A result as programs read it."""
    period = asked[cell.period]
    numbers = {name: value for name, value in msgspec.structs.asdict(cell).items() if name not in ("period", "by")}
    head = {"measure": gauge.code, "version": gauge.version, "start": period.start.isoformat(), "end": period.end.isoformat()}
    return {**head, "by": dict(cell.by), **numbers}


def _told(gauge: Gauge, asked: Sequence[Period], cells: Sequence[Cell]) -> str:
    lines = [f"{gauge.name} ({gauge.statistic}, {gauge.unit}), version {gauge.version}: {gauge.question}"]
    for cell in cells:
        named = ", ".join(f"{name} {value}" for name, value in cell.by) or "everything"
        lines.append(f"{asked[cell.period].start:%Y-%m-%d}  {named:40} {spoken(cell)}")
    return "\n".join(lines)


def spoken(cell: Cell) -> str:
    """A result in a line."""
    if cell.value is None:
        return WHY[str(cell.reason)]
    interval = f" [{_number(cell.low)}, {_number(cell.high)}]" if cell.low is not None or cell.high is not None else ""
    return f"{_number(cell.value)}{interval} n={cell.n}"


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:.4g}" if abs(value) < 10_000 else f"{value:,.0f}"


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise click.ClickException(f"{text!r} is no moment with a time zone; write e.g. 2026-11-24T12:00:00Z.")
    return moment


@measure.command("explain")
@click.argument("code", metavar="MEASURE")
@_as_json
def explain_command(code: str, as_json: bool) -> None:
    """Say what MEASURE is: its definition, its versions, its guardrail and target, and the query that is put to DuckDB."""
    from leeward.house import open_house
    from leeward.insights.measures import desk
    from leeward.record.terms.moment import now
    from leeward.settings import read_settings

    with open_house(read_settings()) as house:
        gauge = desk.gauge_of(house.playbook(), code)
        found = desk.explanation(house.record, house.playbook(), gauge, periods(gauge.period, 1, now())[0])
        target = next((each for each in house.playbook().targets if each.measure == gauge.code), None)
    versions = [{"version": number, "since": since.isoformat(), "in_force": same} for number, since, same in found.versions]
    value = {
        **_shown(gauge),
        "numerator": gauge.numerator,
        "denominator": gauge.denominator,
        "clock": gauge.clock,
        "exclusions": gauge.exclusions,
        "owner": gauge.owner,
        "reads": gauge.reads,
        "target": None if target is None else {"at_most": target.at_most, "at_least": target.at_least, "warn": target.warn},
        "versions": versions,
        "text": gauge.sql,
        "sql": found.sql,
    }
    say(as_json, value, _explained(gauge, versions, found.sql))


def _explained(gauge: Gauge, versions: Sequence[dict[str, Any]], sql: str) -> str:
    said = {
        "one row is": gauge.counts,
        "value": f"{gauge.statistic}, {gauge.unit}",
        "numerator": gauge.numerator,
        "denominator": gauge.denominator,
        "clock": gauge.clock,
        "left out": gauge.exclusions,
        "interval": gauge.interval.value + (f", because {gauge.no_interval}" if gauge.no_interval else ""),
        "minimum": str(gauge.minimum),
        "period": f"{gauge.period.value}, closed {gauge.settles} after its end",
        "dimensions": ", ".join(gauge.dimensions) or "none",
        "guardrail": gauge.guardrail or f"none, because {gauge.unguarded}",
        "owner": gauge.owner,
        "versions": ", ".join(f"{each['version']} since {each['since'][:10]}" for each in versions) or "not counted yet",
    }
    lines = [f"{gauge.code}, version {gauge.version}: {gauge.name}", gauge.question, ""]
    lines += [f"  {key:12} {value}" for key, value in said.items()]
    return "\n".join([*lines, "", gauge.sql, "", "-- as it is put to DuckDB, for the period that runs:", sql])


@measure.command("recount")
@click.argument("code", metavar="MEASURE")
@click.argument("start", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--as", "login", required=True, help="The login of the person who acts.")
@_as_json
def recount_command(code: str, start: datetime, login: str, as_json: bool) -> None:
    """Count the closed period of MEASURE that begins on DAY again, and say what differs. What was closed stays."""
    from datetime import UTC

    from leeward.house import open_house
    from leeward.insights.measures import desk
    from leeward.lakeside import lake_folder
    from leeward.record.errors import LeewardError
    from leeward.record.ledger.seal import seal_pending
    from leeward.settings import read_settings

    with open_house(read_settings()) as house:
        who = house.person_called(login)
        if "measure.recount" not in house.rights_of(who):
            raise LeewardError("It needs measure.recount.", remedy="Roles stand on the page People, rights in access.toml.")
        gauge, begins = desk.gauge_of(house.playbook(), code), start.replace(tzinfo=UTC)
        found = desk.recount(house.record, house.playbook(), lake_folder(house), gauge, begins, who)
        seal_pending(house.record)
    lines = [f"{_slice(each.by)}: closed {_one(each.closed)}, now {_one(each.now)}" for each in found]
    value = {"measure": code, "start": begins.isoformat(), "differences": [msgspec.to_builtins(each) for each in found]}
    say(as_json, value, "\n".join(lines) or "It comes out the same.")


def _slice(by: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {value}" for name, value in by) or "everything"


def _one(cell: Cell | None) -> str:
    return "nothing" if cell is None else spoken(cell)


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
