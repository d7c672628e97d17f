"""Two servers over one house take in activity at once, and the windows of every key are as exact as with one."""

import signal
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from browsing import free_port
from journeys.server import Server, opened_for
from leeward.house import open_house
from leeward.settings import Settings

BATCHES, SIZE, ACCOUNTS = 12, 20, 7
COUNT = "count(*) OVER poster_day"


def offers(server: int, batch: int) -> bytes:
    """A batch of job offers by a few accounts, which both servers hear of."""
    now = datetime.now(UTC) - timedelta(minutes=1)
    rows = []
    for n in range(SIZE):
        number = (server * BATCHES + batch) * SIZE + n
        fields = {"listing_id": f"L-{number}", "account_id": f"A-{number % ACCOUNTS}", "category": "job"}
        rows.append({"kind": "listing_posted", "id": f"E-{number}", "platform": "jobs", "occurred": now, "fields": fields})
    return msgspec.json.encode(rows)


def pour(port: int, secret: str, server: int, refused: list[str]) -> None:
    """Send every batch of one server, and keep what was not taken."""
    with httpx.Client(headers={"authorization": f"Bearer {secret}"}, timeout=30) as client:
        for batch in range(BATCHES):
            answer = client.post(f"http://127.0.0.1:{port}/v1/activity", content=offers(server, batch))
            if answer.status_code != 200 or answer.json()["taken"] != SIZE:
                refused.append(answer.text)


@pytest.mark.long
def test_two_servers_count_every_key_as_one_would(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    secret = opened_for(home, "activity.create")
    servers = [Server(home, free_port()) for _ in range(2)]
    refused: list[str] = []
    for server in servers:
        server.start()
    workers = [threading.Thread(target=pour, args=(each.port, secret, place, refused)) for place, each in enumerate(servers)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [server.end(signal.SIGTERM) for server in servers] == [0, 0]
    assert refused == []
    with open_house(Settings(home=home)) as house, house.record.reading() as look:
        rows = look.rows("SELECT fields ->> 'account_id' AS account, windows FROM activity ORDER BY position")
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row["account"]] += 1
        assert row["windows"][COUNT] == seen[row["account"]]
    assert seen.total() == 2 * BATCHES * SIZE
    assert len(seen) == ACCOUNTS
