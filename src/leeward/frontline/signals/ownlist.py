"""A list of one's own, or of a partner's: CSV with a column ``entry``, as the playbook's lists have it: one file can be both.

Further columns, all of which may be left out: ``kind`` (pdq, md5, sha256; else by the length, 64 characters being a PDQ),
``opinion``, ``reference``, ``expires`` (a day), ``withdrawn`` (yes, or empty).
"""

import csv
import io
from datetime import UTC, date, datetime, timedelta

from leeward.frontline.signals.entries import Batch, Entry, Fault, Hash, Unreadable, digits_of
from leeward.record.terms.moment import Moment
from leeward.record.terms.signal import Opinion
from leeward.record.terms.subject import HashKind

COLUMNS = ("entry", "kind", "opinion", "reference", "expires", "withdrawn")
_BY_LENGTH = {32: HashKind.MD5, 64: HashKind.PDQ}


def read(body: bytes) -> Batch:
    """The list. Raises Unreadable when it is no CSV with a column ``entry``; a line that cannot be read is a fault."""
    try:
        rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
        if "entry" not in (rows.fieldnames or ()):
            raise Unreadable("There is no column entry.", remedy=f"Columns: {', '.join(COLUMNS)}.")
        batch = Batch()
        for row in rows:
            _take(batch, rows.line_num, row)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise Unreadable(f"It is no CSV in UTF-8: {problem}.", remedy="A quote in a quoted value is written twice.") from None
    return batch


def _take(batch: Batch, line: int, row: dict[str, str | None]) -> None:
    try:
        batch.entries.append(_entry({name: (row.get(name) or "").strip() for name in COLUMNS}))
    except (ValueError, Unreadable) as problem:
        batch.faults.append(Fault(place=f"line {line}", message=str(problem)))


def _entry(row: dict[str, str]) -> Entry:
    kind = HashKind(row["kind"]) if row["kind"] else _BY_LENGTH.get(len(row["entry"]), HashKind.MD5)
    digits = digits_of(kind, row["entry"])
    name = f"{kind}:{digits}"
    if row["withdrawn"].lower() in ("yes", "true", "1"):
        return Entry(name=name)
    opinion = Opinion(row["opinion"]) if row["opinion"] else Opinion.POSITIVE
    expires = _end_of(row["expires"]) if row["expires"] else None
    found = Hash(kind=kind, digits=digits, opinion=opinion)
    return Entry(name=name, hashes=(found,), reference=row["reference"], expires=expires)


def _end_of(day: str) -> Moment:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(days=1)
