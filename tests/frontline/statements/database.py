"""The Transparency Database on this machine: its documented API over a real socket, judged by the second reading of its rules.

A batch of 1 to 100 is taken whole or not at all; a bad one is named by its place, a number that is there already by itself.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from frontline.statements.reading import table
from leeward.playbook.dsa import LANGUAGES
from leeward.playbook.vocabulary import DSA_KEYWORDS

TOKEN = "a-token-for-tests"
RULES = table(set(DSA_KEYWORDS), set(LANGUAGES))


class Database:
    """What it holds, and what it is told to answer instead of what it would."""

    def __init__(self) -> None:
        self.address = ""
        self.kept: dict[str, dict[str, Any]] = {}
        self.requests: list[int] = []
        """How many statements each request had."""
        self.instead: list[tuple[int, dict[str, str], dict[str, Any]]] = []
        self.refuses: set[str] = set()
        """Numbers that it finds something wrong with."""
        self.cut_off = False
        """Whether it keeps what comes and does not say so."""

    def store(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        statements = body.get("statements")
        if not isinstance(statements, list) or not 1 <= len(statements) <= 100:
            errors = {"statements": ["The statements field must have between 1 and 100 items."]}
            return 422, {"message": errors["statements"][0], "errors": errors}
        bad = {f"statement_{place}": errors for place, each in enumerate(statements) if (errors := self._errors(each))}
        if bad:
            return 422, {"errors": bad}
        numbers = [each["puid"] for each in statements]
        twice = sorted({each for each in numbers if each in self.kept or numbers.count(each) > 1})
        if twice:
            message = "The platform identifier(s) are not all unique within this call."
            return 422, {"message": message, "errors": {"puid": [message], "existing_puids": twice}}
        made = [{**each, "uuid": str(uuid4())} for each in statements]
        self.kept |= {each["puid"]: each for each in made}
        return 201, {"statements": made}

    def _errors(self, statement: dict[str, Any]) -> dict[str, list[str]]:
        if statement.get("puid") in self.refuses:
            return {"category": ["The selected category is invalid."]}
        return {} if all(rule(statement) for rule in RULES) else {"statement": ["The statement is invalid."]}


@contextmanager
def running() -> Iterator[Database]:
    """A database that listens on this machine."""
    database = Database()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            database.requests.append(len(body["statements"]))
            if database.instead:
                return self._answer(*database.instead.pop(0))
            if self.path != "/api/v1/statements" or self.headers["Authorization"] != f"Bearer {TOKEN}":
                return self._answer(401, {}, {"message": "Unauthenticated."})
            status, said = database.store(body)
            if database.cut_off:
                return self.connection.close()
            self._answer(status, {}, said)

        def _answer(self, status: int, headers: dict[str, str], said: dict[str, Any]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    database.address = f"http://127.0.0.1:{server.server_address[1]}/api/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield database
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
