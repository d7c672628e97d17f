"""``leeward up`` as it is run: a process of its own, over a home with somebody in it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from leeward.administration.people import desk as people
from leeward.house import open_house
from leeward.settings import Settings


def opened_for(home: Path, *rights: str) -> str:
    """Open a house in ``home`` for the first time, and give it a key with these rights; the secret."""
    with open_house(Settings(home=home)) as house:
        link = people.first_link(house.record, "http://x")
        assert link is not None
        entered = people.accept(house.record, link.rsplit("/", 1)[1], name="Ada", login="ada", password="a quiet harbour at dawn")
        ada = entered.person
        _, secret = people.issue_key(
            house.record, ada, ada, name="pour", permissions=rights, may=frozenset(rights), days=None
        )  # fmt: skip
    return secret


class Server:
    """``leeward up`` in a process of its own."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait for the first answer."""
        environment = {**os.environ, "LEEWARD_HOME": str(self.home), "LEEWARD_PORT": str(self.port)}
        with (self.home / f"server-{self.port}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from leeward.cli import main; main()", "up"], env=environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/login").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError((self.home / f"server-{self.port}.log").read_text())

    def end(self, how: signal.Signals) -> int:
        """Send the signal and wait; the exit code."""
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(30)
