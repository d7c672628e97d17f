"""As whom the server runs. PostgreSQL refuses root, so root needs another name for it; a normal user is simply that user.

For root, in this order, touching no user and no permission outside the database folder:

1. The folder belongs to a normal user: the server runs as that user, who can go on using it.
2. A user namespace, in which root carries another number. Files stay root's and nothing changes hands.
3. Where namespaces are forbidden (many containers): a system user. The database folder, and only that, becomes theirs. Where that
   user could not reach the folder (under /root, say), the server keeps one capability, to pass directories. The binaries they
   must reach without it.
"""

import functools
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from leeward.record.errors import DataDirectoryProblem

try:
    import pwd
except ImportError:  # Windows: open_cluster() refuses before anybody asks who runs
    pwd = None  # type: ignore[assignment]

_SYSTEM_USERS = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Identity:
    """The owner of the server's files, and the words to put before a command so that it runs as them."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()


def identity_for(folder: Path, binaries: Path) -> Identity:
    """Who runs the server of ``folder``. Raises DataDirectoryProblem where the folder is somebody else's."""
    refuse_foreign(folder)
    owner = folder.stat()
    if os.geteuid() != 0:
        return Identity(owner.st_uid, owner.st_gid)
    if owner.st_uid != 0:
        return _as_user(owner.st_uid, owner.st_gid, folder, binaries)
    namespace = _namespace()
    if namespace:
        return Identity(0, 0, namespace)
    return _as_system_user(folder, binaries)


def refuse_foreign(folder: Path) -> None:
    """Raise DataDirectoryProblem if the folder is somebody else's and we are not root."""
    owner = folder.stat().st_uid
    if os.geteuid() not in (0, owner):
        raise DataDirectoryProblem(
            f"{folder} belongs to {name_of(owner)}, and this is {name_of(os.geteuid())}.",
            remedy="Run Leeward as its owner, or set LEEWARD_HOME to a directory of your own.",
        )


def name_of(uid: int) -> str:
    """A user's name for a message, with the number."""
    try:
        return f"{pwd.getpwuid(uid).pw_name} (uid {uid})"
    except KeyError:
        return f"uid {uid}"


@functools.cache
def _namespace() -> tuple[str, ...]:
    """The words that give a command a user namespace of its own, or nothing where that is forbidden."""
    if not shutil.which("unshare"):
        return ()
    number = next((user.pw_uid for user in pwd.getpwall() if user.pw_uid), 65534)  # initdb wants a number that has a name
    words = ("unshare", "--user", f"--map-user={number}", f"--map-group={number}", "--")
    return words if _runs(*words, "true") else ()


def _as_system_user(folder: Path, binaries: Path) -> Identity:
    """Hand our folder to a system user and run as them."""
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = next((known[name] for name in _SYSTEM_USERS if name in known), None)
    if user is None:
        raise _root_refused(folder)
    identity = _as_user(user.pw_uid, user.pw_gid, folder, binaries)
    for path in (*_ours_in(folder), folder):  # the folder itself comes last: a broken walk is begun again
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    return identity


def _ours_in(folder: Path) -> Iterator[Path]:
    """What we have put into the database folder. Anything else in there is not ours to give away."""
    for name in ("data", "data.new"):
        for parent, folders, files in os.walk(folder / name):
            yield from (Path(parent, entry) for entry in (*folders, *files))
    for pattern in ("data", "data.new", "*.lock", "postgres.log*"):
        yield from folder.glob(pattern)


def _as_user(uid: int, gid: int, folder: Path, binaries: Path) -> Identity:
    if not shutil.which("setpriv"):
        raise _root_refused(folder)
    words = ("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups")
    if _runs(*words, "--", "test", "-x", str(binaries / "postgres"), "-a", "-x", str(folder.parent)):
        return Identity(uid, gid, (*words, "--"))
    if not _runs(*words, "--", "test", "-x", str(binaries / "postgres")):
        raise _unreachable(binaries, uid)
    capable = (*words, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--")
    if not _runs(*capable, "true"):
        raise _root_refused(folder)
    return Identity(uid, gid, capable)


def _root_refused(folder: Path) -> DataDirectoryProblem:
    return DataDirectoryProblem(
        f"PostgreSQL does not run as root, and there is no way here to run it in {folder} as somebody else.",
        remedy="Run Leeward as a normal user, or set LEEWARD_DATABASE_URL to a PostgreSQL server.",
    )


def _unreachable(binaries: Path, uid: int) -> DataDirectoryProblem:
    """PostgreSQL looks at its own programs as access(2) does, which no capability helps past a private directory."""
    return DataDirectoryProblem(
        f"PostgreSQL does not run as root, and {name_of(uid)} may not reach its programs in {binaries}.",
        remedy="Install Leeward where every user may read it, run it as a normal user, or set LEEWARD_DATABASE_URL.",
    )


def _runs(*command: str) -> bool:
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd="/", timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
