"""The keeper: a tiny process beside the server that keeps it up while anybody uses it, and stops it when nobody does.

It waits for ``users.lock`` alone. The kernel hands that over exactly when every user has let go: by a clean stop, by Ctrl-C,
by SIGTERM, by ``kill -9``. Then it asks the server for a fast shutdown. If the server dies unasked (out of memory, a full
disk), it is started again, for as long as it takes. The keeper is the server's parent, so no zombie is left where process 1
does not reap.

Run as a script, with the standard library only (about 9 MB)::

    python -I -S cluster_keeper.py USERS_LOCK RUNNING_LOCK RUNNING_FD COMMAND...
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time

_SETTLED = 3.0  # seconds; a server that ends sooner at its first start cannot start, and who asked for it is told why
_LONGEST_PAUSE = 30.0
_PATIENCE = 10


class Keeper:
    """One server and the wish to keep it."""

    def __init__(self, users_lock: str, running_lock: str, command: list[str]) -> None:
        self.users_lock, self.running_lock, self.command = users_lock, running_lock, command
        self.unused = threading.Event()
        self.server: subprocess.Popen[bytes] | None = None

    def keep(self, running: int | None) -> int:
        """Run the server until nobody uses it. ``running`` is the open, locked running.lock that its processes inherit.

        Returns the server's exit code.
        """
        code, settled, pause = 0, False, 1.0
        while running is not None:
            begun = time.monotonic()
            self.server = subprocess.Popen(self.command, pass_fds=(running,), stdin=subprocess.DEVNULL, cwd="/")
            os.close(running)  # from here on only the server's processes hold it
            code = self.server.wait()
            settled = settled or time.monotonic() - begun > _SETTLED
            if code == 0 or not settled:
                break
            running = self.next_turn(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        return code

    def next_turn(self, pause: float) -> int | None:
        """Wait, then take running.lock for another server. None if nobody uses it, or if somebody else has started one."""
        for _ in range(_PATIENCE):  # processes of the dead server may linger
            if self.unused.wait(pause):
                break
            users, running = (os.open(path, os.O_RDWR | os.O_CLOEXEC) for path in (self.users_lock, self.running_lock))
            try:
                fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)  # or the last user is just stopping it
                fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return running
            except BlockingIOError:
                os.close(running)
            finally:
                os.close(users)
        return None

    def watch(self) -> None:
        """Sleep in the kernel until no user is left. The lock stays ours until we end, so that a new user waits for the end."""
        users = os.open(self.users_lock, os.O_RDWR | os.O_CLOEXEC)
        fcntl.flock(users, fcntl.LOCK_EX)
        self.unused.set()
        while True:  # again and again, as a server that has only just begun may not hear yet; later ones do no harm
            self.stop()
            time.sleep(1)

    def stop(self, *_: object) -> None:
        """Ask for a fast shutdown; also when we are told to end ourselves, as everybody is when the machine goes down."""
        self.unused.set()
        if self.server:
            self.server.send_signal(signal.SIGINT)


def main(users_lock: str, running_lock: str, running: int, command: list[str]) -> None:
    """Keep one server, and end as it does."""
    keeper = Keeper(users_lock, running_lock, command)
    signal.signal(signal.SIGTERM, keeper.stop)
    threading.Thread(target=keeper.watch, daemon=True).start()
    os._exit(keeper.keep(running) & 0xFF)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:])
