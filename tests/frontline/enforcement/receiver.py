"""A real receiver for the tests: the one of docs/how-to/webhooks.md, on a real socket, that can be told to misbehave."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "webhooks.md"


class Heard:
    """What arrived, and how the next ones are answered."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.wait = 0.0
        self.address = ""


@contextmanager
def listening() -> Iterator[Heard]:
    """A server that keeps what arrives and answers as told (204 when nothing was)."""
    heard = Heard()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.requests.append((dict(self.headers), body))
            time.sleep(heard.wait)
            self.send_response(heard.answers.pop(0) if heard.answers else 204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with served(Handler) as address:
        heard.address = address
        yield heard


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A handler on a free port of this machine; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hooks"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def reference() -> dict[str, Any]:
    """The receiver of the guide, as a namespace: exactly the code that people copy."""
    code = re.search(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert code is not None
    space: dict[str, Any] = {}
    exec(code[1], space)
    return space
