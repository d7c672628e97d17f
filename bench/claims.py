"""Claiming: 1,000,000 open jobs (--jobs), 32 clients back to back (--clients), then an open loop of 100 claims a second (--rate).

Leeward's claim is the desk's own: certification by queue, language and severity, the day's exposure, what was passed on, the
order of work, one job in a hand, and the fact, folded and on disk. Every claim is by somebody who holds nothing yet.
Once as threads of one server, which serves those who wait together; once divided over two servers, which cannot.
Beside it, in the same cluster and minute, without any of that: a bare ``SKIP LOCKED`` claim on a table of the same length, and
procrastinate's own fetch from its own schema.
"""

import random
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import msgspec
import procrastinate
import psycopg
from procrastinate.schema import SchemaManager
from procrastinate.sql import queries as procrastinate_sql
from psycopg_pool import ConnectionPool

from bench import fresh_record, report
from leeward.frontline.review import desk
from leeward.playbook.model import AtLeaseEnd, BySeverity, Limits, Playbook, Queue, StartByRule
from leeward.record.ledger.record import Record, open_record
from leeward.record.terms.code import Digest, QueueCode, SkillCode
from leeward.record.terms.ids import JobId, PersonId
from leeward.record.terms.severity import Severity
from leeward.record.vault.keys import Keys


def _asked(flag: str, otherwise: int) -> int:
    return int(sys.argv[sys.argv.index(flag) + 1]) if flag in sys.argv else otherwise


JOBS, CLIENTS, RATE = _asked("--jobs", 1_000_000), _asked("--clients", 32), _asked("--rate", 100)
SECONDS, SERVERS, PEOPLE, QUEUES = _asked("--seconds", 10), 2, 100_000, 12
LANGUAGES = [
    *("en", "es", "fr", "de", "pt", "ar", "hi", "id", "vi", "th"),
    *("tl", "ru", "uk", "tr", "pl", "ro", "it", "nl", "sv", "und"),
]
FILL = (
    # most work in a few queues and languages, as it is; a sixth with a legal clock, most of them past due already
    """INSERT INTO job (id, about, state, queue, skill, language, harm, clauses, severity, likelihood, received, start_by,
        legal_due, place, reports, opened)
        SELECT gen_random_uuid(), gen_random_uuid(), 'open', 'queue_' || q, 'skill_' || q %% 6, l, 'harm.kind', '{C-1}', s, 0.4,
            r, r + make_interval(mins => (ARRAY[10080, 4320, 1440, 240, 15])[s + 1]),
            CASE WHEN n %% 6 = 0 THEN r + interval '48 hours' END, '{}', 1, r
        FROM (SELECT n, (random() * random() * %(queues)s)::int %% %(queues)s AS q,
                (%(languages)s::text[])[1 + (random() * random() * random() * 20)::int %% 20] AS l,
                (ARRAY[0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4])[1 + (n * 7919::bigint %% 12)::int] AS s,
                now() - random() * interval '10 days' AS r
            FROM generate_series(1, %(jobs)s) AS n) AS made""",
    "INSERT INTO job_count SELECT queue, language, severity, state, harm, count(*) FROM job GROUP BY 1, 2, 3, 4, 5",
    # one in twenty leads and may take anything; the others have two skills, two or three languages, and no imminent cases
    """INSERT INTO person SELECT gen_random_uuid(), CASE WHEN n %% 20 = 0 THEN '{lead,reviewer}' ELSE '{reviewer}' END::text[],
        CASE WHEN n %% 20 = 0 THEN '{any}' ELSE ARRAY['skill_' || n %% 6, 'skill_' || (n + 1) %% 6] END,
        CASE WHEN n %% 20 = 0 THEN '{any}' ELSE ARRAY[(%(languages)s::text[])[2 + n %% 8], 'en', 'und'] END,
        CASE WHEN n %% 20 = 0 THEN 4 ELSE 3 END, now() FROM generate_series(1, %(people)s) AS n""",
    # somebody has worked today already
    "INSERT INTO exposure SELECT id, (now() AT TIME ZONE 'UTC')::date, 2, 600, 4 FROM person",
    """CREATE TABLE bare (id bigint PRIMARY KEY, queue text NOT NULL, priority integer NOT NULL,
        state smallint NOT NULL DEFAULT 0, payload jsonb NOT NULL DEFAULT '{}')""",
    """INSERT INTO bare (id, queue, priority) SELECT n, 'queue_' || (n %% %(queues)s), n %% 5
        FROM generate_series(1, %(jobs)s) AS n""",
    "CREATE INDEX bare_next ON bare (queue, priority DESC, id) WHERE state = 0",
)  # fmt: skip
BARE = """UPDATE bare SET state = 1 WHERE id = (
    SELECT id FROM bare WHERE state = 0 AND queue = %(queue)s ORDER BY priority DESC, id LIMIT 1
    FOR UPDATE SKIP LOCKED) RETURNING id"""


def playbook() -> Playbook:
    """Twelve queues of six skills."""
    day = BySeverity(minor=480, low=480, serious=480, severe=480, imminent=480)
    queues = tuple(
        Queue(
            code=QueueCode(f"queue_{n}"), name="Queue", purpose="For the benchmark.", harms=("*",), sources=("*",),
            severities=(Severity.MINOR, Severity.IMMINENT), skill=SkillCode(f"skill_{n % 6}"), handling_minutes=10,
            lease_minutes=30, on_lease_end=AtLeaseEnd.RETURN, sla_minutes=60,
        )
        for n in range(QUEUES)
    )  # fmt: skip
    limits = Limits(
        grace_seconds=10, exposure_minutes_per_day=day, warn_at=0.8, reports_per_batch=500, events_per_batch=500,
        text_characters=1000, import_chunk=500,
    )  # fmt: skip
    order = StartByRule(allowance_minutes=day, likelihood_weight=0.5, virality_weight=0.4, full_reach=1000)
    return Playbook(
        digest=Digest("0" * 64), name="Benchmark", version="1", activity={}, harms={}, policies={}, rules={}, queues=queues,
        start_by=order, clocks=(), limits=limits, access={}, skills={}, measures={}, steps=(),
    )  # fmt: skip


class Run(msgspec.Struct):
    """What one claimant did."""

    rate: float
    p50: float
    p99: float
    claims: int
    twice: int
    """Jobs that were given to two."""

    @classmethod
    def of(cls, took: list[float], given: Iterable[object], seconds: float) -> "Run":
        """From latencies in seconds and what was claimed."""
        taken, ordered = list(given), sorted(took)
        at = [ordered[int(len(ordered) * share)] * 1e3 for share in (0.5, 0.99)]
        return cls(len(taken) / seconds, at[0], at[1], len(taken), len(taken) - len(set(taken)))


def back_to_back(claim: Callable[[], object], seconds: float) -> Run:
    """All clients claim as fast as they are answered."""
    began = time.perf_counter()
    took, given = clients(claim, seconds, CLIENTS)
    return Run.of(took, given, time.perf_counter() - began)


def clients(claim: Callable[[], object], seconds: float, many: int) -> tuple[list[float], list[object]]:
    """What so many threads took, each claiming again as soon as it is answered, and what they were given."""
    took, given = deque[float](), deque[object]()
    end = time.perf_counter() + seconds

    def client() -> None:
        while (began := time.perf_counter()) < end:
            given.append(claim())
            took.append(time.perf_counter() - began)

    threads = [threading.Thread(target=client) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(took), list(given)


def open_loop(claim: Callable[[], object], seconds: float) -> Run:
    """So many claims a second arrive whether or not earlier ones were answered; waiting for one's turn counts."""
    begin = time.perf_counter()

    def arrive(number: int) -> tuple[float, object]:
        due = begin + number / RATE
        given = claim()
        return time.perf_counter() - due, given

    with ThreadPoolExecutor(CLIENTS) as pool:
        waiting = []
        for number in range(int(RATE * seconds)):
            time.sleep(max(0.0, begin + number / RATE - time.perf_counter()))
            waiting.append(pool.submit(arrive, number))
        found = [one.result() for one in waiting]
    return Run.of([took for took, _ in found], [given for _, given in found], time.perf_counter() - begin)


def leeward(record: Record, share: int = 0, of: int = 1) -> Callable[[], JobId]:
    """The desk's claim, each by somebody who holds nothing yet, from one of several shares of the team."""
    book = playbook()
    with record.reading() as look:
        rows = look.rows("SELECT id FROM person ORDER BY id OFFSET %(share)s", {"share": PEOPLE // of * share})
        held = {row["claimed_by"] for row in look.rows("SELECT claimed_by FROM job WHERE state = 'claimed'")}
    people = [PersonId(row["id"]) for row in rows[: PEOPLE // of] if row["id"] not in held]
    random.shuffle(people)
    free = deque(people)

    def claim() -> JobId:
        given = desk.claim_next(record, book, free.pop())
        assert given is not None
        assert not given.again
        return given.job

    return claim


def server(url: str, keys: Keys, share: int, start: Any, found: Any) -> None:
    """One of several servers, in a process of its own."""
    record = open_record(url, keys=keys, connections=CLIENTS)
    claim = leeward(record, share, SERVERS)
    start.wait()
    took, given = clients(claim, SECONDS, CLIENTS // SERVERS)
    found.put((took, [str(job) for job in given]))
    record.close()


def several_servers(record: Record) -> Run:
    """The same clients divided over several servers."""
    context = get_context("spawn")
    start, found = context.Event(), context.Queue()
    servers = [
        context.Process(target=server, args=(record.url, record.keys, share, start, found), daemon=True)
        for share in range(SERVERS)
    ]
    for one in servers:
        one.start()
    time.sleep(5)  # all have read the team
    start.set()
    results = [found.get(timeout=SECONDS + 60) for _ in servers]
    for one in servers:
        one.join(10)
    return Run.of([each for took, _ in results for each in took], [job for _, given in results for job in given], SECONDS)


def pool(url: str, search_path: str) -> ConnectionPool[psycopg.Connection[Any]]:
    """Connections for a peer, one a client, with durable commits."""
    more = {"autocommit": True, "options": f"-c search_path={search_path} -c synchronous_commit=on", "prepare_threshold": 1}
    return ConnectionPool(url, min_size=CLIENTS, max_size=CLIENTS, kwargs=more, open=True)


def bare(connections: ConnectionPool[psycopg.Connection[Any]]) -> Callable[[], object]:
    """A bare SKIP LOCKED claim from one of the queues."""

    def claim() -> object:
        with connections.connection() as connection:
            row = connection.execute(BARE, {"queue": f"queue_{random.randrange(QUEUES)}"}).fetchone()
        assert row is not None
        return row[0]

    return claim


def fetch(connections: ConnectionPool[psycopg.Connection[Any]], worker: int) -> Callable[[], object]:
    """procrastinate's own fetch, its SQL as it ships, from any queue."""
    sql = procrastinate_sql["fetch_job"]

    def claim() -> object:
        with connections.connection() as connection:
            row = connection.execute(sql, {"queues": None, "worker_id": worker}).fetchone()
        assert row is not None
        return row[0]

    return claim


def fill(record: Record) -> int:
    """Put everything in; procrastinate's worker."""
    schema = SchemaManager(connector=procrastinate.SyncPsycopgConnector()).get_schema()
    with psycopg.connect(record.url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = 'replica'")
        for statement in FILL:
            values = {"jobs": JOBS, "people": PEOPLE, "queues": QUEUES, "languages": LANGUAGES}
            connection.execute(statement.encode(), values)
        connection.execute("CREATE SCHEMA peer")
        connection.execute("SET search_path = peer")
        connection.execute(schema.encode())
        connection.execute(
            """INSERT INTO procrastinate_jobs (queue_name, task_name, priority)
            SELECT 'queue_' || (n %% %(queues)s), 'task', n %% 5 FROM generate_series(1, %(jobs)s) AS n""",
            {"jobs": JOBS, "queues": QUEUES},
        )
        worker = connection.execute("SELECT worker_id FROM procrastinate_register_worker_v1()").fetchone()
        connection.execute("GRANT ALL ON SCHEMA peer TO PUBLIC")
        connection.execute("VACUUM ANALYZE")
        assert worker is not None
        return int(worker[0])


def main() -> None:
    """Fill, claim, print."""
    with fresh_record(connections=CLIENTS + 4) as record:
        worker = fill(record)
        claim = leeward(record)
        back_to_back(claim, 1)  # warm: plans, caches, connections
        with pool(record.url, "public") as plain, pool(record.url, "peer") as peer:
            claimants = {"Leeward": claim, "bare SKIP LOCKED": bare(plain), "procrastinate fetch": fetch(peer, worker)}
            runs = {f"{name}, {CLIENTS} clients": back_to_back(each, SECONDS) for name, each in claimants.items()}
            runs |= {f"{name}, {RATE}/s open loop": open_loop(each, SECONDS) for name, each in claimants.items()}
        runs |= {f"Leeward, {SERVERS} servers of {CLIENTS // SERVERS} clients": several_servers(record)}
        with record.reading() as look:
            held = look.value("SELECT count(*) FROM job WHERE state = 'claimed'")
            facts = look.value("SELECT count(*) FROM fact WHERE kind = 'job_claimed'")
        assert held == facts, "a claim without its fact, or a fact without its claim"
    rows = [("", "claims/s", "p50", "p99", "claims", "twice")]
    rows += [
        (name, f"{run.rate:,.0f}", f"{run.p50:.1f} ms", f"{run.p99:.1f} ms", f"{run.claims:,}", str(run.twice))
        for name, run in runs.items()
    ]
    figures = {name: msgspec.to_builtins(run) for name, run in runs.items()}
    report(f"claims, {JOBS:,} open jobs, {SECONDS} s each, commits on disk", rows, figures)


if __name__ == "__main__":
    main()
