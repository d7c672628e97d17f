"""One server process: started under a keeper, known to be ready because it answers, stopped fast."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import quote

import psycopg

from leeward.record.errors import DatabaseUnavailable, DataDirectoryProblem
from leeward.record.ledger.cluster_directory import Place, environment
from leeward.record.ledger.cluster_faults import directory_problem, start_failed
from leeward.record.ledger.cluster_identity import Identity
from leeward.record.ledger.cluster_locks import Lock, give_to_folder_owner, wait_until

_KEEPER = Path(__file__).with_name("cluster_keeper.py")
_LOG_MAX = 1 << 20
_RECOVERY_SECONDS = 600.0  # a crash recovery on a slow disk takes as long as it takes, and must not be cut short
_STOP_SECONDS = 120.0
Connection = psycopg.Connection[Any]
Keeper = subprocess.Popen[bytes]


def url_for(sockets: Path, database: str) -> str:
    """The connection URL of a database behind the socket in ``sockets``."""
    return f"postgresql://leeward@/{database}?host={quote(str(sockets), safe='')}&port=5432&sslmode=disable&gssencmode=disable"


def sockets_of_running(place: Place) -> Path | None:
    """Where the running server says its socket is (fifth line of postmaster.pid), if it says so yet."""
    lines = _pid_file(place)
    return Path(lines[4]) if len(lines) > 4 and lines[4] else None


def launch(place: Place, sockets: Path, binaries: Path, who: Identity, running: Lock) -> tuple[Connection, Keeper]:
    """Start the server and connect as soon as it lets us. Raises the reason in plain words if it ends instead."""
    said_before = _turn_over(place.log)
    keeper = _spawn(place, binaries, who, running)
    found: list[Connection] = []

    def answers() -> bool:
        if keeper.poll() is not None:
            raise start_failed(place.data, place.log, said_before)
        found.extend(_connected(sockets))
        return bool(found)

    wait_until(answers, _RECOVERY_SECONDS, f"PostgreSQL to open {place.data}")
    return found[0], keeper


def let_go(keeper: Keeper, seconds: float) -> None:
    """Reap a keeper that ends within ``seconds``. One that still works for other Leeward processes is theirs from now on."""
    try:
        keeper.wait(seconds)
    except subprocess.TimeoutExpired:
        keeper.returncode = 0  # or Python would warn that we forgot it


def _turn_over(log: Path) -> int:
    """Put a long log aside (one old one is kept) and say how long the current one is."""
    size = log.stat().st_size if log.exists() else 0
    if size <= _LOG_MAX:
        return size
    log.replace(log.with_suffix(".log.1"))
    return 0


def _spawn(place: Place, binaries: Path, who: Identity, running: Lock) -> Keeper:
    """Start keeper and postmaster in a session of their own: a Ctrl-C meant for us must not pull the floor from under us."""
    postgres = [*who.prefix, str(binaries / "postgres"), "-D", str(place.data)]
    locks = [str(place.lock("users")), str(place.lock("running")), str(running.fd)]
    keeper = [sys.executable, "-I", "-S", str(_KEEPER), *locks, *postgres]
    try:
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
                env=environment(),
            )
    except OSError as problem:
        raise directory_problem(place.folder, problem) from problem


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
    except psycopg.OperationalError as problem:
        if "too many clients" not in str(problem) and "connection slots" not in str(problem):
            return []  # not there yet, or not there any more
        raise DatabaseUnavailable("All connections of the database are taken.", remedy="Try again in a moment.") from problem


def stop_server(place: Place) -> None:
    """Ask for a fast shutdown (open transactions roll back, what was committed is written) and wait until nothing is left."""
    pid, sockets = postmaster_pid(place), sockets_of_running(place)
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
    with Lock(place.lock("running")) as running:
        wait_until(running.try_alone, _STOP_SECONDS, f"PostgreSQL to close {place.data}")
        if sockets and sockets != place.data:
            with suppress(OSError):
                sockets.rmdir()  # the short private directory


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
        return _command_of(pid).startswith("postgres")
    except OSError:
        return sys.platform != "linux" and _command_of(pid).startswith("postgres")


def _command_of(pid: int) -> str:
    """The name of a program that runs; empty if none does."""
    try:
        if sys.platform == "linux":
            return Path(f"/proc/{pid}/comm").read_text()
        shown = subprocess.run(["ps", "-p", str(pid), "-o", "comm="], capture_output=True, text=True, timeout=10).stdout
        return os.path.basename(shown.strip())
    except (OSError, subprocess.TimeoutExpired):
        return ""


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
