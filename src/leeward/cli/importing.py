"""``leeward import FILE``: CSV, JSON lines or Parquet in, by a map; with progress, a dry run, rejects, and resuming."""

import csv
import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from leeward.cli import say
from leeward.frontline.intake import desk, foreign, table
from leeward.frontline.intake.activity import EventIn
from leeward.frontline.intake.arrival import Problem, ReportIn, check, slip
from leeward.frontline.intake.columns import sent_rows
from leeward.frontline.intake.shapes import shapes
from leeward.house import House, open_house
from leeward.insights.published import desk as figures
from leeward.lakeside import lake_folder
from leeward.record.lake.views import published
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.code import SourceCode
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR
from leeward.settings import read_settings

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
Read = dict[str, Any] | Problem
FOREIGN = (foreign.COOP, foreign.OZONE)


class Tally(msgspec.Struct):
    """How far an import is. ``rows`` = ``taken`` + ``duplicates`` + ``rejected``."""

    rows: int = 0
    taken: int = 0
    duplicates: int = 0
    rejected: int = 0
    resumed_after: int = 0
    dry_run: bool = False
    rejects: str | None = None


@click.command("import")
@click.argument("file", type=EXISTING)
@click.option(
    "--as", "target", help="reports, a kind of activity, coop, ozone or a table of published figures; else what the map says."
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Columns to fields; for coop and ozone what their own numbers are.",
)
@click.option("--dry-run", is_flag=True, help="Check every row; take nothing.")
@click.option("--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Where to say what is wrong in which row.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")
def import_command(
    file: Path, target: str | None, map_file: Path | None, dry_run: bool, rejects: Path | None, as_json: bool
) -> None:
    """Import FILE (.csv, .jsonl, .parquet) as reports or activity, of Coop or Ozone (.jsonl, .json), or as published figures.

    Stop it with Ctrl-C at any time: what was taken stays, and the same command goes on from there.
    """
    rejects = rejects or file.with_name(file.name + ".rejects.jsonl")
    with open_house(read_settings()) as house:
        if target in published():
            return _take_published(house, file, target, as_json=as_json)
        if target in FOREIGN:
            known = foreign.read_map(map_file, target)
            known = msgspec.structs.replace(known, header=msgspec.structs.replace(known.header, target=target))
            mapping: table.Map | foreign.ForeignMap = known
        elif map_file is None:
            raise click.UsageError("Missing option '--map'; only coop, ozone and published figures need none.")
        else:
            mapping = table.read_map(map_file, house.playbook(), target)
        job = Import(house, file, mapping, map_file, rejects, dry_run=dry_run)
        try:
            tally = job.run(quiet=as_json)
        except KeyboardInterrupt:
            click.echo(f"Stopped after row {job.tally.rows:,}. The same command goes on from there.", err=True)
            raise click.exceptions.Exit(130) from None
        finally:
            seal_pending(house.record)
    say(as_json, tally, _told(tally))


def _take_published(house: House, file: Path, table: str, *, as_json: bool) -> None:
    """A publisher's file is taken as a whole, in the place of the one before."""
    outcome = figures.take(house.record, lake_folder(house), table, file, DOOR)
    seal_pending(house.record)
    so = "is there already" if outcome.again else "taken"
    say(
        as_json,
        outcome,
        f"{table}: {outcome.rows:,} rows of {outcome.first} to {outcome.last} {so}. The page is /published/{table}.",
    )


def _told(tally: Tally) -> str:
    verb = "would be taken" if tally.dry_run else "taken"
    lines = [f"{tally.rows:,} rows: {tally.taken:,} {verb}, {tally.duplicates:,} there already, {tally.rejected:,} rejected."]
    if tally.resumed_after:
        lines.append(f"Taken up after row {tally.resumed_after:,}.")
    if tally.rejects:
        lines.append(f"What is wrong in which row: {tally.rejects}")
    return "\n".join(lines)


class Import:
    """One import of one file by one map."""

    def __init__(
        self,
        house: House,
        file: Path,
        mapping: table.Map | foreign.ForeignMap,
        map_file: Path | None,
        rejects: Path,
        *,
        dry_run: bool,
    ) -> None:
        self.house, self.file, self.mapping, self.rejects, self.dry_run = house, file, mapping, rejects, dry_run
        with file.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256")
        digest.update((map_file.read_bytes() if map_file else b"") + mapping.header.target.encode())
        self.id = digest.hexdigest()
        self.tally = Tally(dry_run=dry_run)

    def run(self, *, quiet: bool) -> Tally:
        """Take chunk after chunk and remember the place after each: a stop at any point loses and doubles nothing."""
        self._resume()
        chunk_size = self.house.playbook().limits.import_chunk
        rows = islice(read_rows(self.file), self.tally.rows, None)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, disable=quiet) as progress:
            verb = "Checking" if self.dry_run else "Importing"
            task = progress.add_task(verb, total=count_rows(self.file), completed=self.tally.rows)
            while chunk := list(islice(rows, chunk_size)):
                self._take(chunk)
                progress.update(task, completed=self.tally.rows)
        return self.tally

    def _resume(self) -> None:
        if not self.dry_run:
            before = desk.import_progress(self.house.record, self.id)
            if before is not None and before.rows_read < count_rows(self.file):
                self.tally.rows = self.tally.resumed_after = before.rows_read
                self.tally.taken, self.tally.rejected = before.rows_taken, before.rows_rejected
                self.tally.duplicates = self.tally.rows - self.tally.taken - self.tally.rejected
                self.tally.rejects = str(self.rejects) if self.tally.rejected else None
                return
        self.rejects.unlink(missing_ok=True)

    def _take(self, chunk: Sequence[Read]) -> None:
        playbook = self.house.playbook()
        if isinstance(self.mapping, foreign.ForeignMap):
            tool, known = self.mapping.header.target, self.mapping
            refused, taken, duplicates = self._reports(
                [row if isinstance(row, Problem) else foreign.report_of(row, tool, known, playbook) for row in chunk]
            )
        elif self.mapping.header.target == table.REPORTS:
            refused, taken, duplicates = self._reports(
                [row if isinstance(row, Problem) else table.report_of(row, self.mapping) for row in chunk]
            )
        else:
            refused, taken, duplicates = self._events(
                [row if isinstance(row, Problem) else table.event_of(row, self.mapping, playbook) for row in chunk]
            )
        self._reject(refused)
        self.tally.rows += len(chunk)
        self.tally.taken += taken
        self.tally.duplicates += duplicates
        self.tally.rejected += len(refused)
        if not self.dry_run:
            self._remember()

    def _reports(self, rows: Sequence[ReportIn | Problem]) -> tuple[list[tuple[int, Problem]], int, int]:
        playbook = self.house.playbook()
        refused = [(place, row) for place, row in enumerate(rows) if isinstance(row, Problem)]
        readable = [(place, row) for place, row in enumerate(rows) if isinstance(row, ReportIn)]
        if self.dry_run:
            moment = now()
            refused += [(place, found) for place, row in readable if (found := check(row, playbook, moment))]
            return refused, len(rows) - len(refused), 0
        door = SourceCode(self.mapping.header.door)
        receipts = desk.receive(self.house.record, playbook, [row for _, row in readable], door=door, actor=DOOR)
        told = list(zip((place for place, _ in readable), receipts, strict=True))
        refused += [(place, receipt.problem) for place, receipt in told if receipt.problem is not None]
        taken = sum(receipt.status == "received" for receipt in receipts)
        return refused, taken, len(rows) - taken - len(refused)

    def _events(self, rows: Sequence[EventIn | Problem]) -> tuple[list[tuple[int, Problem]], int, int]:
        playbook = self.house.playbook()
        if self.dry_run:
            refused = sent_rows(rows, shapes(playbook), now(), playbook.limits.text_characters).problems
            return refused, len(rows) - len(refused), 0
        door = SourceCode(self.mapping.header.door)
        took = desk.take_activity(self.house.record, playbook, rows, door=door, actor=DOOR)
        return list(took.refused), took.taken, took.duplicates

    def _reject(self, refused: Sequence[tuple[int, Problem]]) -> None:
        """Row numbers count from 1, as an editor does; what a row says is not repeated."""
        if refused:
            self.tally.rejects = str(self.rejects)
            with self.rejects.open("a", encoding="utf-8") as out:
                for place, problem in sorted(refused, key=lambda each: each[0]):
                    out.write(json.dumps({"row": self.tally.rows + place + 1, **msgspec.to_builtins(problem)}) + "\n")

    def _remember(self) -> None:
        here = desk.Progress(rows_read=self.tally.rows, rows_taken=self.tally.taken, rows_rejected=self.tally.rejected)
        desk.remember_progress(self.house.record, self.id, here)


def read_rows(file: Path) -> Iterator[Read]:
    """The rows of a file as dicts, one after another, whatever its size; a row that is none is a problem in its place."""
    if file.suffix == ".csv":
        with file.open(newline="", encoding="utf-8-sig") as source:
            yield from csv.DictReader(source)
    elif file.suffix in (".jsonl", ".ndjson"):
        with file.open("rb") as source:
            yield from (_object(line) for line in source if line.strip())
    elif file.suffix == ".json":
        yield from _objects(file)
    elif file.suffix == ".parquet":
        import pyarrow.parquet as parquet

        with parquet.ParquetFile(file) as source:
            for batch in source.iter_batches(batch_size=2_000):
                yield from batch.to_pylist()
    else:
        raise click.ClickException(f"{file} is neither .csv, .jsonl, .json nor .parquet.")


def _objects(file: Path) -> Iterator[Read]:
    """The objects of a JSON file: one, a list, or a list under ``events`` or ``reports``, as APIs answer."""
    try:
        whole = msgspec.json.decode(file.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise click.ClickException(f"{file} is not JSON: {problem}.") from None
    if isinstance(whole, dict):
        whole = next((whole[name] for name in ("events", "reports") if isinstance(whole.get(name), list)), [whole])
    yield from (each if isinstance(each, dict) else slip("It is not a JSON object.") for each in whole)


def _object(line: bytes) -> Read:
    try:
        return msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        return slip(f"It is not a JSON object: {problem}")


def count_rows(file: Path) -> int:
    """How many rows a file has, without reading them into memory."""
    if file.suffix == ".parquet":
        import pyarrow.parquet as parquet

        return int(parquet.read_metadata(file).num_rows)
    return sum(1 for _ in read_rows(file))
