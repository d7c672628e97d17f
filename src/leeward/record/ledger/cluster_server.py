"""One server process: started under a keeper, known to be ready because it answers, stopped fast."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import quote

import psycopg

from leeward.record.errors import DatabaseUnavailable, DataDirectoryProblem, LeewardError
from leeward.record.ledger.cluster_directory import ENVIRONMENT, Place, directory_problem, disk_full, is_full
from leeward.record.ledger.cluster_identity import Identity
from leeward.record.ledger.cluster_locks import Lock, give_to_folder_owner, wait_until

_KEEPER = Path(__file__).with_name("cluster_keeper.py")
_LOG_MAX = 1 << 20
_RECOVERY_SECONDS = 600.0  # a crash recovery on a slow disk takes as long as it takes, and must not be cut short
_STOP_SECONDS = 120.0
Connection = psycopg.Connection[Any]


def url_for(sockets: Path, database: str) -> str:
    """The connection URL of a database behind the socket in ``sockets``."""
    return f"postgresql://leeward@/{database}?host={quote(str(sockets), safe='')}&port=5432&sslmode=disable&gssencmode=disable"


def sockets_of_running(place: Place) -> Path | None:
    """Where the running server says its socket is (fifth line of postmaster.pid), if it says so yet."""
    lines = _pid_file(place)
    return Path(lines[4]) if len(lines) > 4 and lines[4] else None


def spawn(place: Place, binaries: Path, who: Identity, running: Lock) -> "subprocess.Popen[bytes]":
    """Start keeper and postmaster in a session of their own: a Ctrl-C meant for us must not pull the floor from under us."""
    postgres = [*who.prefix, str(binaries / "postgres"), "-D", str(place.data)]
    keeper = [sys.executable, "-I", "-S", str(_KEEPER), str(place.lock("users")), str(running.fd), *postgres]
    try:
        if place.log.exists() and place.log.stat().st_size > _LOG_MAX:
            place.log.replace(place.log.with_suffix(".log.1"))
        with place.log.open("ab") as log:
            os.fchmod(log.fileno(), 0o600)
            give_to_folder_owner(log.fileno(), place.folder)
            return subprocess.Popen(
                keeper,
                pass_fds=(running.fd,),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd="/",
                env=ENVIRONMENT,
            )
    except OSError as problem:
        raise directory_problem(place.folder, problem) from problem


def wait_ready(place: Place, sockets: Path, keeper: "subprocess.Popen[bytes]") -> Connection:
    """Connect as soon as the server lets us. Raises the reason in plain words if it ends instead."""
    said_before = place.log.stat().st_size
    found: list[Connection] = []

    def answers() -> bool:
        if keeper.poll() is not None:
            raise _why_not(place, said_before)
        found.extend(_connected(sockets))
        return bool(found)

    wait_until(answers, _RECOVERY_SECONDS, f"PostgreSQL to open {place.data}")
    return found[0]


def attach(place: Place, running: Lock) -> Connection | None:
    """Connect to the server that others use; None if it ends while we wait (it may be starting, recovering or stopping)."""
    found: list[Connection] = []

    def answers_or_is_gone() -> bool:
        sockets = sockets_of_running(place)
        found.extend(_connected(sockets) if sockets else ())
        return bool(found) or running.try_alone()

    wait_until(answers_or_is_gone, _RECOVERY_SECONDS, f"the PostgreSQL server of {place.data}")
    return found[0] if found else None


def _connected(sockets: Path) -> list[Connection]:
    try:
        return [psycopg.connect(url_for(sockets, "postgres"), autocommit=True, connect_timeout=10)]
    except psycopg.OperationalError:
        return []


def stop_server(place: Place) -> None:
    """Ask for a fast shutdown (open transactions roll back, what was committed is written) and wait until nothing is left."""
    pid = postmaster_pid(place)
    if pid is not None:
        os.kill(pid, signal.SIGINT)
    with Lock(place.lock("running")) as running:
        wait_until(running.try_alone, _STOP_SECONDS, f"PostgreSQL to close {place.data}")


def postmaster_pid(place: Place) -> int | None:
    """The postmaster of this data directory, if it lives. A number that now belongs to some other program does not count."""
    lines = _pid_file(place)
    pid = int(lines[0]) if lines and lines[0].isdigit() else 0
    return pid if pid > 1 and _is_postmaster(pid, place.data) else None


def _pid_file(place: Place) -> list[str]:
    try:
        return (place.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _is_postmaster(pid: int, data: Path) -> bool:
    """A postmaster works in its data directory. Where the system does not tell (another user's, macOS), its command must do."""
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", data)
    except PermissionError:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        if sys.platform == "linux":
            return False
    command = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True)
    return "postgres" in command.stdout


def check_letters_and_disk(connection: Connection, place: Place, *, durable: bool) -> None:
    """One Cyrillic word must have a capital form, pages must have checksums, and a lasting house must write to the disk."""
    row = _row(
        connection,
        "SELECT upper('работа') = 'РАБОТА' AND 'Работа' ILIKE 'рАБОТА',"
        " current_setting('data_checksums'), current_setting('fsync')",
    )
    remedy = f"Move {place.data} away and let Leeward make a new one; docs/how-to/database.md shows how to take the data along."
    if not row[0]:
        raise DataDirectoryProblem(f"{place.data} was made with a locale that knows no letters but A to Z.", remedy=remedy)
    if row[1] != "on":
        raise DataDirectoryProblem(f"{place.data} was made without page checksums.", remedy=remedy)
    if durable and row[2] != "on":
        raise DataDirectoryProblem(
            f"The server of {place.data} was started by a test and does not write to the disk.", remedy="Stop that test first."
        )


def ensure_database(connection: Connection) -> None:
    """Make the database ``leeward`` if it is not there."""
    if not _row(connection, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = 'leeward')")[0]:
        connection.execute("CREATE DATABASE leeward")


def _row(connection: Connection, statement: LiteralString) -> tuple[Any, ...]:
    row = connection.execute(statement).fetchone()
    assert row is not None
    return tuple(row)


def _why_not(place: Place, said_before: int) -> LeewardError:
    """Read the end of the log and say why the server did not start."""
    with place.log.open("rb") as log:
        log.seek(said_before)
        said = log.read().decode("utf-8", "replace")
    if "No space left on device" in said or "Disk quota exceeded" in said or is_full(place.folder):
        return disk_full(place.folder)
    lines = [line for line in said.splitlines() if any(word in line for word in ("FATAL:", "PANIC:", "rror"))]
    if any("Permission denied" in line for line in lines):
        return DataDirectoryProblem(f"{lines[-1]}.", remedy=f"Give {place.folder} and all in it to the user who runs Leeward.")
    what = (lines or said.splitlines() or ["it said nothing"])[-1]
    return DatabaseUnavailable(f"PostgreSQL did not start in {place.data}: {what}.", remedy=f"{place.log} holds what it said.")
