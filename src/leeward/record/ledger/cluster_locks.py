"""Three locks stand for three truths about a data directory, and the kernel drops each when its holders are gone.

``start.lock``    held while somebody starts or stops the server, so that one does it and the others wait.
``users.lock``    shared by every Leeward process that uses the server. Whoever gets it alone knows that nobody does.
``running.lock``  inherited by the postmaster and all its backends. Free means: no server process is left, whatever a pid
                  file says. A process number may be somebody else's by now and a zombie still has one; a lock cannot lie so.

The locks are ``flock`` on open files: they survive nothing, not even ``kill -9``, and leave no state to clean up.
"""

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

from leeward.record.errors import DatabaseUnavailable, DataDirectoryProblem

try:
    import fcntl
except ImportError:  # Windows: open_cluster() refuses before any lock is asked for
    fcntl = None  # type: ignore[assignment]


class Lock:
    """One open lock file. Not locked until asked; ``close`` gives it back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            self.fd = os.open(path, flags, 0o600)
            give_to_folder_owner(self.fd, path.parent)
        except OSError as problem:
            raise DataDirectoryProblem(
                f"{path} cannot be opened: {problem.strerror}.", remedy=f"Make {path.parent} writable for this user."
            ) from problem

    def try_alone(self) -> bool:
        """Take the lock for ourselves alone, if nobody holds it in any way."""
        return self._try(fcntl.LOCK_EX)

    def try_shared(self) -> bool:
        """Share the lock, if nobody holds it alone."""
        return self._try(fcntl.LOCK_SH)

    def _try(self, how: int) -> bool:
        try:
            fcntl.flock(self.fd, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as problem:
            if problem.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL):
                raise
            raise DataDirectoryProblem(
                f"The file system of {self.path.parent} has no file locks.", remedy="Put LEEWARD_HOME on a local disk."
            ) from problem
        return True

    def close(self) -> None:
        """Give the lock back. Only closing, never unlocking: a forked child that shares this opening keeps its hold."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def __enter__(self) -> "Lock":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def wait_until(ready: Callable[[], bool], seconds: float, what: str) -> None:
    """Ask ``ready`` again and again, at first after 2 ms, later every 50 ms. Raises DatabaseUnavailable after ``seconds``."""
    deadline, pause = time.monotonic() + seconds, 0.002
    while not ready():
        if time.monotonic() > deadline:
            raise DatabaseUnavailable(f"Waited {seconds:.0f} s for {what}.", remedy="If the disk is slow or busy, try again.")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)


def give_to_folder_owner(fd: int, folder: Path) -> None:
    """When root works in somebody's directory, the files it makes there must stay usable for their owner."""
    owner = folder.stat()
    if os.geteuid() == 0 and os.fstat(fd).st_uid != owner.st_uid:
        os.fchown(fd, owner.st_uid, owner.st_gid)
