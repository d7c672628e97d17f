"""Lists as CSV, and answers as XLSX and Parquet, that a spreadsheet opens without running anything.

A cell that would start a formula (``= + - @``, their full-width forms, tab, carriage return) is led by an apostrophe; numbers
stay numbers. Moments are ISO 8601 in UTC.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from litestar import Response

CSV, XLSX, PARQUET = "csv", "xlsx", "parquet"
FORMATS = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PARQUET: "application/vnd.apache.parquet",
}
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


def file_of(format: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], name: str) -> Response[bytes]:
    """An attachment ``name.csv``, ``.xlsx`` or ``.parquet``: one column for each head. Raises KeyError for another format."""
    body = {CSV: _csv, XLSX: _xlsx, PARQUET: _parquet}[format](heads, rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format}"'}
    return Response(body, media_type=FORMATS[format], headers=headers)


def _csv(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(head) for head in heads])
    writer.writerows([safe(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _xlsx(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Every cell is a number or a string, never a formula or a link, whatever it looks like."""
    import xlsxwriter  # late: few take one

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet("Answer"), book.add_format({"bold": True})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, str(head), bold)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 2**53:
                sheet.write_number(line, column, value)
            elif value is not None:
                sheet.write_string(line, column, str(safe(value) if isinstance(value, (datetime, bool)) else value)[:32_767])
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _parquet(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Numbers and truth stay what they are; a column of several kinds becomes text. A head that comes twice gets a number."""
    import pyarrow  # late: it takes a moment
    import pyarrow.parquet as parquet

    names: list[str] = []
    for head in heads:
        names.append(head if head not in names else f"{head}_{len(names)}")
    columns = []
    for place in range(len(names)):
        values = [row[place] for row in rows]
        kinds = {type(value) for value in values if value is not None}
        mixed = len(kinds - {int, float}) > (0 if kinds & {int, float} else 1)
        columns.append(pyarrow.array([None if value is None else str(value) for value in values] if mixed else values))
    out = io.BytesIO()
    parquet.write_table(pyarrow.table(columns, names=names), out, compression="zstd")
    return out.getvalue()
