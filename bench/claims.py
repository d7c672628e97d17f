"""Claiming the next job out of 1,000,000 open ones: with its fact, fold, constraints and the wait for the disk.

32 clients back to back, then 100 claims a second in an open loop. Each claim is by somebody who holds nothing, because nobody
holds two. Beside it, in the same run and database: a bare ``FOR UPDATE SKIP LOCKED`` on a plain table of as many rows, durable
too, and procrastinate's own fetch on 100,000 jobs of its own. Those know no skill, language, limit, order of law, or record.
"""

import sys
import threading
import time
from collections.abc import Callable, Sequence
from itertools import count
from multiprocessing import get_context
from typing import Any

import psycopg

from bench import fresh_record, report
from bench.pages import FILL
from leeward.frontline.review import desk
from leeward.playbook.reader import read_playbook, starter
from leeward.record.facts.people import PersonJoined
from leeward.record.ledger.record import Record, open_record
from leeward.record.terms.ids import PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR, Role
from leeward.record.terms.severity import Severity
from leeward.record.vault.keys import Keys

JOBS = int(sys.argv[sys.argv.index("--jobs") + 1]) if "--jobs" in sys.argv else 1_000_000
PROCESSES, CLIENTS, CLAIMS, RATE, LOOP = 2, 32, 6_000, 100, 10
PEER_JOBS = 100_000
BARE = """WITH next AS (
        SELECT id FROM bare_job WHERE state = 'open' ORDER BY severity DESC, start_by LIMIT 1 FOR UPDATE SKIP LOCKED)
    UPDATE bare_job SET state = 'claimed' FROM next WHERE bare_job.id = next.id RETURNING bare_job.id"""
Claimer = Callable[[PersonId], Any]


def hire(record: Record, many: int) -> list[PersonId]:
    """Reviewers for everything, each of whom will claim once."""
    people = [PersonId(new_id()) for _ in range(many)]
    for start in range(0, many, 2_000):
        with record.writing() as tx:
            tx.append(
                PersonJoined(
                    subject=one, actor=DOOR, occurred=now(), roles=(Role.REVIEWER,), severity_limit=Severity.IMMINENT,
                    languages=("en", "es", "pt", "fr", "de"),
                    skills=("labour_exploitation", "intimate_images", "smuggling", "sexual_coercion"),
                )
                for one in people[start : start + 2_000]
            )  # fmt: skip
    return people


def fill(record: Record) -> None:
    """A million open jobs, and the peers' tables beside them."""
    with psycopg.connect(record.url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = 'replica'")
        connection.execute("SET synchronous_commit = off")
        for statement in FILL:
            if "INSERT INTO fact" not in statement:
                connection.execute(statement.encode(), {"jobs": JOBS, "facts": 0})
        connection.execute("CREATE TABLE bare_job AS SELECT id, severity, start_by, state FROM job")
        connection.execute("ALTER TABLE bare_job ADD PRIMARY KEY (id)")
        connection.execute("CREATE INDEX ON bare_job (severity DESC, start_by) WHERE state = 'open'")
        connection.execute("ANALYZE bare_job")


def claimers(url: str, keys: Keys, kind: str) -> tuple[list[Claimer], Callable[[], None]]:
    """A claim for each client of one process, and what closes them."""
    share = CLIENTS // PROCESSES
    if kind == "ours":
        playbook, record = read_playbook(starter()), open_record(url, keys=keys, connections=share)
        return [lambda who: desk.claim_next(record, playbook, who).job] * share, record.close  # type: ignore[union-attr]
    connections = [psycopg.connect(url, autocommit=True, prepare_threshold=3) for _ in range(share)]

    def bare(connection: psycopg.Connection[Any]) -> Claimer:
        return lambda _: connection.execute(BARE.encode()).fetchone()[0]  # type: ignore[index]

    def procrastinate(connection: psycopg.Connection[Any]) -> Claimer:
        worker = connection.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id").fetchone()[0]  # type: ignore[index]
        sql = "SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)"
        return lambda _: connection.execute(sql, (worker,)).fetchone()[0]  # type: ignore[index]

    make = bare if kind == "bare" else procrastinate
    return [make(connection) for connection in connections], lambda: [connection.close() for connection in connections]  # type: ignore


def back_to_back(url: str, keys: Keys, kind: str, people: Sequence[PersonId], begin: float) -> tuple[list[Any], float]:
    """One process's share of clients, each claiming as soon as it has claimed; (jobs, the moment the last was there)."""
    make, close = claimers(url, keys, kind)
    numbers, lock, jobs = count(), threading.Lock(), list[Any]()
    make[0](people[-1])  # connections, plans and playbook are there before the clock runs

    def client(claim: Claimer) -> None:
        while True:
            with lock:
                number = next(numbers)
            if number >= len(people) - 1:
                return
            jobs.append(claim(people[number]))

    threads = [threading.Thread(target=client, args=(claim,)) for claim in make]
    time.sleep(max(0.0, begin - time.time()))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ended = time.time()
    close()
    return jobs, ended


def rate(url: str, keys: Keys, kind: str, people: Sequence[PersonId]) -> tuple[float, list[Any]]:
    """Claims a second of all clients together, and the jobs they got."""
    begin = time.time() + 8
    share = len(people) // PROCESSES
    with get_context("spawn").Pool(PROCESSES) as pool:
        asked = [(url, keys, kind, people[n * share : (n + 1) * share], begin) for n in range(PROCESSES)]
        answers = pool.starmap(back_to_back, asked)
    jobs = [job for part, _ in answers for job in part]
    return len(jobs) / (max(ended for _, ended in answers) - begin), jobs


def open_loop(url: str, keys: Keys, people: Sequence[PersonId]) -> list[float]:
    """Claims that arrive at a rate whatever happened to the one before; milliseconds from when each was due."""
    make, close = claimers(url, keys, "ours")
    make[0](people[-1])
    took, began = list[float](), time.perf_counter() + 0.5

    def client(number: int) -> None:
        due = began + number / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        make[0](people[number])
        took.append((time.perf_counter() - due) * 1e3)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(RATE * LOOP)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close()
    return sorted(took)


def main() -> None:
    """Measure and print."""
    import procrastinate

    with fresh_record() as record:
        fill(record)
        people = hire(record, CLAIMS + RATE * LOOP + 1)
        ours, jobs = rate(record.url, record.keys, "ours", people[:CLAIMS])
        assert len(set(jobs)) == len(jobs), "a job was handed out twice"
        took = open_loop(record.url, record.keys, people[CLAIMS:])
        bare, rows = rate(record.url, record.keys, "bare", people[:CLAIMS])
        assert len(set(rows)) == len(rows)
        app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=record.url))
        with app.open():
            app.schema_manager.apply_schema()
        with psycopg.connect(record.url, autocommit=True) as connection:
            connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args) SELECT 'default', 'task', 0, '{}' "
                f"FROM generate_series(1, {PEER_JOBS})".encode()
            )
            connection.execute("ANALYZE procrastinate_jobs")
        peer, _ = rate(record.url, record.keys, "procrastinate", people[:2_000])
    p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
    table = [
        ("what", "seen"),
        (f"claims/s, {CLIENTS} clients back to back", f"{ours:,.0f}"),
        (f"at {RATE} claims/s, p50 / p99", f"{p50:.1f} / {p99:.1f} ms (n {len(took):,})"),
        ("bare SKIP LOCKED beside it", f"{bare:,.0f} claims/s; ours is {ours / bare:.2f} of it"),
        (f"procrastinate's fetch, {PEER_JOBS:,} jobs", f"{peer:,.0f} claims/s; ours is {ours / peer:.2f} of it"),
    ]
    figures = {"claims_per_s": ours, "p99_ms": p99, "peers": {"bare_skip_locked": bare, "procrastinate": peer}}
    report(f"claims, {JOBS:,} open jobs, no job twice", table, figures)


if __name__ == "__main__":
    main()
