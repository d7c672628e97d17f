"""Reports end to end: POST /v1/reports in batches of 500 over a real socket -> received, assessed, queued, on disk, sealed.

Beside it, in the same minute: the same bodies parsed and put by COPY into one bare table with no id, no key, no rule, no clock.
"""

import asyncio
import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
import psycopg
import uvicorn

from bench import report as show
from leeward.administration.people import desk as people
from leeward.app import make_app
from leeward.clockwork import Clockwork
from leeward.frontline.intake.arrival import ReporterIn, ReportIn, SubjectIn
from leeward.house import House, open_house
from leeward.record.terms.subject import SubjectKind
from leeward.settings import Settings
from leeward.web.throttle import Rate, Throttle

sys.modules["pandas"] = None  # type: ignore[assignment]
"""Only our tests bring it; pyarrow imports it, where it can, when the lake is first written: seconds that no user spends."""

REPORTS = int(sys.argv[sys.argv.index("--reports") + 1]) if "--reports" in sys.argv else 20_000
BATCH, CLIENTS = 500, 2
PORT = 8_765
TEXT = "They ask for a processing fee before there is a contract. " * 3


def body(house: House, batch: int) -> bytes:
    """Five hundred reports as JSON, over all harms of the playbook; one in ten on a subject reported before."""
    harms = list(house.playbook().harms)
    rows = []
    for n in range(BATCH):
        number = batch * BATCH + n
        subject = SubjectIn(kind=SubjectKind.LISTING, id=f"L-{number if n % 10 else number // 20}", platform="jobs", content=TEXT)
        rows.append(
            ReportIn(
                id=f"R-{number}", subject=subject, harm=harms[number % len(harms)], language="en", jurisdictions=("US", "GB"),
                reporter=ReporterIn(id=f"U-{number % 4_999}", contact="reporter@example.org"), text=TEXT, reach=number % 10_000,
            )
        )  # fmt: skip
    return msgspec.json.encode(rows)


@contextmanager
def served(house: House, *, beating: bool = True) -> Iterator[None]:
    """The whole application with its clockwork, as ``leeward up`` runs it; or the pages alone."""
    logging.disable(logging.WARNING)
    throttle = Throttle({kind: Rate(1e9, 1e9) for kind in ("session", "key", "address")})  # one client plays many people
    app = make_app(house, throttle=throttle)
    server = uvicorn.Server(uvicorn.Config(app, port=PORT, log_level="error", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    clockwork = Clockwork(house)
    thread.start()
    if beating:
        clockwork.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
        if beating:
            clockwork.stop()


async def pour(secret: str, bodies: list[bytes]) -> list[float]:
    """Send all batches from a few clients; how long each took."""
    waiting, took = iter(bodies), list[float]()

    async def client() -> None:
        headers = {"authorization": f"Bearer {secret}", "content-type": "application/json"}
        async with httpx.AsyncClient(headers=headers, timeout=60) as http:
            for content in waiting:
                began = time.perf_counter()
                answer = await http.post(f"http://127.0.0.1:{PORT}/v1/reports", content=content)
                took.append(time.perf_counter() - began)
                assert answer.status_code == 200, answer.text
                assert answer.json()["refused"] == 0

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return took


def bare(url: str, bodies: list[bytes]) -> float:
    """Reports a second into a bare table, durable, one transaction a batch."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE bare_report (id text, harm text, body text)")
        began = time.perf_counter()
        for content in bodies:
            rows = msgspec.json.decode(content, type=list[ReportIn])
            with connection.cursor() as cursor, cursor.copy("COPY bare_report FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((row.id, row.harm, row.text))
        return len(bodies) * BATCH / (time.perf_counter() - began)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="leeward-bench-") as folder:
        settings = Settings(home=Path(folder), port=PORT)
        with open_house(settings) as house, served(house):
            link = people.first_link(house.record, "http://x")
            assert link is not None
            people.accept(house.record, link.rsplit("/", 1)[1], name="Bench", login="bench", password=os.urandom(12).hex())
            with house.record.reading() as look:
                who = look.value("SELECT id FROM person")
            rights = frozenset({"report.create"})
            _, secret = people.issue_key(house.record, who, who, name="bench", permissions=rights, may=rights, days=None)
            bodies = [body(house, n) for n in range(REPORTS // BATCH)]
            asyncio.run(pour(secret, [body(house, 1_000_000 + n) for n in range(4)]))  # warm
            began = time.perf_counter()
            took = sorted(asyncio.run(pour(secret, bodies)))
            while True:  # sealed is part of it
                with house.record.reading() as look:
                    if look.value("SELECT (SELECT max(last) FROM seal) = (SELECT max(position) FROM fact)"):
                        break
                time.sleep(0.02)
            seconds = time.perf_counter() - began
            with house.record.reading() as look:
                facts = look.value("SELECT count(*) FROM fact")
                jobs = look.value("SELECT count(*) FROM job")
            peer = bare(house.record.url, bodies)
    rate = REPORTS / seconds
    rows = [
        ("what", "seen"),
        ("reports/s, end to end and sealed", f"{rate:,.0f}"),
        ("a batch of 500, p50 / p99", f"{took[len(took) // 2] * 1e3:,.0f} / {took[int(len(took) * 0.99)] * 1e3:,.0f} ms"),
        ("facts, jobs", f"{facts:,}, {jobs:,}"),
        ("a bare table by COPY beside it", f"{peer:,.0f} reports/s; ours is {rate / peer:.2f} of it"),
    ]
    show(f"reports, {REPORTS:,} by {CLIENTS} clients", rows, {"reports_per_s": rate, "peers": {"bare_copy": peer}})


if __name__ == "__main__":
    main()
