"""Lists as CSV that a spreadsheet opens without running anything.

A cell that would start a formula (``= + - @``, their full-width forms, tab, carriage return) is led by an apostrophe; numbers
stay numbers. Moments are ISO 8601 in UTC.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from litestar import Response

LIMIT = 100_000  # rows in one export; more is a job for the lake
_STARTERS = tuple("=+-@\t\r\n＝＋－＠")


def safe(value: object) -> object:
    """``value`` as it may stand in a cell."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, (int, float)):
        return value
    text = " ".join(map(str, value)) if isinstance(value, (list, tuple, set, frozenset)) else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_STARTERS) else text


def csv_of(rows: Iterable[Mapping[str, Any]], columns: Sequence[tuple[str, str]], name: str) -> Response[str]:
    """An attachment ``name.csv`` with one column for each (key, head)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(head) for _, head in columns])
    writer.writerows([safe(row.get(key)) for key, _ in columns] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)
