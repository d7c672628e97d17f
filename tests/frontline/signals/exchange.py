"""The three exchanges on this machine, over a real socket: pages, checkpoints, keys and tombstones as their clients know them.

StopNCII gives records changed since ``startTimestamp``, page by page, with a token that can go stale. NCMEC gives entries of a
range in no order of time, and the path of the next page. ThreatExchange gives updates since ``start_time`` with the address of
the next page.
"""

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from frontline.signals.world import entered, ncmec, shared, stopncii, updates
from leeward.frontline.signals.asking import Source

Asked = dict[str, str]


class Exchange:
    """What it holds, a moment beside each; and what it does amiss."""

    def __init__(self) -> None:
        self.address = ""
        self.hashes: dict[str, tuple[int, str]] = {}
        """StopNCII: digits -> (changed, status)."""
        self.entries: dict[str, tuple[str, str]] = {}
        """NCMEC: name -> (changed, XML)."""
        self.updates: dict[str, tuple[int, bool]] = {}
        """ThreatExchange: digits -> (changed, gone); marks of what is gone can be forgotten."""
        self.page = 2
        self.instead: list[int] = []
        """Statuses to answer with instead."""
        self.stale = False
        self.asked: list[str] = []

    def sources(self) -> dict[str, Source]:
        """How the house asks it."""
        return {
            "stopncii": Source(address=f"{self.address}/v1", key="function", subscription="subscription"),
            "ncmec": Source(address=f"{self.address}/hashsharing", user="us", key="secret"),
            "threatexchange": Source(address=f"{self.address}/graph", group="5", key="token"),
        }

    def answer(self, path: str, query: Asked, headers: Any) -> tuple[int, bytes]:
        """Status and body."""
        ways: dict[str, tuple[bool, Callable[[Asked], tuple[int, bytes]]]] = {
            "/v1/FetchHashes": (headers["x-functions-key"] == "function", self._stopncii),
            "/hashsharing/v2/entries": (
                headers["Authorization"] == "Basic " + base64.b64encode(b"us:secret").decode(),
                self._ncmec,
            ),
            "/graph/5/threat_updates/": (headers["Authorization"] == "Bearer token", self._threatexchange),
        }
        if path not in ways:
            return 404, b"{}"
        may, way = ways[path]
        return way(query) if may else (401, b"{}")

    def _stopncii(self, query: Asked) -> tuple[int, bytes]:
        token = query.get("nextPageToken", "")
        if token and self.stale:
            self.stale = False
            return 400, b"{}"
        since, begin = int(query["startTimestamp"]), int(token or 0)
        found = sorted((changed, digits, status) for digits, (changed, status) in self.hashes.items() if changed >= since)
        part = found[begin : begin + self.page]
        more = str(begin + self.page) if begin + self.page < len(found) else None
        last = part[-1][0] if part else since
        return 200, stopncii(*(entered(digits, status) for _, digits, status in part), more=more, timestamp=last)

    def _ncmec(self, query: Asked) -> tuple[int, bytes]:
        begin = int(query.get("start", 0))
        found = [(changed, xml) for changed, xml in self.entries.values() if query["from"] <= changed <= query["to"]]
        part = found[begin : begin + self.page]
        more = ""
        if begin + self.page < len(found):
            more = (
                f"/v2/entries?from={query['from']}&to={query['to']}&start={begin + self.page}&size={self.page}&max={len(found)}"
            )
        latest = max((changed for changed, _ in part), default="")
        return 200, ncmec(*(xml for _, xml in part), more=more, latest=latest)

    def _threatexchange(self, query: Asked) -> tuple[int, bytes]:
        since, begin = int(query.get("start_time", 0)), int(query.get("after", 0))
        found = sorted((changed, digits, gone) for digits, (changed, gone) in self.updates.items() if changed >= since)
        part = found[begin : begin + self.page]
        after = str(begin + self.page) if begin + self.page < len(found) else ""
        made = (shared(digits, "MALICIOUS", gone=gone, updated=changed) for changed, digits, gone in part)
        return 200, updates(*made, after=after)


@contextmanager
def running() -> Iterator[Exchange]:
    """An exchange that listens on this machine."""
    exchange = Exchange()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            exchange.asked.append(self.path)
            status, body = exchange.answer(parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()}, self.headers)
            if exchange.instead:
                status, body = exchange.instead.pop(0), b"<html>"
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    exchange.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield exchange
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
