"""What went wrong with the database, where, and what to do: the system's errors, the server's last words, the driver's errors."""

import errno
import os
import shutil
from pathlib import Path

import psycopg

from leeward.record.errors import DatabaseUnavailable, DataDirectoryProblem, LeewardError
from leeward.record.ledger.cluster_identity import name_of

_FULL = 24 << 20  # one write-ahead segment and a little
_SAFE = "everything that was acknowledged is safe."


def is_outage(problem: psycopg.OperationalError) -> bool:
    """Whether the server is gone, closing, full or short of something; a lock or a cancelled query is the caller's affair."""
    return problem.sqlstate is None or problem.sqlstate.startswith(("08", "53", "57P", "58"))


def explain(problem: psycopg.OperationalError, url: str) -> LeewardError:
    """Say in our words what an outage of the server behind ``url`` is and what to do."""
    folder = _folder_behind(url)
    if folder and (isinstance(problem, psycopg.errors.DiskFull) or is_full(folder)):
        return disk_full(folder)
    said = str(problem).strip().splitlines() or [type(problem).__name__]
    if isinstance(problem, psycopg.errors.DiskFull):
        return DataDirectoryProblem(
            f"The disk of the database server is full: {said[0]}.", remedy=f"Free some space there and try again: {_SAFE}"
        )
    return DatabaseUnavailable(f"{said[0].rstrip('.')}.", remedy=f"Try again in a moment: {_SAFE}")


def _folder_behind(url: str) -> Path | None:
    """The data directory behind a local socket: the second line of the socket's lock file. None for a server elsewhere."""
    options = psycopg.conninfo.conninfo_to_dict(url)
    sockets = Path(str(options.get("host") or ""))
    if not sockets.is_absolute() or not sockets.is_dir():
        return None
    try:
        return Path((sockets / f".s.PGSQL.{options.get('port') or 5432}.lock").read_text().splitlines()[1])
    except (OSError, LookupError):  # the server has ended; its socket usually stood in the data directory
        return sockets


def directory_problem(folder: Path, problem: OSError) -> DataDirectoryProblem:
    """Say what an operating system error about the folder means and what to do."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(folder)
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        remedy = "Give it to this user, or set LEEWARD_HOME to a directory of your own."
        return DataDirectoryProblem(f"{name_of(os.geteuid())} may not use {folder}: {problem.strerror}.", remedy=remedy)
    remedy = "Set LEEWARD_HOME to a directory on a local disk."
    return DataDirectoryProblem(f"{folder}: {problem.strerror}.", remedy=remedy)


def disk_full(folder: Path) -> DataDirectoryProblem:
    """The error of a full disk."""
    free = shutil.disk_usage(folder).free >> 20 if folder.exists() else 0
    return DataDirectoryProblem(
        f"The disk of {folder} is full ({free} MB are free).",
        remedy=f"Free some space there and try again: {_SAFE}",
    )


def is_full(folder: Path) -> bool:
    """Whether too little space is left for the server to write its next log segment."""
    return shutil.disk_usage(folder).free < _FULL


def initdb_failed(data: Path, output: str) -> LeewardError:
    """Why no data directory could be made, from what initdb said."""
    if "No space left on device" in output or is_full(data.parent):
        return disk_full(data.parent)
    lines = [line for line in output.splitlines() if "error" in line.lower() or "fatal" in line.lower()]
    return DatabaseUnavailable(
        f"The data directory {data} could not be made: {(lines or output.splitlines() or ['initdb said nothing'])[-1]}.",
        remedy="Set LEEWARD_DATABASE_URL to a PostgreSQL server if this machine cannot run one.",
    )


def start_failed(data: Path, log_file: Path, said_before: int) -> LeewardError:
    """Why the server did not start, from the end of its log."""
    with log_file.open("rb") as log:
        log.seek(said_before)
        said = log.read().decode("utf-8", "replace")
    if "No space left on device" in said or "Disk quota exceeded" in said or is_full(data.parent):
        return disk_full(data.parent)
    lines = [line for line in said.splitlines() if any(word in line for word in ("FATAL:", "PANIC:", "rror"))]
    what = (lines or said.splitlines() or ["it said nothing"])[-1]
    if any(reason in said for reason in ("Permission denied", "wrong ownership", "invalid permissions")):
        return DataDirectoryProblem(f"{what}.", remedy=f"Give {data.parent} and all in it to the user who runs Leeward.")
    return DatabaseUnavailable(f"PostgreSQL did not start in {data}: {what}.", remedy=f"{log_file} holds what it said.")
