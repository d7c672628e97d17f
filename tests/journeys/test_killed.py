"""Reports pour in, the server is killed with -9, it starts again, and every acknowledged report is there, once."""

import signal
import threading
import time
from pathlib import Path

import httpx
import msgspec
import pytest

from browsing import free_port
from frontline.intake.doors import report
from journeys.server import Server, opened_for
from leeward.house import open_house
from leeward.record.ledger.seal import seal_pending
from leeward.record.ledger.verify import verify
from leeward.record.standing.refold import refold
from leeward.settings import Settings


def pour(port: int, secret: str, stop: threading.Event, acknowledged: dict[str, str], worker: int) -> None:
    """Send small batches, one after another, and keep what was acknowledged."""
    number = 0
    with httpx.Client(headers={"authorization": f"Bearer {secret}"}, timeout=10) as client:
        while not stop.is_set():
            batch = [report(worker * 1_000_000 + number + n) for n in range(20)]
            number += 20
            try:
                answer = client.post(f"http://127.0.0.1:{port}/v1/reports", content=msgspec.json.encode(batch))
            except httpx.TransportError:
                return
            if answer.status_code == 200:
                acknowledged.update({receipt["id"]: receipt["report"] for receipt in answer.json()["receipts"]})


@pytest.mark.long
def test_every_acknowledged_report_outlives_kill_9(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    home.mkdir()
    secret = opened_for(home, "report.create")
    server = Server(home, port)
    acknowledged: dict[str, str] = {}
    for _ in range(2):
        server.start()
        stop = threading.Event()
        workers = [threading.Thread(target=pour, args=(port, secret, stop, acknowledged, len(acknowledged) + n)) for n in (1, 2)]
        for worker in workers:
            worker.start()
        time.sleep(2.5)
        server.end(signal.SIGKILL)
        stop.set()
        for worker in workers:
            worker.join(15)
    server.start()
    assert len(acknowledged) > 100
    assert server.end(signal.SIGTERM) == 0, (home / f"server-{port}.log").read_text()[-2_000:]
    with open_house(Settings(home=home)) as house:
        seal_pending(house.record)
        with house.record.reading() as look:
            stored = {str(row["id"]) for row in look.rows("SELECT id FROM report")}
            assert look.value("SELECT count(*) FROM report") == look.value("SELECT count(DISTINCT idempotency) FROM report")
        assert set(acknowledged.values()) <= stored
        assert verify(house.record.url, house.record.keys.signing().public_key().public_bytes_raw()).finding is None
        assert refold(house.record)[1] == []
