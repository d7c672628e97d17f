"""Somebody at the door of the site, for tests of pages: signs in, sends forms as a browser does, follows nothing by itself."""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import httpx
from litestar import Litestar
from litestar.testing import TestClient

from cast import Member
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import now
from leeward.web import session
from leeward.web.formtoken import FIELD

HOST = "http://testserver.local"
_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')


class Visitor(AbstractContextManager["Visitor"]):
    """``with Visitor(app) as eve: eve.sign_in(record, cast.eve); eve.get("/queues")``."""

    def __init__(self, app: Litestar) -> None:
        self.client: TestClient[Litestar] = TestClient(app, base_url=HOST, raise_server_exceptions=False)
        self.client.follow_redirects = False
        self.token = ""

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pass  # every request opens and closes what it needs

    def sign_in(self, record: Record, member: Member) -> "Visitor":
        """A session as the sign-in page would make it."""
        with record.writing() as tx:
            _, token = session.begin(tx, member.id, now())
        with record.reading() as look:
            found = session.find(look, token, now())
        assert found is not None
        self.token = found.csrf
        return self.carry(token)

    def carry(self, token: str) -> "Visitor":
        """Whatever session cookie the browser is made to send."""
        self.client.cookies.set(session.cookie_name(secure=False), token, domain=urlsplit(HOST).hostname or "")
        return self

    def get(self, path: str, **more: Any) -> httpx.Response:
        """Load a page; its form token is kept for the next ``post``."""
        answer = self.client.get(path, headers=more.pop("headers", {"accept": "text/html"}), **more)
        if found := _TOKEN.search(answer.text):
            self.token = found[1]
        return answer

    def post(self, path: str, fields: dict[str, str | Sequence[str]] | None = None, **more: Any) -> httpx.Response:
        """Send a form with its token and Origin, as our own page would."""
        headers = {"accept": "text/html", "origin": HOST} | more.pop("headers", {})
        return self.client.post(path, data={FIELD: self.token, **(fields or {})}, headers=headers, **more)
