"""The keeper: a tiny process beside the postmaster that stops it when the last Leeward process is gone, however it went.

It waits for ``users.lock`` alone. The kernel hands that over exactly when every user has let go: by a clean stop, by
Ctrl-C, by SIGTERM, by ``kill -9``. Then it asks the server for a fast shutdown. It is the postmaster's parent, so no zombie
is left where process 1 does not reap.

Run as a script, with the standard library only (about 9 MB): ``python -I -S cluster_keeper.py USERS_LOCK RUNNING_FD COMMAND...``
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading


def main(users_lock: str, running: int, command: list[str]) -> None:
    """Start the server and live as long as it does. ``running`` is the open, locked running.lock that the server inherits."""
    server = subprocess.Popen(command, pass_fds=(running,), stdin=subprocess.DEVNULL, cwd="/")
    os.close(running)  # from here on only server processes hold it
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: server.send_signal(signal.SIGINT))  # the machine goes down: a fast shutdown
    threading.Thread(target=stop_when_unused, args=(users_lock, server), daemon=True).start()
    os._exit(server.wait() & 0xFF)


def stop_when_unused(users_lock: str, server: "subprocess.Popen[bytes]") -> None:
    """Sleep in the kernel until no user is left. The lock stays ours until we end, so that a new user waits for the shutdown."""
    users = os.open(users_lock, os.O_RDWR | os.O_CLOEXEC)
    fcntl.flock(users, fcntl.LOCK_EX)
    server.send_signal(signal.SIGINT)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
