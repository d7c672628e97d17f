"""The database folder: made once, whole or not at all, checked at every start.

It has mode 0700 and holds::

    data/            PostgreSQL's own directory; data.new/ while it is being made
    postgres.log     starts, stops, crashes; never an error text that could quote data
    start.lock  users.lock  running.lock    (cluster_locks.py)
"""

import errno
import hashlib
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from leeward.record.errors import DataDirectoryProblem
from leeward.record.ledger.cluster_faults import directory_problem, disk_full, initdb_failed
from leeward.record.ledger.cluster_identity import Identity, name_of, refuse_foreign

_SOCKET = ".s.PGSQL.5432"
_SOCKET_PATH_MAX = 103  # bytes, the least of Linux (107) and macOS (103)
_PLAIN = re.compile(r"[\w./+ -]*")  # characters that mean nothing special in a settings file or a connection string
_INITDB_NEEDS = 80 << 20


@dataclass(frozen=True, slots=True)
class Place:
    """The paths of one database folder."""

    folder: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server says about itself."""
        return self.folder / "postgres.log"

    def lock(self, name: str) -> Path:
        """The path of one of the locks."""
        return self.folder / f"{name}.lock"


def prepare(home: Path) -> Place:
    """Make the database folder if it is not there. Raises DataDirectoryProblem where that cannot be."""
    folder = Path(os.path.abspath(home))
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_private(folder)
        refuse_foreign(folder)
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as problem:
        raise directory_problem(folder, problem) from problem
    return Place(folder)


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    above = folder.parent.stat()
    if os.geteuid() == 0 and above.st_uid != 0:  # root works in somebody's home: it stays theirs
        os.chown(folder, above.st_uid, above.st_gid)


def check_version(place: Place, binaries: Path, major: int) -> None:
    """Refuse a data directory that another major version made: PostgreSQL cannot read it, and must not try."""
    made_by = (place.data / "PG_VERSION").read_text().strip()
    if made_by == str(major):
        return
    raise DataDirectoryProblem(
        f"{place.data} was made by PostgreSQL {made_by}, and {binaries} is PostgreSQL {major}.",
        remedy=f"Dump it with PostgreSQL {made_by}, move the directory away, start Leeward, and restore the dump "
        "(docs/how-to/database.md shows each command). Nothing was changed.",
    )


def environment() -> dict[str, str]:
    """What the server's processes may see of ours: no PGDATA or PGPORT, none of our settings, one language for messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "PYTHON", "LEEWARD", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def create(place: Place, binaries: Path, major: int, who: Identity, *, durable: bool, turn: int) -> None:
    """Make the data directory beside its place and move it there when it is whole, so that no half-made one is ever found.

    ``turn`` is the open start.lock: initdb inherits it, so that nobody else begins while one whose parent was killed still works.
    """
    if shutil.disk_usage(place.folder).free < _INITDB_NEEDS:
        raise disk_full(place.folder)
    beside = place.folder / "data.new"
    shutil.rmtree(beside, ignore_errors=True)
    command = [*who.prefix, str(binaries / "initdb"), f"--pgdata={beside}", *_initdb_words(major, durable)]
    made = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment(), cwd="/", pass_fds=(turn,)
    )
    if made.returncode:
        shutil.rmtree(beside, ignore_errors=True)
        raise initdb_failed(place.data, made.stderr or made.stdout)
    os.rename(beside, place.data)
    if durable:
        sync_folder(place.folder)


def _initdb_words(major: int, durable: bool) -> list[str]:
    """Letters are Unicode, order is by bytes, the same on every machine and for every later version of the C library."""
    words = ["--username=leeward", "--auth=trust", "--encoding=UTF8", "--data-checksums", "--no-instructions", "--lc-messages=C"]
    letters = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    if major >= 17:  # pg_trgm and full-text search look at lc_ctype even where the provider is built in
        words += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    words += ["--lc-collate=C", f"--lc-ctype={letters}"]
    if not durable:
        words.append("--no-sync")
    elif major >= 17 and sys.platform == "linux":
        words.append("--sync-method=syncfs")  # one call instead of a thousand
    return words


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut."""
    fd = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def sockets_for(place: Place, who: Identity) -> Path:
    """The directory of the server's socket: the data directory, or a short private one where that path is too long or too odd."""
    data = str(place.data)
    if len(os.fsencode(f"{data}/{_SOCKET}")) <= _SOCKET_PATH_MAX and _PLAIN.fullmatch(data):
        return place.data
    return _short_private_directory(data, who)


def _short_private_directory(data: str, who: Identity) -> Path:
    """``/run/user/1000/leeward-3f..`` or ``/tmp/leeward-3f..``: ours alone, or not used."""
    name = f"leeward-{who.uid}-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = Path(runtime if who.uid == os.geteuid() and _is_fit(runtime) else _short_temporary()) / name
    try:
        folder.mkdir(mode=0o700)
        if who.uid != os.geteuid():
            os.chown(folder, who.uid, who.gid)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != who.uid or found.st_mode & 0o077:
        raise DataDirectoryProblem(
            f"{folder}, where the database's socket belongs, is not a private directory of {name_of(who.uid)}.",
            remedy="Remove it, or set LEEWARD_HOME to a shorter path.",
        )
    return folder


def _short_temporary() -> str:
    usual = tempfile.gettempdir()
    return usual if _is_fit(usual) else "/tmp"


def _is_fit(folder: str) -> bool:
    return 0 < len(os.fsencode(folder)) < 50 and _PLAIN.fullmatch(folder) is not None and os.access(folder, os.W_OK)


def clear_stale(place: Place, sockets: Path) -> None:
    """Remove what a dead server left. Only with running.lock in hand: then none lives, whoever has its number now."""
    leftovers = (place.data / "postmaster.pid", sockets / _SOCKET, sockets / f"{_SOCKET}.lock")
    for path in leftovers:
        path.unlink(missing_ok=True)
