"""Ledger: appending in batches (folds included), sealing, verifying. Beside it a bare table by COPY, and a naive hash chain."""

import hashlib
import sys
import time

import psycopg

from bench import fresh_record, report
from leeward.record.facts import Fact
from leeward.record.facts.intake import ReportReceived, SubjectSeen
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.ledger.verify import verify
from leeward.record.terms.code import Digest, HarmCode, LanguageCode, PlaceCode, SourceCode
from leeward.record.terms.ids import ReporterId, SubjectId, VaultRef, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR
from leeward.record.terms.report import Capacity, Source
from leeward.record.terms.subject import SubjectKind

FACTS = int(sys.argv[sys.argv.index("--facts") + 1]) if "--facts" in sys.argv else 400_000
BATCH = 1_000


def batch(size: int) -> list[Fact]:
    """Half new subjects, half reports on them: two kinds, three folds."""
    moment, facts = now(), list[Fact]()
    subjects = [SubjectId(new_id()) for _ in range(size // 2)]
    facts += [
        SubjectSeen(
            subject=one, actor=DOOR, occurred=moment, subject_kind=SubjectKind.LISTING, held_by=SourceCode("jobs"),
            external=Digest(one.hex * 2), identifier=VaultRef(new_id()),
        )
        for one in subjects
    ]  # fmt: skip
    facts += [
        ReportReceived(
            subject=new_id(), actor=DOOR, occurred=moment, about=one, reporter=ReporterId(new_id()), source=Source.USER_REPORT,
            capacity=Capacity.THIRD_PARTY, door=SourceCode("api"), harm=HarmCode("labour_exploitation.fees"),
            language=LanguageCode("en"), jurisdictions=(PlaceCode("US"),), idempotency=Digest(one.hex * 2),
            text=VaultRef(new_id()), reach=10,
        )
        for one in subjects
    ]  # fmt: skip
    return facts


def appended(record: Record) -> float:
    """Facts a second, appended, folded and on disk; making them is not counted."""
    spent = 0.0
    for _ in range(FACTS // BATCH):
        facts = batch(BATCH)
        began = time.perf_counter()
        with record.writing() as tx:
            tx.append(facts)
        spent += time.perf_counter() - began
    return FACTS / spent


def bare_copy(record: Record) -> float:
    """Rows a second into a table without index, fold or seal: the floor."""
    line = "1\treport_received\t1\t" + "\t".join(str(new_id()) for _ in range(2)) + "\t" + "x" * 400 + "\n"
    with psycopg.connect(record.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (p bigint, kind text, version smallint, subject uuid, actor uuid, body text)")
        began = time.perf_counter()
        for _ in range(FACTS // BATCH):
            with connection.cursor() as cursor, cursor.copy("COPY bare FROM STDIN") as copy:
                copy.write(line * BATCH)
        return FACTS / (time.perf_counter() - began)


def naive_chain(record: Record, facts: int) -> float:
    """Facts a second, the way a hash chain over fetched rows is usually checked: each row as a dict, JSON again, one hash."""
    import json

    from psycopg.rows import dict_row

    with psycopg.connect(record.url, row_factory=dict_row) as connection, connection.cursor("chain") as cursor:
        cursor.itersize = 10_000
        began = time.perf_counter()
        chain = b""
        sql = "SELECT * FROM fact WHERE position <= %s ORDER BY position"
        for row in cursor.execute(sql, (facts,)):
            chain = hashlib.sha256(chain + json.dumps(row, default=str, sort_keys=True).encode()).digest()
        return facts / (time.perf_counter() - began)


def main() -> None:
    """Measure and print."""
    with fresh_record() as record:
        append = appended(record)
        began = time.perf_counter()
        sealed = seal_pending(record)
        seal = sealed / (time.perf_counter() - began)
        key = record.keys.signing().public_key().public_bytes_raw()
        began = time.perf_counter()
        result = verify(record.url, key)
        checked = result.facts / (time.perf_counter() - began)
        assert result.finding is None
        assert result.facts == FACTS == sealed
        naive = naive_chain(record, FACTS // 4)
        bare = bare_copy(record)
    rows = [
        ("what", "facts/s", "beside"),
        (f"append, batches of {BATCH:,}, folded", f"{append:,.0f}", f"{append / bare:.2f} x bare COPY ({bare:,.0f}/s)"),
        ("seal", f"{seal:,.0f}", ""),
        ("verify", f"{checked:,.0f}", f"{checked / naive:.1f} x naive hash chain ({naive:,.0f}/s)"),
    ]
    figures = {
        "append_per_s": append, "seal_per_s": seal, "verify_per_s": checked, "peers": {"bare_copy": bare, "naive_chain": naive},
    }  # fmt: skip
    report(f"ledger, {FACTS:,} facts", rows, figures)


if __name__ == "__main__":
    main()
