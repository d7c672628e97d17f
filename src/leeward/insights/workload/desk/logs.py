"""Taking in a log: the file is read once, what it says is kept beside the lake as one small file, the rows are not.

Three forms are known by their columns: call logs (the Technion's "anonymous bank"), ServiceNow incidents, and event logs of a
help desk (a case, an activity, a resource, a moment).
"""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from leeward.insights.workload.logs import Ended, Entry, Summary, summary
from leeward.insights.workload.refusals import NoSuchData, NotALog

Row = Mapping[str, Any]
_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,39}\Z")
_FOLDER = "logs"


def take_in(lake: Path, name: str, file: Path) -> Summary:
    """Read a log (.parquet, .csv) and keep what it says under a name. Raises NotALog with what is wanted."""
    if _NAME.match(name) is None:
        raise NotALog(f"{name[:60]} is no name for a log.", remedy="Small letters, digits and _, at most 40.")
    rows = _rows(file)
    found = next((form for form in FORMS if rows and form.columns <= rows[0].keys()), None)
    if found is None:
        wanted = "; ".join(f"{form.name}: {', '.join(sorted(form.columns))}" for form in FORMS)
        raise NotALog(f"{file.name} has none of the sets of columns that are known.", remedy=f"Known are {wanted}.")
    entries, left_out = found.read(rows)
    if not entries:
        raise NotALog(f"{file.name} has no row that is work.")
    said = summary(name, found.name, entries, left_out)
    place = _place(lake, name)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(".draft")
    draft.write_bytes(msgspec.json.encode(said))
    os.replace(draft, place)
    return said


def logs(lake: Path) -> list[Summary]:
    """What was taken in, by name."""
    folder = lake.parent / _FOLDER
    return [msgspec.json.decode(path.read_bytes(), type=Summary) for path in sorted(folder.glob("*.json"))]


def log_called(lake: Path, name: str) -> Summary:
    """One of them. Raises NoSuchData."""
    place = _place(lake, name)
    if _NAME.match(name) is None or not place.is_file():
        raise NoSuchData(f"No log is called {name[:60]}.", remedy="`leeward workload import NAME FILE` takes one in.")
    return msgspec.json.decode(place.read_bytes(), type=Summary)


def _place(lake: Path, name: str) -> Path:
    return lake.parent / _FOLDER / f"{name}.json"


def _rows(file: Path) -> list[dict[str, Any]]:
    import pyarrow

    try:
        if file.suffix == ".csv":
            from pyarrow import csv

            table = csv.read_csv(file)
        else:
            import pyarrow.parquet as parquet

            table = parquet.read_table(file)
    except (pyarrow.ArrowException, OSError) as problem:
        raise NotALog(f"{file.name} cannot be read: {problem}", remedy="A log is a .parquet or a .csv file.") from None
    found: list[dict[str, Any]] = table.to_pylist()
    return found


def _calls(rows: Iterable[Row]) -> tuple[list[Entry], int]:
    """Calls that asked for somebody, from when the voice menu ended; not who hung up in it, nor the log's own PHANTOM rows."""
    numbers: dict[str, int] = {}
    entries, left_out = [], 0
    for row in rows:
        came = row["vru_exit"] or row["vru_entry"]
        in_the_menu = row["outcome"] == "HANG" and row["q_start"] is None
        if row["outcome"] not in ("AGENT", "HANG") or came is None or in_the_menu:
            left_out += 1
            continue
        served = row["outcome"] == "AGENT"
        server = numbers.setdefault(row["server"], len(numbers)) if served else None
        took = float(row["ser_time"]) if served and row["ser_time"] else None
        entries.append(
            Entry(
                group=str(row["type"]), came=_utc(came), ended=Ended.SERVED if served else Ended.GONE,
                waited=float(row["q_time"] or 0), took=took, server=server,
            )
        )  # fmt: skip
    return entries, left_out


def _incidents(rows: Iterable[Row]) -> tuple[list[Entry], int]:
    """One entry an incident, as its last update says."""
    last: dict[str, Row] = {}
    count = 0
    for row in rows:
        count += 1
        seen = last.get(row["number"])
        if seen is None or (row["sys_updated_at"] or row["opened_at"]) >= (seen["sys_updated_at"] or seen["opened_at"]):
            last[row["number"]] = row
    entries = []
    for row in last.values():
        if row["opened_at"] is None:
            continue
        done = row["resolved_at"] or row["closed_at"]
        took = (done - row["opened_at"]).total_seconds() if done else None
        entries.append(
            Entry(
                group=str(row["priority"]), came=_utc(row["opened_at"]), ended=Ended.SERVED if done else Ended.OPEN,
                took=took if took is None or took >= 0 else None,
                in_time=None if row["made_sla"] is None else str(row["made_sla"]).lower() == "true",
                moves=int(row["reassignment_count"] or 0),
            )
        )  # fmt: skip
    return entries, count - len(entries)


def _events(rows: Iterable[Row]) -> tuple[list[Entry], int]:
    """One entry a case, from its first event to its last; exact doubles are left out. Times are of the calendar, not of work."""
    cases: dict[str, list[tuple[datetime, str, str]]] = defaultdict(list)
    seen, doubles = set(), 0
    for row in rows:
        key = (row["case_id"], row["activity"], row["resource"], row["timestamp"])
        doubles += key in seen
        if key not in seen:
            cases[str(row["case_id"])].append((row["timestamp"], str(row["activity"]), str(row["resource"])))
        seen.add(key)
    entries = []
    for events in cases.values():
        events.sort()
        took, hands = (events[-1][0] - events[0][0]).total_seconds(), [who for _, _, who in events]
        moves = sum(one != other for one, other in pairwise(hands))
        done = events[-1][1] in ("Closed", "Resolve ticket", "Resolved")
        ended = Ended.SERVED if done else Ended.OPEN
        entries.append(Entry(group=events[0][1], came=_utc(events[0][0]), ended=ended, took=took if done else None, moves=moves))
    return entries, doubles


def _utc(moment: datetime) -> datetime:
    """A log that names no zone is taken as if it were UTC: hours of the day are its own."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Form(msgspec.Struct, frozen=True):
    """A form of log: its columns, and how they are read."""

    name: str
    columns: frozenset[str]
    read: Callable[[Iterable[Row]], tuple[list[Entry], int]]


FORMS = (
    Form("calls", frozenset({"type", "vru_entry", "vru_exit", "q_start", "q_time", "outcome", "ser_time", "server"}), _calls),
    Form(
        "incidents",
        frozenset(
            {"number", "priority", "opened_at", "resolved_at", "closed_at", "made_sla", "reassignment_count", "sys_updated_at"}
        ),
        _incidents,
    ),
    Form("events", frozenset({"case_id", "activity", "resource", "timestamp"}), _events),
)
"""The forms that are known."""
