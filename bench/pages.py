"""Console pages over a large house: 1,000,000 jobs and 10,000,000 facts by default (--jobs, --facts); p50 and p95 of each page.

The house is filled by SQL, not by living ten years: what is measured is reading. Every page runs over a real socket, signed in.
Beside it: `SELECT count(*)` over the open jobs, which is what a console that counts on each load would pay.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import httpx
import psycopg

from bench import report as show
from bench.reports import PORT, served
from leeward.administration.people import desk as people
from leeward.house import House, open_house
from leeward.settings import Settings
from leeward.web import session


def _asked(flag: str, otherwise: int) -> int:
    return int(sys.argv[sys.argv.index(flag) + 1]) if flag in sys.argv else otherwise


JOBS, FACTS, TIMES = _asked("--jobs", 1_000_000), _asked("--facts", 10_000_000), 40
PAGES = ("/operations", "/queues", "/queues/recruitment", "/queues/recruitment?severity=2&language=es", "/work")
FILL = (
    """CREATE TEMP TABLE made AS SELECT n, gen_random_uuid() AS job, gen_random_uuid() AS about, gen_random_uuid() AS report,
        now() - random() * interval '60 days' AS received, (random() * 3)::int AS severity,
        (ARRAY['recruitment','labour_exploitation','intimate_images','smuggling','sexual_coercion'])[1 + n %% 5] AS queue,
        (ARRAY['en','es','pt','fr','de'])[1 + (n / 5) %% 5] AS language FROM generate_series(1, %(jobs)s) AS n""",
    """INSERT INTO subject (id, kind, held_by, external, identifier, media, first_seen, reports)
        SELECT about, 'listing', 'jobs', md5(n::text) || md5((n + 1)::text), gen_random_uuid(), '[]', received, 1 FROM made""",
    """INSERT INTO report (id, about, reporter, source, capacity, door, harm, language, jurisdictions, elements, idempotency,
        reach, received, severity, likelihood, clauses, job, playbook)
        SELECT report, about, gen_random_uuid(), 'user_report', 'third_party', 'api', 'recruitment.deceptive', language, '{US}',
            '{}', md5(n::text) || md5((n + 2)::text), 5, received, severity, 0.4, '{HE-REC-1}', job, 'x' FROM made""",
    """INSERT INTO job (id, about, state, queue, skill, language, harm, clauses, severity, likelihood, received, start_by,
        legal_due, place, reports, opened)
        SELECT job, about, 'open', queue, queue, language, 'recruitment.deceptive', '{HE-REC-1}', severity, 0.4, received,
            received + interval '8 hours', CASE WHEN n %% 10 = 0 THEN received + interval '48 hours' END,
            jsonb_build_object('received', received, 'severity', severity, 'likelihood', 0.4, 'virality', 0.1,
                'allowance_seconds', 28800, 'handling_seconds', 600, 'legal_due', NULL,
                'start_by', received + interval '8 hours'),
            1, received FROM made""",
    """INSERT INTO clock (report, clock, job, instrument, jurisdiction, version, legal, starts, due, ends)
        SELECT report, 'us-tida-3', job, 'us-tida', 'US', 1, true, received, received + interval '48 hours',
            'decision'
        FROM made WHERE n %% 10 = 0""",
    "INSERT INTO job_count SELECT queue, language, severity, state, harm, count(*) FROM job GROUP BY 1, 2, 3, 4, 5",
    """INSERT INTO fact SELECT (SELECT max(position) FROM fact) + row_number() OVER (), 'clock_missed', 1, made.job,
        '00000000-0000-7000-8000-000000000002', made.received, made.received,
        json_build_object('report', made.report, 'clock', 'us-tida-3', 'due', made.received)
        FROM generate_series(1, %(facts)s / %(jobs)s) AS again, made""",
    "ANALYZE",
)


def fill(house: House) -> None:
    """Put the rows in, as the owner, without triggers: what the folds would have made."""
    with psycopg.connect(house.record.url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = 'replica'")
        connection.execute("SET synchronous_commit = off")
        for statement in FILL:
            connection.execute(statement.encode(), {"jobs": JOBS, "facts": FACTS})


def measure(client: httpx.Client, path: str) -> tuple[float, float]:
    """(p50, p95) of a page in milliseconds."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = client.get(path)
        took.append((time.perf_counter() - began) * 1e3)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.95) - 1]


def look_at(house: House) -> dict[str, tuple[float, float]]:
    """(p50, p95) of every page, by its path."""
    link = people.first_link(house.record, "http://x")
    assert link is not None
    token = link.rsplit("/", 1)[1]
    entered = people.accept(house.record, token, name="Bench", login="bench", password=os.urandom(12).hex())
    fill(house)
    with house.record.reading() as look:
        job, report = (look.value(f"SELECT id FROM {table} OFFSET 777 LIMIT 1") for table in ("job", "report"))
    cookies = {session.cookie_name(secure=False): entered.token}
    figures = {}
    with served(house, beating=False), httpx.Client(base_url=f"http://127.0.0.1:{PORT}", cookies=cookies, timeout=60) as client:
        for path in (*PAGES, f"/jobs/{job}", f"/reports/{report}"):
            measure(client, path)  # warm
            figures[path.replace(str(job), "...").replace(str(report), "...")] = measure(client, path)
    return figures


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="leeward-bench-") as home, open_house(Settings(home=Path(home), port=PORT)) as house:
        figures = look_at(house)
        with house.record.reading() as look:
            began = time.perf_counter()
            look.value("SELECT count(*) FROM job WHERE state = 'open'")
            counting = (time.perf_counter() - began) * 1e3
    rows = [("page", "p50", "p95"), *((path, f"{low:.0f} ms", f"{high:.0f} ms") for path, (low, high) in figures.items())]
    rows.append(("(counting the open jobs once)", f"{counting:.0f} ms", ""))
    found = {"p95_ms": max(high for _, high in figures.values()), "pages": figures, "count_ms": counting}
    show(f"pages, {JOBS:,} jobs, {FACTS:,} facts, {TIMES} loads each", rows, found)


if __name__ == "__main__":
    main()
